"""Rows of one licence into its decision: pure, and without a guess.

A row may name several item codes and has one value. The value of a decision is the
sum over its rows; its lines carry values only where every row names one code, since
no source says how a value divides over codes.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Final

import msgspec

from etl.ingest.cells import FaultError, count_of, day_of, minor_units
from etl.ingest.codes import Code, codes_of, split
from etl.ingest.mapping import Mapping, Meaning, Words, first_name
from etl.ingest.places import Places
from etl.ingest.rejection import Rejection
from etl.ingest.source import SourceRow
from ledger.errors import RecordError
from ledger.records.decision import DecisionLine, LicenceDecision
from ledger.records.rules import check_record
from ledger.records.terms import GRANTS, REFUSALS, Outcome
from ledger.records.values import Interval, Money, first_day

_NUMBER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./:-]{0,79}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Position:
    """One row, understood."""

    row: SourceRow
    classes: tuple[str | None, ...]
    codes: list[Code]
    count: int | None
    country: str
    decided_on: date | Interval
    meaning: Meaning
    minor: int | None
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """A decision and the rows that it was made of; or why there is none.

    Attributes:
        licence: The licence number of the source.
        rows: The rows.
        decision: What they say; its reference is a stem where content makes it.
        rejections: Why they were not taken.
    """

    licence: str
    rows: list[SourceRow]
    decision: LicenceDecision | None = None
    rejections: list[Rejection] = field(default_factory=list)


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
        positions: list[_Position] = []
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

    def _groups(self, positions: list[_Position]) -> list[list[_Position]]:
        if self.mapping.reference == "content":
            return [positions]
        groups: dict[tuple[str, str], list[_Position]] = {}
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

    def _read(self, row: SourceRow) -> _Position:
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
        return _Position(
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

    def _contradictions(self, positions: list[_Position]) -> list[Rejection]:
        columns = self.mapping.columns
        first = positions[0]
        checks: tuple[tuple[str, Callable[[_Position], object]], ...] = (
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

    def _converted(self, licence: str, positions: list[_Position]) -> Converted:
        rows = [position.row for position in positions]
        decision = self._decision(licence, positions)
        try:
            check_record(decision)
        except RecordError as error:
            rejections = [
                Rejection(row.number, "", licence, error.rule, str(error))
                for row in rows
            ]
            return Converted(licence=licence, rows=rows, rejections=rejections)
        return Converted(licence=licence, rows=rows, decision=decision)

    def _decision(self, licence: str, positions: list[_Position]) -> LicenceDecision:
        first = positions[0]
        meaning = first.meaning
        granted = first.outcome in GRANTS
        value = self._money(sum(position.minor or 0 for position in positions))
        bases = {code for one in positions for code in one.meaning.legal_basis}
        decision = LicenceDecision(
            authorisation_type=meaning.authorisation_type,
            decided_on=first.decided_on,
            decision_ref=self.mapping.prefix,
            destination=first.country,
            excluded_from_statistics=meaning.excluded_from_statistics,
            export_mode=meaning.export_mode,
            legal_basis=tuple(sorted(bases)),
            lines=self._lines(positions, granted=granted),
            outcome=first.outcome,
            refusal_grounds=self._grounds(licence, first.outcome),
            transfer_kind=meaning.transfer_kind,
            value=value if granted else None,
            value_basis=self.mapping.money.value_basis if granted else "not_published",
            weighing_status="not_published",
        )
        reference = self._reference(licence, decision)
        return msgspec.structs.replace(decision, decision_ref=reference)

    def _lines(
        self, positions: list[_Position], *, granted: bool
    ) -> tuple[DecisionLine, ...]:
        single = granted and all(len(position.codes) == 1 for position in positions)
        lines = [
            DecisionLine(
                code=code.code,
                count=position.count,
                item_class=item_class,
                line_no=1,
                list_id=code.list_id,
                value=self._money(position.minor or 0) if single else None,
            )
            for position in positions
            for code, item_class in _unique(position)
        ]
        lines.sort(key=_line_order)
        return tuple(
            msgspec.structs.replace(line, line_no=number)
            for number, line in enumerate(lines, start=1)
        )

    def _money(self, minor: int) -> Money:
        return Money(currency=self.mapping.money.currency, minor=minor)

    def _grounds(self, licence: str, outcome: Outcome) -> tuple[str, ...]:
        if outcome not in REFUSALS or self.mapping.grounds is None:
            return ()
        return self.grounds.get(licence, (self.mapping.grounds.when_missing,))

    def _reference(self, licence: str, decision: LicenceDecision) -> str:
        """Make a reference from the licence number, or from the content.

        Where licence numbers do not last, decisions alike in everything have the
        same stem; ``run`` numbers them (docs/decisions/0014).
        """
        prefix, day = self.mapping.prefix, decision.decided_on
        if self.mapping.reference == "licence":
            number = licence.strip()
            return f"{prefix}-{number}-{period_label(day)}-{decision.destination}"
        parts = sorted(
            f"{line.code}|{line.count}|{line.value and line.value.minor}"
            for line in decision.lines
        )
        minor = None if decision.value is None else decision.value.minor
        opening = (str(day), decision.destination, decision.outcome, f"{minor}")
        digest = sha256("\n".join((*opening, *parts)).encode()).hexdigest()[:12]
        return f"{prefix}-{first_day(day)}-{digest}"


def period_label(day: date | Interval) -> str:
    """Return a day as it is, and an interval as its two days: ``first..last``."""
    if isinstance(day, Interval):
        return f"{day.first}..{day.last}"
    return day.isoformat()


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


def _unique(position: _Position) -> list[tuple[Code, str | None]]:
    return list(dict.fromkeys(zip(position.codes, position.classes, strict=True)))


def _line_order(line: DecisionLine) -> tuple[str, str, str, int, int]:
    minor = -1 if line.value is None else line.value.minor
    return (line.list_id, line.code, line.item_class or "", line.count or 0, minor)


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
