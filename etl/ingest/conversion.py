"""Rows of one licence into one decision: pure, and without a guess."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from hashlib import sha256
from typing import Final

from etl.code_lists import countries, country_aliases
from etl.ingest.mapping import Mapping
from etl.ingest.rejection import Rejection
from etl.ingest.source import SourceRow
from ledger.errors import RecordError
from ledger.records.decision import DecisionLine, LicenceDecision
from ledger.records.rules import check_record
from ledger.records.terms import GRANTS, REFUSALS, Outcome
from ledger.records.values import SAFE_INTEGER, Money

_SIBLING: Final = "sibling_rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Position:
    """One row, understood."""

    row: SourceRow
    decided_on: date
    country: str
    outcome: Outcome
    code: str
    list_id: str
    count: int
    minor: int | None


@dataclass(frozen=True, slots=True)
class _FaultError(Exception):
    """A value of a row cannot be understood."""

    column: str
    rule: str
    message: str
    nearest: tuple[str, ...] = ()


@dataclass(slots=True)
class Converter:
    """Turns licences into decisions; remembers how many looked alike.

    Attributes:
        mapping: What the columns mean.
        grounds: Refusal grounds by licence, from the side file.
    """

    mapping: Mapping
    grounds: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _twins: Counter[str] = field(default_factory=Counter)
    _names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Know every country by its English name and the source's own names."""
        self._names = {country.en: country.iso2 for country in countries()}
        self._names |= country_aliases(self.mapping.source)

    def convert(
        self, licence: str, rows: list[SourceRow]
    ) -> LicenceDecision | list[Rejection]:
        """Turn the rows of one licence into one decision, or into rejections."""
        positions: list[_Position] = []
        rejections: list[Rejection] = []
        for row in rows:
            try:
                positions.append(self._read(row))
            except _FaultError as fault:
                value = row.values.get(fault.column, "")
                rejections.append(
                    Rejection(
                        row.number,
                        fault.column,
                        value,
                        fault.rule,
                        fault.message,
                        fault.nearest,
                    )
                )
        if not rejections:
            rejections = self._contradictions(positions)
        if rejections:
            return rejections + _siblings(licence, rows, rejections)
        decision = self._decision(licence, positions)
        try:
            check_record(decision)
        except RecordError as error:
            return [
                Rejection(row.number, "", licence, error.rule, str(error))
                for row in rows
            ]
        return decision

    def _read(self, row: SourceRow) -> _Position:
        columns, values = self.mapping.columns, row.values
        if not values[columns.licence].strip():
            raise _FaultError(columns.licence, "licence", "no licence is named")
        outcome = self.mapping.outcomes.get(values[columns.outcome])
        if outcome is None:
            known = ", ".join(self.mapping.outcomes)
            raise _FaultError(columns.outcome, "outcome", f"is none of {known}")
        code = values[columns.code]
        code = self.mapping.code_aliases.get(code, code)
        list_id = self.mapping.list_of(code)
        if list_id is None:
            raise _FaultError(columns.code, "item_code", "fits no control list")
        return _Position(
            row=row,
            decided_on=_date(columns.date, values[columns.date]),
            country=self._country(columns.country, values[columns.country]),
            outcome=outcome,
            code=code,
            list_id=list_id,
            count=_count(columns.count, values[columns.count]),
            minor=self._minor(columns.value, values[columns.value], outcome),
        )

    def _country(self, column: str, name: str) -> str:
        code = self._names.get(name)
        if code is None:
            near = tuple(get_close_matches(name, self._names, n=3, cutoff=0.6))
            raise _FaultError(column, "country", "is not a known country", near)
        return code

    def _minor(self, column: str, text: str, outcome: Outcome) -> int | None:
        if outcome not in GRANTS:
            if text:
                raise _FaultError(column, "value", "a refused row has no value")
            return None
        value = _whole(column, "value", text) * self.mapping.money.minor_per_unit
        if value > SAFE_INTEGER:
            raise _FaultError(column, "value", "is too large")
        return value

    def _contradictions(self, positions: list[_Position]) -> list[Rejection]:
        columns = self.mapping.columns
        first = positions[0]
        checks: tuple[tuple[str, Callable[[_Position], object]], ...] = (
            (columns.date, lambda position: position.decided_on),
            (columns.country, lambda position: position.country),
            (columns.outcome, lambda position: position.outcome),
        )
        return [
            Rejection(
                position.row.number,
                column,
                position.row.values[column],
                "contradiction",
                f"differs from row {first.row.number} of the same licence",
            )
            for column, value in checks
            for position in positions
            if value(position) != value(first)
        ]

    def _decision(self, licence: str, positions: list[_Position]) -> LicenceDecision:
        first = positions[0]
        granted = first.outcome in GRANTS
        lines = tuple(
            self._line(number, position)
            for number, position in enumerate(_merged(positions), start=1)
        )
        value = self._money(sum(position.minor or 0 for position in positions))
        return LicenceDecision(
            decided_on=first.decided_on,
            decision_ref=self._reference(positions),
            destination=first.country,
            lines=lines,
            outcome=first.outcome,
            refusal_grounds=self._grounds(licence, first.outcome),
            value=value if granted else None,
            value_basis="maximum" if granted else "not_published",
            weighing_status="not_published",
        )

    def _line(self, number: int, position: _Position) -> DecisionLine:
        minor = position.minor
        return DecisionLine(
            code=position.code,
            count=position.count,
            line_no=number,
            list_id=position.list_id,
            value=None if minor is None else self._money(minor),
        )

    def _money(self, minor: int) -> Money:
        return Money(currency=self.mapping.money.currency, minor=minor)

    def _grounds(self, licence: str, outcome: Outcome) -> tuple[str, ...]:
        if outcome not in REFUSALS or self.mapping.grounds is None:
            return ()
        return self.grounds.get(licence, (self.mapping.grounds.when_missing,))

    def _reference(self, positions: list[_Position]) -> str:
        """Make a reference from the content, since licence numbers do not last.

        Licences that are alike in everything are numbered, in the order of the file.
        """
        first = positions[0]
        parts = sorted(f"{p.code}|{p.count}|{p.minor}" for p in positions)
        text = "\n".join((str(first.decided_on), first.country, first.outcome, *parts))
        digest = sha256(text.encode()).hexdigest()[:12]
        base = f"{self.mapping.prefix}-{first.decided_on}-{digest}"
        self._twins[base] += 1
        twin = self._twins[base]
        return base if twin == 1 else f"{base}-{twin}"


def _merged(positions: list[_Position]) -> list[_Position]:
    return sorted(positions, key=lambda position: (position.list_id, position.code))


def _siblings(
    licence: str, rows: list[SourceRow], rejections: list[Rejection]
) -> list[Rejection]:
    rejected = {rejection.row for rejection in rejections}
    return [
        Rejection(
            row.number, "", licence, _SIBLING, "another row of the licence was rejected"
        )
        for row in rows
        if row.number not in rejected
    ]


def _date(column: str, text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise _FaultError(column, "date", "is not a day written as YYYY-MM-DD")
    return day


def _count(column: str, text: str) -> int:
    count = _whole(column, "count", text)
    if count < 1:
        raise _FaultError(column, "count", "is below 1")
    return count


def _whole(column: str, rule: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise _FaultError(column, rule, "is not a whole number of 0 or more")
    return int(text)
