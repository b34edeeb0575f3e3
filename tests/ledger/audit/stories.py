"""Ledgers that tell a story: a sound beginning, and then one thing that is wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from secrets import token_bytes
from typing import Any

from msgspec.structs import replace

from ledger.audit import AuditResult, audit
from ledger.batch import Batch
from ledger.records.authority import Authority
from ledger.records.control_list import ControlListVersion, ListEntry
from ledger.records.decision import DecisionLine, Disclosure, LicenceDecision
from ledger.records.event import (
    DecisionEvent,
    ParliamentNotice,
    Reclassification,
    Use,
)
from ledger.records.framework import Aspect, FrameworkVersion
from ledger.records.publication import (
    ApplicationCount,
    EntryCount,
    PublicationManifest,
)
from ledger.records.record import Record
from ledger.records.values import Text
from ledger.records.withheld_decision import WithheldDecision
from ledger.sealing import Sealed, seal
from ledger.signer import create_signer
from ledger.store import create_ledger
from tests.ledger.ledgers import ORIGIN, Home, authority
from tests.ledger.records.sample_records import criterion, decision, weighing

BASE = ("product_properties", "applicability", "end_user", "destination")
GOALS = ("G1_end_use", "G2")


_NEEDED: Mapping[str, dict[str, Any]] = {
    "parliament_notified": {
        "parliament": ParliamentNotice(is_confidential=False, paper="22 054, nr. 0")
    },
    "reclassified_disclosure": {
        "reclassification": Reclassification(
            new_rule="disclose", old_rule="withhold", rule_id="test_1"
        )
    },
    "use_reported": {"use": Use(first=date(2022, 1, 1), last=date(2022, 3, 31))},
}
"""What some types of event cannot do without."""


@dataclass
class Story:
    """A ledger being written; what is put into it is known by its name."""

    batch: Batch
    leaves: dict[str, str] = field(default_factory=dict)
    indices: dict[str, int] = field(default_factory=dict)

    def put(self, name: str, record: Record, on: date) -> int:
        """Append a record at noon of a day, and return its index."""
        when = datetime.combine(on, time(12), UTC)
        receipt = self.batch.append(record, recorded_at=when)
        self.leaves[name] = receipt.leaf_hash.hex()
        self.indices[name] = receipt.index
        return receipt.index

    def decide(self, ref: str, on: date, **changes: Any) -> int:
        """Append a decision without items for making semiconductors."""
        changed = replace(self.decision(ref, on), **changes)
        return self.put(ref, changed, on)

    def decision(
        self, ref: str, on: date, framework: str = "base 1"
    ) -> LicenceDecision:
        """Return a decision that is weighed under the base framework."""
        return replace(
            decision(),
            decided_on=on,
            decision_ref=ref,
            framework_applies=False,
            lines=(line("1C350"),),
            valid_from=on,
            valid_to=None,
            value=None,
            value_basis="not_published",
            weighing=replace(
                weighing(),
                framework=self.leaves[framework],
                goals=(),
                summary=Text(nl=f"De afweging van {ref}."),
            ),
        )

    def chips(self, ref: str, on: date, framework: str = "extra 1") -> LicenceDecision:
        """Return a decision that is weighed under the supplementary framework."""
        plain = self.decision(ref, on, framework)
        assert plain.weighing is not None
        return replace(
            plain,
            framework_applies=True,
            lines=(line("3B001"),),
            weighing=replace(plain.weighing, goals=weighing().goals),
        )

    def happen(self, ref: str, event_type: str, on: date, **fields: Any) -> int:
        """Append an event on a decision."""
        number = len(self.indices)
        event = DecisionEvent(
            decision=self.leaves[ref],
            decision_ref=ref,
            event_ref=f"event-{number}",
            event_type=event_type,  # type: ignore[arg-type] # tests pass any word
            occurred_on=on,
            **_NEEDED.get(event_type, {}),
        )
        return self.put(f"event-{number}", replace(event, **fields), on)

    def correct(
        self, ref: str, on: date, corrected: LicenceDecision, *said: str
    ) -> int:
        """Append a correction of a decision."""
        return self.happen(
            ref,
            "correction",
            on,
            changed_fields=said,
            corrected=corrected,
            correction_reason="data_entry",
            reason=Text(nl="Invoerfout."),
        )


def withheld(ref: str, month: str) -> WithheldDecision:
    """Return a withheld decision as a vault leaves it, sealed."""
    record = sealed_whole(ref, month).record
    assert isinstance(record, WithheldDecision)
    return record


def sealed_whole(ref: str, month: str) -> Sealed:
    """Return a withheld decision, sealed, and what opens it."""
    return seal(unsealed_whole(ref, month), token_bytes)


def unsealed_whole(ref: str, month: str) -> WithheldDecision:
    """Return a withheld decision before it is sealed."""
    inner = replace(
        decision(),
        decided_on=date.fromisoformat(f"{month}-04"),
        decision_ref=ref,
        disclosure=None,
        valid_from=None,
        valid_to=None,
        withholding=(),
    )
    return WithheldDecision(
        decided_in=month,
        decision=inner,
        decision_ref=ref,
        disclosure=Disclosure(
            grounds=("woo_5_1_1_c",), rule="withhold", rule_id="rules_1"
        ),
    )


def line(code: str, version: str | None = "2021") -> DecisionLine:
    return DecisionLine(
        code=code, line_no=1, list_id="EU_ANNEX_I", list_version=version
    )


def grave(on: date, **fields: Any) -> dict[str, Any]:
    """Return what an event that undoes a licence must say."""
    return {"effective_on": on, "reason": Text(nl="Nieuwe feiten."), **fields}


def framework(
    framework_id: str, version: int, valid_from: date, *goals: str, **fields: Any
) -> FrameworkVersion:
    made = FrameworkVersion(
        adopted_by="ministerraad",
        adopted_on=valid_from,
        change_reason=Text(nl="Anders.") if version > 1 else None,
        criteria=tuple(Aspect(code=code, label=Text(nl=code)) for code in BASE),
        framework_id=framework_id,
        full_text="public",
        goals=tuple(Aspect(code=code, label=Text(nl=code)) for code in goals),
        method_version=1,
        title=Text(nl="Kader"),
        valid_from=valid_from,
        version=version,
    )
    return replace(made, **fields)


def control_list(version: str, valid_from: date, **fields: Any) -> ControlListVersion:
    made = ControlListVersion(
        entries=(
            ListEntry(code="1C350", text=Text(nl="grondstoffen")),
            ListEntry(code="3B001", process_step="etch", text=Text(nl="etsmachines")),
        ),
        is_complete=False,
        legal_ref="Verordening",
        list_id="EU_ANNEX_I",
        publication_default="disclose",
        title=Text(nl="Bijlage I"),
        valid_from=valid_from,
        version=version,
    )
    return replace(made, **fields)


def manifest(
    period: str, counts: dict[str, int], books: tuple[int, ...] | None = None
) -> PublicationManifest:
    names = ("pending_before", "received", "decided", "withdrawn", "not_processed")
    applications = None
    if books is not None:
        before, received, *went = books
        stated = dict(zip(names, books, strict=True))
        after = before + received - sum(went)
        applications = ApplicationCount(pending_after=after, **stated)
    return PublicationManifest(
        applications=applications,
        counts=tuple(
            EntryCount(entries=number, kind=kind) for kind, number in counts.items()
        ),
        manifest_ref=f"manifest-{period}",
        period=period,
    )


def begin(story: Story) -> None:
    """Append the frameworks and the list that every story begins with."""
    story.put("base 1", framework("base", 1, date(2021, 1, 1)), date(2021, 1, 1))
    extra = framework("extra", 1, date(2021, 1, 1), *GOALS)
    story.put("extra 1", extra, date(2021, 1, 1))
    story.put("list 2021", control_list("2021", date(2020, 1, 1)), date(2021, 1, 1))


def tell(
    path: Path, *parts: Callable[[Story], Any], opening: Authority | None = None
) -> Home:
    """Write a ledger: the beginning, and each part in a batch of its own."""
    home = Home(path)
    signer = create_signer(home.signer, ORIGIN)
    create_ledger(
        home.ledger,
        opening=opening or authority(),
        signer=signer,
        clock=home.clock,
        recorded_at=datetime(2021, 1, 1, tzinfo=UTC),
    )
    names: tuple[dict[str, str], dict[str, int]] = ({}, {})
    for part in (begin, *parts):
        with home.open().appending() as batch:
            part(Story(batch, *names))
    return home


def heard(home: Home, **options: Any) -> AuditResult:
    """Audit a ledger."""
    return audit(home.reader, home.policy, **options)


def unacceptable() -> Any:
    """Return a criterion on which nothing acceptable was found."""
    return criterion("end_user", "unacceptable")
