"""One release of tables as its readers have it: what is shown, what is hidden."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from etl.disclosure_control.case import OTHER, Cell, cells_of
from etl.errors import DisclosureControlError
from ledger.records.table_release import DisclosureControl, TableRelease


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """What the tables of a year are broken down by; the same in all its releases.

    Attributes:
        destinations: The destinations, without ``other``.
        product_classes: The product classes.
    """

    destinations: tuple[str, ...]
    product_classes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """What one release tells.

    Attributes:
        control: The parameters that it was made with.
        counts: The count of every cell that shows one, nil included.
        domain: What its tables are broken down by.
        hidden: The cells whose count is suppressed.
        hidden_values: The cells of what was granted whose value is suppressed.
        size: How many entries it counted.
        through: The last month that it counted.
        values: The value of every cell of what was granted that shows one.
    """

    control: DisclosureControl
    counts: Mapping[Cell, int]
    domain: Domain
    hidden: frozenset[Cell]
    hidden_values: frozenset[Cell]
    size: int
    through: str
    values: Mapping[Cell, int]


def layout_of(
    control: DisclosureControl, domain: Domain, through: str
) -> tuple[Cell, ...]:
    """Return every cell of the tables of a release."""
    return cells_of(
        control.tables,
        months_through(through),
        (*domain.destinations, OTHER),
        domain.product_classes,
    )


def months_through(month: str) -> tuple[str, ...]:
    """Return the months of a year up to one of them."""
    year, last = month.split("-")
    return tuple(f"{year}-{number:02}" for number in range(1, int(last) + 1))


def releases_of(records: Sequence[TableRelease]) -> Iterator[Released]:
    """Yield the releases that entries hold, each put together from its parts.

    Args:
        records: The parts, in the order of the ledger.

    Raises:
        DisclosureControlError: A release is not there whole.
    """
    parts: list[TableRelease] = []
    for record in records:
        if record.part != len(parts) + 1:
            raise DisclosureControlError(
                f"{record.release_ref} is part {record.part}; expected part"
                f" {len(parts) + 1}"
            )
        parts.append(record)
        if record.part == record.parts:
            yield _together(parts)
            parts = []
    if parts:
        raise DisclosureControlError(f"{parts[-1].release_ref} is not the last part")


def _together(parts: Sequence[TableRelease]) -> Released:
    first = parts[0]
    domain = Domain(
        destinations=first.destinations, product_classes=first.product_classes
    )
    listed = {
        Cell(one.period, one.destination, one.product_class, one.outcome): one
        for part in parts
        for one in part.cells
    }
    counts: dict[Cell, int] = {}
    values: dict[Cell, int] = {}
    hidden: set[Cell] = set()
    hidden_values: set[Cell] = set()
    for cell in layout_of(first.control, domain, first.through):
        one = listed.get(cell)
        count = 0 if one is None else one.count
        if count is None:
            hidden.add(cell)
        else:
            counts[cell] = count
        if cell.outcome == "granted":
            value = 0 if one is None else one.value
            if value is None:
                hidden_values.add(cell)
            else:
                values[cell] = value
    return Released(
        control=first.control,
        counts=counts,
        domain=domain,
        hidden=frozenset(hidden),
        hidden_values=frozenset(hidden_values),
        size=first.size_before,
        through=first.through,
        values=values,
    )
