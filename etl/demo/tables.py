"""The released tables of the demo: the last whole year, half of it first, then all.

In a demo without a vault nobody can open what is withheld, so the releases are made
here of what was drawn, with the same code as ``weegboek release``.
"""

from collections.abc import Callable, Iterator
from functools import partial

from etl.demo.applications import Plan
from etl.disclosure_control.book import Book
from etl.disclosure_control.parameters import parameters
from ledger.checkpoint import Checkpoint
from ledger.records.decision import LicenceDecision
from ledger.records.record import Record
from ledger.records.table_release import TableRelease
from ledger.records.withheld_decision import WithheldDecision

Making = Callable[[Checkpoint], list[TableRelease]]
"""Makes the entries of a release of a ledger as it is."""


class Tables:
    """What the demo records, as far as its released tables are concerned."""

    def __init__(self, plan: Plan) -> None:
        self._year = plan.until.year - 1
        self._book = Book()
        self._decisions: dict[int, LicenceDecision] = {}

    def read(self, index: int, record: Record) -> None:
        """Take in a record of the demo, with what is confidential in it."""
        self._book.read(index, record)
        if isinstance(record, WithheldDecision) and record.decision is not None:
            self._decisions[index] = record.decision

    def releases(self) -> Iterator[Making]:
        """Yield the releases to make, if anything is withheld in that year."""
        for month in (f"{self._year}-06", f"{self._year}-12"):
            if self._book.vintages(month, self._book.released_in(month[:4])):
                yield partial(self._made, month)

    def _made(self, through: str, checkpoint: Checkpoint) -> list[TableRelease]:
        # They are imported here for what they cost in start-up time.
        from etl.disclosure_control.gate import released  # noqa: PLC0415
        from etl.disclosure_control.withheld import content_of  # noqa: PLC0415

        earlier = self._book.released_in(through[:4])
        content = content_of(
            self._book, through, self._decisions, parameters(), checkpoint.size
        )
        _, records = released(content, earlier, checkpoint.root.hex())
        for number, record in enumerate(records):
            self._book.read(checkpoint.size + number, record)
        return records
