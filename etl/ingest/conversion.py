"""Rows of one licence into its decision: pure, and without a guess.

Rows are read into positions (here), and positions put together (``assembly``).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import msgspec

from etl.ingest.assembly import Position, decision_of
from etl.ingest.cells import FaultError, count_of, day_of, minor_units
from etl.ingest.codes import Code, codes_of, split
from etl.ingest.mapping import Mapping, Meaning, Words, first_name
from etl.ingest.places import Places
from etl.ingest.ready import Ready, ReadyRows
from etl.ingest.rejection import Rejection
from etl.ingest.source import SourceRow
from ledger.errors import RecordError
from ledger.records.decision import LicenceDecision
from ledger.records.rules import check_record
from ledger.records.terms import GRANTS
from ledger.records.values import Interval

_NUMBER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./:-]{0,79}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """A decision and the rows that it was made of; or why there is none.

    Attributes:
        licence: The licence number of the source.
        rows: The rows.
        decision: What they say.
        ready: What they say, when it was not made into an object.
        rejections: Why they were not taken.
    """

    licence: str
    rows: list[SourceRow]
    decision: LicenceDecision | None = None
    ready: Ready | None = None
    rejections: list[Rejection] = field(default_factory=list)


def each_of(rows: ReadyRows, first: int) -> Iterator[Converted]:
    """Yield the decisions of some rows one by one; ``first`` is the number of a row."""
    for number, ready in enumerate(rows.each(), start=first):
        row = SourceRow(number, {})
        reference = ready.appendable.reference
        yield Converted(licence=reference, rows=[row], ready=ready)


@dataclass(slots=True)
class Converter:
    """Turns the rows of a licence into decisions.

    Attributes:
        mapping: What the columns mean.
        grounds: Refusal grounds by licence, from the side file.
        period: The interval of every row, for a file without a column of days.
    """

    mapping: Mapping
    grounds: dict[str, tuple[str, ...]] = field(default_factory=dict)
    period: Interval | None = None
    places: Places = field(init=False)

    def __post_init__(self) -> None:
        """Know the names of countries that hold for the mapping."""
        self.places = Places.of(self.mapping)

    def convert(self, licence: str, rows: list[SourceRow]) -> list[Converted]:
        """Turn the rows of one licence number into decisions, or into rejections.

        A number that recurs on another day or for another country, in a source whose
        references name these, is another decision. If one row has a fault, none of
        the rows of the number is taken.
        """
        positions: list[Position] = []
        rejections: list[Rejection] = []
        for row in rows:
            try:
                positions.append(self._read(row))
            except FaultError as fault:
                rejections.append(self._rejection(row, fault))
        groups = self._groups(positions)
        if not rejections:
            for group in groups:
                rejections += self._contradictions(group)
        if rejections:
            rejections += _siblings(licence, rows, rejections)
            return [Converted(licence=licence, rows=rows, rejections=rejections)]
        return [self._converted(licence, group) for group in groups]

    def _groups(self, positions: list[Position]) -> list[list[Position]]:
        if self.mapping.reference == "content":
            return [positions]
        groups: dict[tuple[str, str], list[Position]] = {}
        for position in positions:
            key = (str(position.decided_on), position.country)
            groups.setdefault(key, []).append(position)
        return list(groups.values())

    def _rejection(self, row: SourceRow, fault: FaultError) -> Rejection:
        value = row.values.get(fault.column, "")
        if fault.column == first_name(self.mapping.columns.country):
            value = self.places.shown(value)
        return Rejection(
            row.number, fault.column, value, fault.rule, fault.message, fault.nearest
        )

    def _read(self, row: SourceRow) -> Position:
        columns, values = self.mapping.columns, row.values
        licence = first_name(columns.licence)
        if _NUMBER.fullmatch(values[licence].strip()) is None:
            raise FaultError(licence, "licence", "is no licence number")
        country = first_name(columns.country)
        place, meaning = self.places.read(country, values[country])
        codes = codes_of(self.mapping, values)
        meaning, classes = self._words(values, [self.mapping.always, meaning], codes)
        if meaning.outcome is None:
            raise FaultError(licence, "outcome", "nothing says how it was decided")
        value = first_name(columns.value)
        count = None if columns.count is None else first_name(columns.count)
        return Position(
            row=row,
            classes=classes,
            codes=codes,
            count=None if count is None else count_of(count, values[count]),
            country=place,
            decided_on=self._day(values),
            meaning=meaning,
            minor=self._minor(value, values[value], granted=meaning.outcome in GRANTS),
            outcome=meaning.outcome,
        )

    def _day(self, values: dict[str, str]) -> date | Interval:
        column = first_name(self.mapping.dates.column)
        if self.period is not None:
            return self.period
        return day_of(column, values[column], self.mapping.dates)

    def _minor(self, column: str, text: str, *, granted: bool) -> int | None:
        if not granted:
            if text:
                raise FaultError(column, "value", "a refused row has no value")
            return None
        return minor_units(column, text, self.mapping.money)

    def _words(
        self, values: dict[str, str], said: list[Meaning], codes: list[Code]
    ) -> tuple[Meaning, tuple[str | None, ...]]:
        classes: tuple[str | None, ...] = (None,) * len(codes)
        for words in self.mapping.words:
            column = first_name(words.column)
            cell = values[column]
            if words.each_code:
                texts = split(self.mapping, cell)
                if len(texts) == 1:
                    texts *= len(codes)
                if len(texts) != len(codes):
                    reason = f"holds {len(texts)} words for {len(codes)} item codes"
                    raise FaultError(column, words.rule, reason)
                each = [_meaning(words, text) for text in texts]
                classes = tuple(meaning.item_class for meaning in each)
            elif cell or not words.optional:
                meaning = _meaning(words, cell)
                said = [*said, meaning]
                if meaning.item_class is not None:
                    classes = (meaning.item_class,) * len(codes)
        return _together(said), classes

    def _contradictions(self, positions: list[Position]) -> list[Rejection]:
        columns = self.mapping.columns
        first = positions[0]
        checks: tuple[tuple[str, Callable[[Position], object]], ...] = (
            (
                first_name(self.mapping.dates.column),
                lambda position: position.decided_on,
            ),
            (first_name(columns.country), lambda position: position.country),
            *(
                (
                    first_name(words.column),
                    lambda position: msgspec.structs.replace(
                        position.meaning, item_class=None, legal_basis=()
                    ),
                )
                for words in self.mapping.words
                if not words.each_code
            ),
        )
        return [
            Rejection(
                position.row.number,
                column,
                position.row.values.get(column, ""),
                "contradiction",
                f"differs from row {first.row.number} of the same licence",
            )
            for column, value in checks
            for position in positions
            if value(position) != value(first)
        ]

    def _converted(self, licence: str, positions: list[Position]) -> Converted:
        rows = [position.row for position in positions]
        grounds = self.grounds.get(licence)
        decision = decision_of(self.mapping, licence, positions, grounds)
        try:
            check_record(decision)
        except RecordError as error:
            rejections = [
                Rejection(row.number, "", licence, error.rule, str(error))
                for row in rows
            ]
            return Converted(licence=licence, rows=rows, rejections=rejections)
        return Converted(licence=licence, rows=rows, decision=decision)


def _meaning(words: Words, text: str) -> Meaning:
    meaning = words.meanings.get(text)
    if meaning is None:
        known = ", ".join(words.meanings)
        raise FaultError(first_name(words.column), words.rule, f"is none of {known}")
    return meaning


def _together(said: list[Meaning]) -> Meaning:
    """Let what is said later stand before what is said earlier; bases add up."""
    fields: dict[str, object] = {}
    bases: set[str] = set()
    for meaning in said:
        bases |= set(meaning.legal_basis)
        fields |= {
            name: value
            for name, value in msgspec.structs.asdict(meaning).items()
            if value is not None
        }
    return Meaning(**{**fields, "legal_basis": tuple(sorted(bases))})  # type: ignore[arg-type] # its own fields


def _siblings(
    licence: str, rows: list[SourceRow], rejections: list[Rejection]
) -> list[Rejection]:
    rejected = {rejection.row for rejection in rejections}
    return [
        Rejection(
            row.number,
            "",
            licence,
            "sibling_rejected",
            "another row of the licence was rejected",
        )
        for row in rows
        if row.number not in rejected
    ]
