"""References, texts, numbers, manifests, and what one record shows."""

from typing import Any

from msgspec.structs import replace

from ledger.records.context import ContextEvent
from ledger.records.decision import LicenceDecision
from ledger.records.erasure import Erasure
from ledger.records.values import Text
from ledger.records.weighing import Override
from tests.ledger.audit.defects import MARCH, D, refused, reweighed, wrong
from tests.ledger.audit.stories import (
    Story,
    grave,
    manifest,
    unacceptable,
)


@wrong("reference_repeated")
def _(story: Story) -> int:
    story.decide("x", MARCH)
    return story.decide("x", MARCH)


@wrong("reference_repeated")
def _(story: Story) -> int:
    """An event and a context event share one space of references."""
    story.decide("x", MARCH)
    story.happen("x", "parliament_notified", MARCH, event_ref="same")
    context = ContextEvent(
        context_kind="dialogue",
        event_ref="same",
        jurisdiction="EU",
        occurred_on=MARCH,
        title=Text(nl="Overleg"),
    )
    return story.put("context", context, MARCH)


@wrong("outcomes_contradict")
def _(story: Story) -> int:
    story.decide("x", MARCH)
    return story.decide("x", MARCH, **refused())


@wrong("numbers_missing")
def _(story: Story) -> None:
    for number in (*range(1, 9), *range(12, 20), 21):
        story.decide(f"NL-2022-{number:06d}", MARCH)


@wrong("rationale_repeated")
def _(story: Story) -> int:
    texts = ["Geen  bezwaar.", "Geen bezwaar.", "Geen\nbezwaar.", "Ander."]
    texts += ["Geen bezwaar."] * 2
    for number, text in enumerate(texts):
        decision = reweighed(
            story.decision(f"x{number}y", MARCH), summary=Text(nl=text)
        )
        story.put(f"x{number}y", decision, MARCH)
    return story.indices["x0y"]


@wrong("countersign_missing")
def _(story: Story) -> int:
    return story.decide("x", MARCH, countersigned=False)


@wrong("excluded_from_statistics")
def _(story: Story) -> int:
    return story.decide("x", MARCH, excluded_from_statistics="proefzaak")


@wrong("recorded_late")
def _(story: Story) -> int:
    return story.put("x", story.decision("x", MARCH), D(2022, 4, 4))


@wrong("dated_ahead")
def _(story: Story) -> int:
    return story.put("x", story.decision("x", MARCH), D(2022, 3, 2))


@wrong("dated_ahead")
def _(story: Story) -> int:
    story.decide("x", MARCH)
    return story.happen("x", "surrendered", MARCH, occurred_on=D(2022, 3, 6))


def overridden(story: Story, **changes: Any) -> LicenceDecision:
    decision = story.decision("x", MARCH)
    assert decision.weighing is not None
    criteria = (*decision.weighing.criteria[:2], unacceptable())
    override = Override(by="minister", on=MARCH, reason=Text(nl="Zwaarwegend."))
    return reweighed(
        decision,
        criteria=(*criteria, decision.weighing.criteria[3]),
        override=replace(override, **changes),
    )


@wrong("unacceptable_overridden")
def _(story: Story) -> int:
    return story.put("x", replace(overridden(story), decided_by="minister"), MARCH)


@wrong("override_unsound")
def _(story: Story) -> int:
    return story.put("x", replace(overridden(story), decided_by="cdiu_mandate"), MARCH)


@wrong("override_unsound")
def _(story: Story) -> int:
    return story.put("x", overridden(story, on=D(2022, 3, 5)), MARCH)


@wrong("suspension_open")
def _(story: Story) -> int:
    story.decide("x", MARCH)
    index = story.happen("x", "suspended", MARCH, until=D(2022, 4, 1), **grave(MARCH))
    story.decide("y", D(2022, 5, 1))
    return index


@wrong("denial_not_notified")
def _(story: Story) -> int:
    story.decide("told", MARCH, **refused())
    story.happen("told", "denial_notified", D(2022, 3, 20))
    index = story.decide("x", D(2022, 3, 20), **refused())
    story.decide("y", D(2022, 5, 1))
    return index


@wrong("denial_not_notified")
def _(story: Story) -> int:
    """Notified, but too late."""
    index = story.decide("x", MARCH, **refused())
    story.happen("x", "denial_notified", D(2022, 5, 1))
    return index


@wrong("denial_not_reviewed")
def _(story: Story) -> int:
    story.decide("x", MARCH, **refused())
    index = story.happen("x", "denial_notified", D(2022, 3, 20))
    story.decide("y", D(2025, 3, 21))
    return index


RULES = {"control_list_version": 1, "framework_version": 2}


@wrong("manifest_missing")
def _(story: Story) -> None:
    story.put("jan", manifest("2022-01", RULES), D(2022, 2, 1))
    story.put("mar", manifest("2022-03", {}), D(2022, 4, 1))


@wrong("manifest_missing")
def _(story: Story) -> None:
    """Also when the heartbeat stops at the end."""
    story.put("jan", manifest("2022-01", RULES), D(2022, 2, 1))
    story.decide("x", D(2022, 4, 1))


@wrong("manifest_repeated")
def _(story: Story) -> int:
    story.put("jan", manifest("2022-01", RULES), D(2022, 2, 1))
    again = replace(manifest("2022-01", {}), manifest_ref="again")
    return story.put("again", again, D(2022, 2, 2))


@wrong("manifest_early")
def _(story: Story) -> int:
    return story.put("jan", manifest("2022-01", RULES), D(2022, 1, 30))


@wrong("manifest_counts_differ")
def _(story: Story) -> int:
    story.put("jan", manifest("2022-01", RULES), D(2022, 2, 1))
    story.decide("x", D(2022, 2, 3))
    story.decide("y", D(2022, 2, 3))
    said = {"licence_decision": 1}
    return story.put("feb", manifest("2022-02", said), D(2022, 3, 1))


@wrong("books_broken")
def _(story: Story) -> int:
    story.put("jan", manifest("2022-01", RULES, (5, 2, 0, 0, 0)), D(2022, 2, 1))
    books = (6, 0, 0, 0, 0)
    return story.put("feb", manifest("2022-02", {}, books), D(2022, 3, 1))


@wrong("books_differ")
def _(story: Story) -> int:
    story.put("jan", manifest("2022-01", RULES), D(2022, 2, 1))
    story.decide("x", D(2022, 2, 3))
    counts, books = {"licence_decision": 1}, (5, 2, 2, 0, 0)
    return story.put("feb", manifest("2022-02", counts, books), D(2022, 3, 1))


def erasure(entry: str) -> Erasure:
    return Erasure(
        entry=entry,
        entry_ref="x",
        erased_on=MARCH,
        erasure_ref="V-1",
        selection_category="12.3",
    )


@wrong("erasure_unknown")
def _(story: Story) -> int:
    return story.put("gone", erasure("ab" * 32), MARCH)


@wrong("erasure_unknown")
def _(story: Story) -> int:
    """A decision that sealed nothing has nothing to erase."""
    story.decide("x", MARCH)
    return story.put("gone", erasure(story.leaves["x"]), MARCH)
