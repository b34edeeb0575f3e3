"""What an audit must not complain of, and what it says of what it did not see."""

from dataclasses import replace as changed
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from ledger.audit import AuditResult
from ledger.audit.across import life
from ledger.audit.across.facts import EVENT_WORDS
from ledger.audit.limits import Limits
from ledger.records.terms import GRANTS, OUTCOMES
from ledger.records.values import Interval, Text
from tests.ledger.audit.defects import refused
from tests.ledger.audit.stories import (
    Story,
    framework,
    grave,
    heard,
    line,
    manifest,
    tell,
)
from tests.ledger.ledgers import authority

MARCH = date(2022, 3, 4)


def said(result: AuditResult) -> list[str]:
    return [finding.code for finding in (*result.findings, *result.remarks)]


LIVES: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "revoked in part, then used up": [
        ("revoked_in_part", grave(MARCH, lines=(1,))),
        ("exhausted", {}),
        ("expired", {}),
    ],
    "suspended twice": [
        ("suspended", grave(MARCH)),
        ("reinstated", {}),
        ("suspended", grave(MARCH)),
        ("modified", grave(MARCH, changed_fields=("valid_to",))),
        ("surrendered", {}),
    ],
    "annulled, and brought back by a court": [
        ("annulled", grave(MARCH)),
        ("denial_notified", {}),
        ("objection_lodged", {}),
        ("objection_decided", {"result": "rejected"}),
        ("appeal_lodged", {}),
        ("appeal_decided", {"result": "upheld"}),
        ("reinstated", {}),
        ("exhausted", {}),
    ],
    "expired, checked and annulled": [
        ("expired", {}),
        ("end_use_check", {"result": "not_ok"}),
        ("use_reported", {}),
        ("annulled", grave(MARCH)),
    ],
}


@pytest.mark.parametrize("life", LIVES.values(), ids=LIVES)
def test_a_possible_life_is_not_complained_of(
    tmp_path: Path, life: list[tuple[str, dict[str, Any]]]
) -> None:
    def told(story: Story) -> None:
        story.decide("x", MARCH)
        for kind, fields in life:
            story.happen("x", kind, MARCH, **fields)

    assert said(heard(tell(tmp_path, told))) == []


def test_events_are_judged_in_the_order_in_which_they_happened(tmp_path: Path) -> None:
    def told(story: Story) -> None:
        story.decide("x", MARCH)
        later = date(2022, 6, 1)
        story.happen("x", "reinstated", later, occurred_on=date(2022, 5, 1))
        story.happen(
            "x", "suspended", later, **{**grave(MARCH), "occurred_on": date(2022, 4, 1)}
        )

    assert said(heard(tell(tmp_path, told))) == []


def test_a_decision_is_judged_as_its_last_correction_has_it(tmp_path: Path) -> None:
    def told(story: Story) -> None:
        right = story.decision("x", MARCH)
        assert right.weighing is not None
        wrong = replace(right, weighing=replace(right.weighing, framework="ab" * 32))
        story.put("x", wrong, MARCH)
        story.correct("x", MARCH, replace(wrong, destination="JP"), "destination")
        story.correct("x", MARCH, replace(right, destination="JP"), "weighing")

    assert said(heard(tell(tmp_path, told))) == []


def test_a_correction_that_makes_it_worse_is_found(tmp_path: Path) -> None:
    def told(story: Story) -> None:
        right = story.decision("x", MARCH)
        assert right.weighing is not None
        story.put("x", right, MARCH)
        wrong = replace(right, weighing=replace(right.weighing, framework="ab" * 32))
        story.correct("x", MARCH, wrong, "weighing")

    (finding,) = heard(tell(tmp_path, told)).findings
    assert (finding.code, finding.index) == ("framework_unknown", 5)


def test_a_life_may_fit_the_outcome_as_recorded_or_as_corrected(tmp_path: Path) -> None:
    def told(story: Story) -> None:
        story.decide("x", MARCH)
        right = replace(story.decision("x", MARCH), **refused())
        fields = ("outcome", "refusal_grounds", "valid_from")
        story.correct("x", MARCH, right, *fields)
        story.happen("x", "denial_notified", MARCH)

    assert said(heard(tell(tmp_path, told))) == []


