"""Events, corrections and replacements that cannot be."""

from msgspec.structs import replace

from tests.ledger.audit.defects import MARCH, D, refused, wrong
from tests.ledger.audit.stories import (
    Story,
    grave,
)


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
