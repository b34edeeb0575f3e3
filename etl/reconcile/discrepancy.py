"""One row of a warehouse that is not what the ledger gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["altered", "extra", "missing"]
"""What is the matter with a row, seen from the warehouse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrepancy:
    """One row that is missing from a warehouse, too many in it, or altered.

    Attributes:
        kind: What is the matter.
        table: The table, or the file when it is not about one row.
        origin: The ledger of the row; None when it is of no ledger.
        index: Index of the entry that the row comes from; None when it is of none.
        in_warehouse: What stands there: the columns that differ, or the whole row.
        in_ledger: What the ledger gives for the same columns.
    """

    kind: Kind
    table: str
    origin: str | None = None
    index: int | None = None
    in_warehouse: Mapping[str, object] = field(default_factory=dict)
    in_ledger: Mapping[str, object] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Where it is, in words."""
        parts = [
            self.origin,
            None if self.index is None else f"entry {self.index}",
            self.table,
        ]
        return ", ".join(part for part in parts if part is not None)

    def __str__(self) -> str:
        """Return it in one line."""
        if self.kind == "altered":
            changes = "; ".join(
                f"{name} is {value!r}, the ledger gives {self.in_ledger.get(name)!r}"
                for name, value in self.in_warehouse.items()
            )
            return f"{self.place}: altered: {changes}"
        row = self.in_ledger if self.kind == "missing" else self.in_warehouse
        words = ", ".join(
            f"{name}={value!r}" for name, value in row.items() if value is not None
        )
        return f"{self.place}: {self.kind}: {words}"