def test_a_day_known_only_as_an_interval_has_the_benefit_of_the_doubt(
    tmp_path: Path,
) -> None:
    def told(story: Story) -> None:
        some = Interval(first=date(2020, 11, 1), last=date(2021, 1, 31))
        decision = replace(story.decision("x", MARCH), decided_on=some, valid_from=None)
        story.put("x", decision, date(2021, 2, 1))
        story.happen("x", "surrendered", date(2021, 2, 1), occurred_on=some.first)

    assert said(heard(tell(tmp_path, told))) == []


def test_a_version_that_came_later_does_not_count_against_what_was_known(
    tmp_path: Path,
) -> None:
    def told(story: Story) -> None:
        story.decide("x", MARCH)
        story.put("base 2", framework("base", 2, date(2022, 2, 1)), date(2022, 4, 1))

    assert said(heard(tell(tmp_path, told))) == ["framework_backdated"]


def test_whoever_publishes_little_is_not_complained_of(tmp_path: Path) -> None:
    """No weighing, no list versions, no numbers, no notifications, no manifests."""

    def told(story: Story) -> None:
        silent = replace(
            story.decision("last", MARCH),
            framework_applies=None,
            lines=(line("ML10", None),),
            weighing=None,
            weighing_status="not_published",
        )
        for number in range(300):
            digest = sha256(str(number).encode())
            ref = f"GB-{digest.hexdigest()[:16]}"
            bare = replace(silent, **(refused() if number % 3 == 0 else {}))
            story.put(ref, replace(bare, decision_ref=ref), MARCH)
            decimal = f"DE-{int(digest.hexdigest()[:9], 16)}"
            story.put(decimal, replace(bare, decision_ref=decimal), MARCH)
        story.put("last", silent, date(2022, 12, 1))

    result = heard(tell(tmp_path, told), limits=Limits(late_days=999))
    assert said(result) == []
    assert result.not_judged == 0


def test_sound_books_go_on_from_month_to_month(tmp_path: Path) -> None:
    def told(story: Story) -> None:
        counts = {"control_list_version": 1, "framework_version": 2}
        story.put("jan", manifest("2022-01", counts, (5, 2, 0, 0, 0)), date(2022, 2, 1))
        story.decide("x", date(2022, 2, 3))
        story.happen("x", "surrendered", date(2022, 2, 4))
        books = manifest(
            "2022-02", {"decision_event": 1, "licence_decision": 1}, (7, 0, 1, 0, 0)
        )
        # Midnight of the authority, which lies east of Greenwich, comes before UTC's.
        story.put("feb", books, date(2022, 2, 28))
        story.decide("y", date(2022, 3, 3))
        story.put("mar", manifest("2022-03", {"licence_decision": 1}), date(2022, 4, 9))

    opening = replace(authority(), manifest_from="2022-01")
    assert said(heard(tell(tmp_path, told, opening=opening))) == []


def test_an_authority_that_promised_manifests_and_wrote_none_is_found(
    tmp_path: Path,
) -> None:
    opening = replace(authority(), manifest_from="2021-12")
    home = tell(tmp_path, lambda story: story.decide("x", MARCH), opening=opening)
    months = [finding.message[-7:] for finding in heard(home).findings]
    assert months == ["2021-12", "2022-01"]  # that of February may still be written


def test_the_auditor_chooses_from_when_on_something_is_a_remark(tmp_path: Path) -> None:
    def told(story: Story) -> None:
        for ref in ("a", "b"):
            decision = story.decision(ref, MARCH)
            assert decision.weighing is not None
            same = replace(decision.weighing, summary=Text(en="The same."))
            story.put(ref, replace(decision, weighing=same), date(2022, 3, 14))

    home = tell(tmp_path, told)
    assert said(heard(home)) == []
    strict = Limits(late_days=9, same_text=2)
    counts = heard(home, limits=strict).remark_counts
    assert counts == {"recorded_late": 2, "rationale_repeated": 1}


