"""One ledger for each thing that only more than one record can show."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from ledger.audit import codes
from ledger.records.authority import Authority
from ledger.records.context import ContextEvent
from ledger.records.decision import LicenceDecision
from ledger.records.values import Text
from ledger.records.weighing import GoalFinding, Override
from tests.ledger.audit.stories import (
    Story,
    control_list,
    framework,
    grave,
    heard,
    line,
    manifest,
    tell,
    unacceptable,
)
from tests.ledger.ledgers import authority

D = date
MARCH = D(2022, 3, 4)

Told = Callable[[Story], int | None]

DEFECTS: dict[str, list[Told]] = {}


def wrong(code: str) -> Callable[[Told], Told]:
    """Register what makes an audit say a code, at the index that is returned."""

    def register(told: Told) -> Told:
        DEFECTS.setdefault(code, []).append(told)
        return told

    return register


def reweighed(decision: LicenceDecision, **changes: Any) -> LicenceDecision:
    assert decision.weighing is not None
    return replace(decision, weighing=replace(decision.weighing, **changes))


@wrong("framework_unknown")
def _(story: Story) -> int:
    return story.put(
        "x", reweighed(story.decision("x", MARCH), framework="ab" * 32), MARCH
    )


@wrong("framework_unknown")
def _(story: Story) -> int:
    leaf = story.leaves["list 2021"]
    return story.put("x", reweighed(story.decision("x", MARCH), framework=leaf), MARCH)


@wrong("framework_unknown")
def _(story: Story) -> int:
    version = framework("base", 2, MARCH, supersedes="cd" * 32)
    return story.put("base 2", version, MARCH)


@wrong("framework_not_in_force")
def _(story: Story) -> int:
    """Weighed before the framework held."""
    return story.put("x", story.decision("x", D(2020, 12, 31)), D(2021, 1, 5))


@wrong("framework_not_in_force")
def _(story: Story) -> int:
    """Weighed under what another version had replaced."""
    story.put("base 2", framework("base", 2, D(2022, 1, 1)), D(2022, 1, 1))
    return story.decide("x", MARCH)


@wrong("framework_not_in_force")
def _(story: Story) -> int:
    """Weighed after its last day."""
    version = framework("old", 1, D(2021, 1, 1), valid_to=D(2021, 6, 1))
    story.put("old 1", version, D(2021, 2, 1))
    return story.put("x", story.decision("x", MARCH, "old 1"), MARCH)


@wrong("framework_not_in_force")
def _(story: Story) -> int:
    """Said to apply before it was there, though its weighing is not published."""
    chips = story.chips("x", D(2020, 12, 31))
    hidden = replace(chips, weighing=None, weighing_status="not_published")
    return story.put("x", hidden, D(2021, 1, 5))


@wrong("framework_backdated")
def _(story: Story) -> int:
    story.decide("x", MARCH)
    return story.put("base 2", framework("base", 2, D(2022, 2, 1)), D(2022, 4, 1))


@wrong("method_differs")
def _(story: Story) -> int:
    return story.put(
        "x", reweighed(story.decision("x", MARCH), method_version=2), MARCH
    )


@wrong("weighing_differs")
def _(story: Story) -> int:
    """A goal is left out."""
    chips = story.chips("x", MARCH)
    assert chips.weighing is not None
    return story.put("x", reweighed(chips, goals=chips.weighing.goals[:1]), MARCH)


@wrong("weighing_differs")
def _(story: Story) -> int:
    """A goal is weighed that the version does not have."""
    chips = story.chips("x", MARCH)
    assert chips.weighing is not None
    invented = GoalFinding(code="G9", finding="neutral", weight="none")
    goals = (*chips.weighing.goals, invented)
    return story.put("x", reweighed(chips, goals=goals), MARCH)


@wrong("framework_misapplied")
def _(story: Story) -> int:
    """Applied to what is no item for making semiconductors."""
    return story.put(
        "x", replace(story.chips("x", MARCH), lines=(line("1C350"),)), MARCH
    )


@wrong("framework_misapplied")
def _(story: Story) -> int:
    """Named, but said not to apply."""
    return story.put("x", story.decision("x", MARCH, "extra 1"), MARCH)


@wrong("framework_omitted")
def _(story: Story) -> int:
    return story.decide("x", MARCH, lines=(line("3B001"),))


@wrong("list_version_not_in_force")
def _(story: Story) -> int:
    story.put("list 2022", control_list("2022", D(2022, 1, 1)), D(2022, 1, 1))
    return story.decide("x", MARCH)


@wrong("list_version_unknown")
def _(story: Story) -> int:
    return story.decide("x", MARCH, lines=(line("1C350", "1999"),))


@wrong("list_version_late")
def _(story: Story) -> int:
    story.decide("x", MARCH, lines=(line("1C350", "2022"),))
    return story.put("list 2022", control_list("2022", D(2022, 1, 1)), D(2022, 4, 1))


@wrong("event_unknown")
def _(story: Story) -> int:
    story.decide("x", MARCH)
    return story.happen("x", "surrendered", MARCH, decision="ab" * 32)


@wrong("event_misplaced")
def _(story: Story) -> int:
    """On an entry that is no decision."""
    story.decide("x", MARCH)
    return story.happen("x", "surrendered", MARCH, decision=story.leaves["base 1"])


@wrong("event_misplaced")
def _(story: Story) -> int:
    """On a line that the decision does not have."""
    story.decide("x", MARCH)
    return story.happen("x", "revoked_in_part", MARCH, lines=(2,), **grave(MARCH))


@wrong("event_reference_differs")
def _(story: Story) -> int:
    story.decide("x", MARCH)
    return story.happen("x", "surrendered", MARCH, decision_ref="y")


@wrong("event_too_early")
def _(story: Story) -> int:
    story.decide("x", MARCH)
    return story.happen("x", "surrendered", MARCH, occurred_on=D(2022, 3, 3))


@wrong("life_impossible")
def _(story: Story) -> int:
    """Nothing follows a revocation."""
    story.decide("x", MARCH)
    story.happen("x", "revoked", MARCH, **grave(MARCH))
    return story.happen("x", "exhausted", D(2022, 4, 1))


@wrong("life_impossible")
def _(story: Story) -> int:
    """What ended a licence cannot have followed its end, though recorded before it."""
    story.decide("x", MARCH)
    story.happen("x", "revoked", D(2022, 5, 1), **grave(D(2022, 5, 1)))
    story.happen("x", "exhausted", D(2022, 6, 1), occurred_on=D(2022, 4, 1))
    return story.indices["event-4"]


@wrong("life_impossible")
def _(story: Story) -> int:
    """A suspension does not end by use."""
    story.decide("x", MARCH)
    story.happen("x", "suspended", MARCH, **grave(MARCH))
    return story.happen("x", "exhausted", D(2022, 4, 1))


@wrong("life_impossible")
def _(story: Story) -> int:
    """What was never suspended is not reinstated."""
    story.decide("x", MARCH)
    return story.happen("x", "reinstated", MARCH)


@wrong("life_impossible")
def _(story: Story) -> int:
    """An annulment stands when the appeal against it is rejected."""
    story.decide("x", MARCH)
    story.happen("x", "annulled", MARCH, **grave(MARCH))
    story.happen("x", "appeal_lodged", MARCH)
    story.happen("x", "appeal_decided", D(2022, 6, 1), result="rejected")
    return story.happen("x", "reinstated", D(2022, 6, 2))


@wrong("life_impossible")
def _(story: Story) -> int:
    """Nothing is decided that was not lodged."""
    story.decide("x", MARCH)
    story.happen("x", "appeal_lodged", MARCH)
    return story.happen("x", "objection_decided", MARCH, result="rejected")


@wrong("life_impossible")
def _(story: Story) -> int:
    """No denial is notified of what was granted."""
    story.decide("x", MARCH)
    return story.happen("x", "denial_notified", MARCH)


@wrong("life_impossible")
def _(story: Story) -> int:
    """A refusal is not used."""
    story.decide("x", MARCH, **refused())
    return story.happen("x", "use_reported", MARCH)


def refused() -> dict[str, Any]:
    return {"outcome": "refused", "refusal_grounds": ("art15_d",), "valid_from": None}


@wrong("replacement_unknown")
def _(story: Story) -> int:
    story.decide("x", MARCH)
    return story.happen("x", "renewed", MARCH, replacement="ab" * 32)


@wrong("replacement_unknown")
def _(story: Story) -> int:
    story.decide("x", MARCH)
    return story.happen("x", "renewed", MARCH, replacement=story.leaves["base 1"])


@wrong("replacement_backwards")
def _(story: Story) -> int:
    story.decide("x", MARCH)
    story.decide("y", MARCH)
    return story.happen("y", "renewed", MARCH, replacement=story.leaves["x"])


@wrong("replacement_backwards")
def _(story: Story) -> int:
    story.decide("x", MARCH)
    return story.happen("x", "renewed", MARCH, replacement=story.leaves["x"])


@wrong("correction_empty")
def _(story: Story) -> int:
    story.decide("x", MARCH)
    return story.correct("x", MARCH, story.decision("x", MARCH), "destination")


@wrong("correction_differs")
def _(story: Story) -> int:
    """The second correction is held against the first."""
    story.decide("x", MARCH)
    first = replace(story.decision("x", MARCH), destination="JP")
    story.correct("x", MARCH, first, "destination")
    second = replace(first, destination="KR", processing_days=9)
    return story.correct("x", MARCH, second, "processing_days")


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


def monthly(**fields: Any) -> Authority:
    return replace(authority(), manifest_from="2022-01", **fields)


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


def test_every_code_that_these_rules_can_say_has_a_damaged_ledger() -> None:
    package = Path(codes.__file__).parent
    sources = [package / "singles.py", *(package / "across").glob("*.py")]
    words = {
        word
        for source in sources
        for word in re.findall(r'"([a-z_]+)"', source.read_text("utf-8"))
    }
    assert set(DEFECTS) == words & set(codes.CODES)


@pytest.mark.parametrize(
    ("code", "told"),
    [(code, told) for code, cases in DEFECTS.items() for told in cases],
)
def test_what_only_several_records_show_is_found_where_it_is(
    tmp_path: Path, code: str, told: Told
) -> None:
    expected: list[int | None] = []
    opening = monthly() if code.startswith(("manifest", "books")) else None
    home = tell(tmp_path, lambda story: expected.append(told(story)), opening=opening)
    result = heard(home)
    said = [*result.findings, *result.remarks]
    if code == "override_unsound":  # that there was an override is said as well
        said = [finding for finding in said if finding.code == code]
    assert [(finding.code, finding.index) for finding in said] == [(code, expected[0])]
    assert result.verified == (code in codes.REMARKS)
    assert heard(home, integrity_only=True).verified
