"""Decisions weighed under what was not in force, or not as it asks."""

from msgspec.structs import replace

from ledger.records.weighing import GoalFinding
from tests.ledger.audit.defects import MARCH, D, reweighed, wrong
from tests.ledger.audit.stories import (
    Story,
    control_list,
    framework,
    line,
)


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