def test_what_rests_on_entries_before_the_start_is_not_judged_and_that_is_said(
    tmp_path: Path,
) -> None:
    def early(story: Story) -> None:
        for number in range(300):
            story.decide(f"NL-{number}", MARCH)

    def late(story: Story) -> None:
        april = date(2022, 4, 1)
        story.happen("NL-7", "surrendered", april)
        story.happen("NL-8", "exhausted", april)
        story.decide("NL-399", april)
        story.happen("NL-299", "suspended", april, **grave(april))
        story.happen("NL-299", "expired", april)

    home = tell(tmp_path / "a", early)
    saved = home.reader.checkpoint_note()
    with home.open().appending() as batch:
        late(_continued(home, batch))
    whole = heard(home)
    assert [finding.code for finding in whole.findings] == ["life_impossible"]
    assert whole.remark_counts == {"numbers_missing": 1}
    part = heard(home, since=saved)
    assert part.since == 304
    # What the unfinished bundle holds is seen again; the rest is counted, not guessed.
    assert [finding.code for finding in part.findings] == ["life_impossible"]
    assert part.not_judged > 0
    assert part.remark_counts == {}


def _continued(home: Any, batch: Any) -> Story:
    story = Story(batch)
    for index, leaf in enumerate(home.reader.leaf_hashes(0, 304)):
        name = "base 1" if index == 1 else f"NL-{index - 4}"
        story.leaves[name] = leaf.hex()
        story.indices[name] = index
    return story


def test_a_damaged_ledger_is_not_accused_of_what_its_lost_entries_may_explain(
    tmp_path: Path,
) -> None:
    def told(story: Story) -> None:
        for number in range(300):
            story.decide(f"NL-{number}", MARCH)
        story.happen("NL-7", "surrendered", MARCH)

    home = tell(tmp_path, told)
    (home.ledger / "tile" / "entries" / "000").unlink()
    result = heard(home)
    assert {finding.code for finding in result.findings} == {"file_missing"}
    assert result.not_judged > 0


def test_more_processes_say_the_same(tmp_path: Path) -> None:
    def told(story: Story) -> None:
        for number in range(65 * 256):
            story.decide(f"NL-{number // 2}", MARCH)

    home = tell(tmp_path, told)
    one, two = heard(home), heard(home, processes=2)
    assert one == two
    assert len(one.findings) == 65 * 128
    assert changed(one, findings=()).verified


def test_every_outcome_and_every_type_of_event_has_its_place_in_a_life() -> None:
    assert set(life.STARTS) == set(OUTCOMES)
    assert {o for o, state in life.STARTS.items() if state == "granted"} == GRANTS
    moving = {kind for moves in life.MOVES.values() for kind in moves}
    standing = life.ANYWHERE | life.OF_LICENCES | life.AFTER_DENIAL
    standing |= set(life.OPENED_BY)
    assert moving | standing == set(EVENT_WORDS)
    assert moving == life.MOVING
    assert not moving & standing


def test_a_notification_counts_as_made_on_the_first_of_its_month(
    tmp_path: Path,
) -> None:
    def told(story: Story) -> None:
        story.decide("x", MARCH, **refused())
        # Recorded in the month of which it names the last day, as only that is public.
        april = date(2022, 4, 10)
        story.happen("x", "denial_notified", april, occurred_on=date(2022, 4, 30))

    assert said(heard(tell(tmp_path, told))) == []


def test_the_first_and_the_last_days_of_all_calendars_are_days_like_others(
    tmp_path: Path,
) -> None:
    """A hostile ledger may name any day; the audit says what it finds and ends."""

    def told(story: Story) -> None:
        for number, day in enumerate((date.min, date.max)):
            wide = Interval(first=date.min, last=date.max)
            story.decide(f"x{number}", MARCH, decided_on=wide, **refused())
            story.happen(f"x{number}", "denial_notified", MARCH, occurred_on=day)
            story.decide(f"y{number}", MARCH, decided_on=day, **refused())
        for number, month in enumerate(("0000-01", "0001-12", "9999-12", "0000-02")):
            named = replace(manifest(month, {}), manifest_ref=f"m{number}")
            story.put(f"m{number}", named, date.max)
        old = framework("old", 1, date.min, valid_to=date.max)
        story.put("old", old, date.max)

    home = tell(tmp_path, told, opening=replace(authority(), manifest_from="0000-01"))
    result = heard(home)
    assert result.could_not_check == ()
    found = {finding.code for finding in result.findings}
    assert {"dated_ahead", "manifest_missing", "manifest_early"} <= found
