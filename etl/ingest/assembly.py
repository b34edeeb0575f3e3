"""The positions of one decision, put together: pure.

A row may name several item codes and has one value. The value of a decision is the
sum over its rows; its lines carry values only where every row names one code, since
no source says how a value divides over codes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

import msgspec

from etl.ingest.codes import Code
from etl.ingest.mapping import Mapping, Meaning
from etl.ingest.source import SourceRow
from ledger.records.decision import DecisionLine, LicenceDecision
from ledger.records.terms import GRANTS, REFUSALS, Outcome
from ledger.records.values import Interval, Money, first_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """One row, understood.

    Attributes:
        row: The row.
        classes: The kind of item of each code, in the authority's words.
        codes: Its item codes, at least one.
        count: How many positions it stands for, if the source says so.
        country: The destination.
        decided_on: The day, or the interval that the source gives.
        meaning: What its words say together.
        minor: Its value in minor units; None when it was refused.
        outcome: How it was decided.
    """

    row: SourceRow
    classes: tuple[str | None, ...]
    codes: list[Code]
    count: int | None
    country: str
    decided_on: date | Interval
    meaning: Meaning
    minor: int | None
    outcome: Outcome

    def items(self) -> list[tuple[Code, str | None]]:
        """Return its item codes and their kinds, each once."""
        return list(dict.fromkeys(zip(self.codes, self.classes, strict=True)))


def decision_of(
    mapping: Mapping,
    licence: str,
    positions: Sequence[Position],
    grounds: tuple[str, ...] | None,
) -> LicenceDecision:
    """Put the positions of one decision together.

    Args:
        mapping: What the source means.
        licence: The licence number.
        positions: Its positions, which agree on day, country and outcome.
        grounds: Its refusal grounds in the side file, if it is there.

    Returns:
        The decision; where references are made from content, decisions that are alike
        in everything have the same one, and ``plan`` numbers them.
    """
    first = positions[0]
    meaning = first.meaning
    granted = first.outcome in GRANTS
    value = _money(mapping, sum(position.minor or 0 for position in positions))
    bases = {code for one in positions for code in one.meaning.legal_basis}
    decision = LicenceDecision(
        authorisation_type=meaning.authorisation_type,
        decided_on=first.decided_on,
        decision_ref=mapping.prefix,
        destination=first.country,
        excluded_from_statistics=meaning.excluded_from_statistics,
        export_mode=meaning.export_mode,
        legal_basis=tuple(sorted(bases)),
        lines=_lines(mapping, positions, granted=granted),
        outcome=first.outcome,
        refusal_grounds=_grounds(mapping, first.outcome, grounds),
        transfer_kind=meaning.transfer_kind,
        value=value if granted else None,
        value_basis=mapping.money.value_basis if granted else "not_published",
        weighing_status="not_published",
    )
    reference = _reference(mapping, licence, decision)
    return msgspec.structs.replace(decision, decision_ref=reference)


def _lines(
    mapping: Mapping, positions: Sequence[Position], *, granted: bool
) -> tuple[DecisionLine, ...]:
    single = granted and all(len(position.items()) == 1 for position in positions)
    lines = [
        DecisionLine(
            code=code.code,
            count=position.count,
            item_class=item_class,
            line_no=1,
            list_id=code.list_id,
            value=_money(mapping, position.minor or 0) if single else None,
        )
        for position in positions
        for code, item_class in position.items()
    ]
    lines.sort(key=_line_order)
    return tuple(
        msgspec.structs.replace(line, line_no=number)
        for number, line in enumerate(lines, start=1)
    )


def _line_order(line: DecisionLine) -> tuple[str, str, str, int, int]:
    minor = -1 if line.value is None else line.value.minor
    return (line.list_id, line.code, line.item_class or "", line.count or 0, minor)


def _money(mapping: Mapping, minor: int) -> Money:
    return Money(currency=mapping.money.currency, minor=minor)


def _grounds(
    mapping: Mapping, outcome: Outcome, grounds: tuple[str, ...] | None
) -> tuple[str, ...]:
    if outcome not in REFUSALS or mapping.grounds is None:
        return ()
    return grounds or (mapping.grounds.when_missing,)


def _reference(mapping: Mapping, licence: str, decision: LicenceDecision) -> str:
    day = decision.decided_on
    if mapping.reference == "licence":
        number = licence.strip()
        return f"{mapping.prefix}-{number}-{_label(day)}-{decision.destination}"
    parts = sorted(
        f"{line.code}|{line.count}|{line.value and line.value.minor}"
        for line in decision.lines
    )
    minor = None if decision.value is None else decision.value.minor
    opening = (_label(day), decision.destination, decision.outcome, f"{minor}")
    digest = sha256("\n".join((*opening, *parts)).encode()).hexdigest()[:12]
    return f"{mapping.prefix}-{first_day(day)}-{digest}"


def _label(day: date | Interval) -> str:
    """Return a day as it is, and an interval as its two days: ``first..last``."""
    if isinstance(day, Interval):
        return f"{day.first}..{day.last}"
    return day.isoformat()
