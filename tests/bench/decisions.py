"""Invented decisions for the benchmark: any number of them, the same ones each time.

One of three carries a whole weighing, so that an entry is 1.3 KB on average.
Everything about them is made up.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Final

from ledger.entry import Source
from ledger.records.authority import Authority
from ledger.records.decision import DecisionLine, Disclosure, LicenceDecision
from ledger.records.framework import Aspect, FrameworkVersion
from ledger.records.values import Money, Text
from ledger.records.weighing import CriterionFinding, GoalFinding, Weighing

ORIGIN: Final = "bench.example/nl"

OPENING: Final = Authority(
    country="NL",
    office=Text(en="Invented office for benchmarks"),
    origin=ORIGIN,
    synthetic=True,
)

OPENED: Final = datetime(2021, 1, 1, tzinfo=UTC)
"""When entry 0 was recorded."""

SYSTEM: Final = "bench"
"""Where all records come from."""

A_DAY: Final = 600
"""Entries that are recorded in a day: a million in four and a half years."""

CLOSED: Final = datetime(2026, 6, 1, tzinfo=UTC)
"""When the checkpoints are signed."""

WEIGHED: Final = 3
"""One of so many decisions has a published weighing."""

_DESTINATIONS: Final = ("CN", "IN", "KR", "MY", "SG", "TH", "TW", "US", "VN")
_CODES: Final = ("3B001.a", "3B001.c", "3B001.f", "3B002", "3D001", "3E001")
_CRITERIA: Final = ("product_properties", "applicability", "end_user", "destination")
_GOALS: Final = ("G1_end_use", "G2_dependency", "G3_leadership")
_FINDINGS: Final = ("no_concern", "no_concern", "concern_mitigated")
_WEIGHTS: Final = ("none", "considered", "material", "decisive")
_WORDS: Final = (
    "the end user is known and was visited",
    "the stated end use fits the quantity",
    "re-export was ruled out in writing",
    "spare parts follow an earlier licence",
    "the installation stays under service",
    "no sign of diversion was found",
    "the site was named in the application",
    "earlier deliveries were confirmed",
)


FRAMEWORK: Final = FrameworkVersion(
    adopted_by="ministerraad",
    adopted_on=date(2020, 12, 18),
    criteria=tuple(Aspect(code=code, label=Text(en=code)) for code in _CRITERIA),
    framework_id="bench",
    full_text="public",
    goals=tuple(Aspect(code=code, label=Text(en=code)) for code in _GOALS),
    method_version=1,
    title=Text(en="Invented framework for benchmarks"),
    valid_from=date(2020, 12, 18),
    version=1,
)
"""What the weighed decisions are weighed under: entry 1."""


def when(index: int) -> datetime:
    """Return when the entry at an index was recorded."""
    return OPENED + index * timedelta(days=1) / A_DAY


def source_of(index: int) -> Source:
    """Return where the record at an index came from."""
    return Source(key=key_of(index), system=SYSTEM)


def key_of(index: int) -> str:
    """Return the key that the record at an index had in its input."""
    return f"row-{index}"


def decisions(start: int, stop: int, framework: str) -> Iterator[LicenceDecision]:
    """Yield the decisions of the entries from ``start`` to ``stop``, exclusive.

    Args:
        start: Index of the first entry.
        stop: Index after that of the last.
        framework: Leaf hash of the framework's entry, in hexadecimal.
    """
    for index in range(start, stop):
        yield decision(index, framework)


def decision(index: int, framework: str) -> LicenceDecision:
    """Return the decision of the entry at one index."""
    draw = Random(index)  # noqa: S311 - so that it can be repeated
    decided = when(index).date() - timedelta(days=1)
    received = decided - timedelta(days=90)
    lines = _lines(draw, 1 + index % 2)
    weighed = index % WEIGHED == 0
    return LicenceDecision(
        application_received_in=f"{received:%Y-%m}",
        authorisation_type="individual",
        conditions=("no_reexport", "post_shipment_report"),
        countersigned=True,
        decided_by="cdiu_mandate",
        decided_on=decided,
        decision_ref=f"BENCH-{index:08d}",
        destination=draw.choice(_DESTINATIONS),
        disclosure=Disclosure(rule="disclose", rule_id="bench"),
        end_use="civil_fab_logic",
        end_user_type="commercial",
        export_mode="permanent",
        framework_applies=weighed,
        lines=lines,
        outcome="granted_with_conditions",
        processing_days=draw.randrange(10, 90),
        valid_from=decided,
        valid_to=decided + timedelta(days=730),
        value=Money(
            currency="EUR", minor=sum(line.value.minor for line in lines if line.value)
        ),
        value_basis="maximum",
        weighing=_weighing(draw, index, framework) if weighed else None,
        weighing_status="published" if weighed else "not_published",
    )


def _lines(draw: Random, count: int) -> tuple[DecisionLine, ...]:
    return tuple(
        DecisionLine(
            code=draw.choice(_CODES),
            line_no=number,
            list_id="EU_ANNEX_I",
            value=Money(currency="EUR", minor=draw.randrange(10_000, 9_000_000)),
        )
        for number in range(1, count + 1)
    )


def _weighing(draw: Random, index: int, framework: str) -> Weighing:
    def finding(code: str) -> CriterionFinding:
        return CriterionFinding(
            code=code, finding=draw.choice(_FINDINGS), weight=draw.choice(_WEIGHTS)
        )

    return Weighing(
        art15=tuple(finding(f"art15_{letter}") for letter in "abcd"),
        criteria=tuple(map(finding, _CRITERIA)),
        framework=framework,
        goals=tuple(
            GoalFinding(code=code, finding="neutral", weight=draw.choice(_WEIGHTS))
            for code in _GOALS
        ),
        method_version=1,
        summary=Text(en=f"Case {index}: {'; '.join(draw.sample(_WORDS, 2))}."),
    )
