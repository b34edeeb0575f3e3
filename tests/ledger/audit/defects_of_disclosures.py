"""What is published and withheld, against the rules that stood and the manifests."""

from typing import Any

import msgspec
from msgspec.structs import replace

from ledger.records.decision import Disclosure, LicenceDecision
from ledger.records.disclosure_rule import DisclosureRuleVersion, ListRule
from ledger.records.publication import EntryCount
from ledger.records.values import Text
from ledger.records.withheld_decision import WithheldDecision
from ledger.records.withheld_publication import WithheldPublication
from tests.ledger.audit.defects import MARCH, D, wrong
from tests.ledger.audit.stories import Story, manifest, sealed_whole, withheld

RULES = DisclosureRuleVersion(
    lists=(
        ListRule(grounds=("woo_5_1_1_c",), list_id="EU_ANNEX_I", rule="withhold"),
        ListRule(grounds=("woo_5_1_2_f",), list_id="NL", rule="aggregate"),
    ),
    rule_id="rules_1",
    summary=Text(nl="Bijlage I wordt onthouden."),
    title=Text(nl="Onthouden"),
    valid_from=D(2022, 1, 1),
)
NEXT = replace(RULES, lists=(), rule_id="rules_2", valid_from=D(2022, 3, 1))


def rule(story: Story, *versions: DisclosureRuleVersion) -> None:
    for version in versions:
        story.put(version.rule_id, version, D(2022, 1, 1))


@wrong("disclosure_departs")
def _(story: Story) -> int:
    rule(story, RULES)
    said = Disclosure(rule="disclose", rule_id="rules_1")
    return story.decide("x", MARCH, disclosure=said)


@wrong("disclosure_departs")
def _(story: Story) -> int:
    """Withheld on a ground on which the rules withhold nothing."""
    rule(story, RULES)
    good = withheld("a", "2022-03")
    story.put("a", good, MARCH)
    said = replace(good.disclosure, grounds=("woo_5_1_2_f",))
    return story.put("x", replace(withheld("x", "2022-03"), disclosure=said), MARCH)


@wrong("disclosure_rule_unknown")
def _(story: Story) -> int:
    rule(story, RULES)
    said = Disclosure(rule="disclose", rule_id="rules_9")
    return story.decide("x", MARCH, disclosure=said)


@wrong("disclosure_rule_unknown")
def _(story: Story) -> int:
    """The rules that were replaced do not stand for a decision of after."""
    rule(story, RULES, NEXT)
    story.put("a", withheld("a", "2022-02"), MARCH)
    return story.put("x", withheld("x", "2022-04"), D(2022, 4, 4))


@wrong("disclosure_rule_unknown")
def _(story: Story) -> int:
    """Rules that were recorded after the decision do not make it right."""
    rule(story, replace(RULES, valid_to=D(2022, 2, 1)))
    index = story.put("x", withheld("x", "2022-03"), D(2022, 3, 31))
    story.put("late", replace(RULES, rule_id="rules_1b"), D(2022, 4, 1))
    return index


def declared(*counts: tuple[int, str], **changes: Any) -> Any:
    said = tuple(
        EntryCount(
            entries=entries,
            grounds=(ground,),
            kind="withheld_decision",
            rule="withhold",
        )
        for entries, ground in counts
    )
    return replace(manifest("2022-02", {}), counts=said, **changes)


def january(story: Story) -> None:
    before = {"control_list_version": 1, "framework_version": 2}
    story.put("jan", manifest("2022-01", before), D(2022, 2, 1))


@wrong("withheld_counts_differ")
def _(story: Story) -> int:
    """One of two withheld decisions is not declared."""
    january(story)
    for name in ("x", "y"):
        story.put(name, withheld(name, "2022-02"), D(2022, 2, 28))
    return story.put("feb", declared((1, "woo_5_1_1_c")), D(2022, 3, 1))


@wrong("withheld_counts_differ")
def _(story: Story) -> int:
    """A withheld decision is declared that is not in the ledger."""
    january(story)
    story.put("x", withheld("x", "2022-02"), D(2022, 2, 28))
    said = declared((1, "woo_5_1_1_c"), (1, "woo_5_1_2_a"))
    return story.put("feb", said, D(2022, 3, 1))


@wrong("books_differ")
def _(story: Story) -> int:
    """A withheld decision closed an application, in whatever way."""
    january(story)
    story.put("x", withheld("x", "2022-02"), D(2022, 2, 28))
    books = manifest("2022-02", {}, (5, 2, 0, 0, 0)).applications
    said = declared((1, "woo_5_1_1_c"), applications=books)
    return story.put("feb", said, D(2022, 3, 1))


def published(story: Story, name: str) -> WithheldPublication:
    """Withhold a decision, and return what publishes it."""
    sealed = sealed_whole(name, "2022-03")
    (one,) = [one for _, one in sealed.disclosures if one.name == "decision"]
    story.put(name, sealed.record, MARCH)
    return WithheldPublication(
        decision=story.leaves[name],
        decision_ref=name,
        publication_ref=f"P-{name}",
        published=msgspec.convert(one.value, LicenceDecision),
        published_on=MARCH,
        salt=one.salt,
    )


@wrong("publication_differs")
def _(story: Story) -> int:
    """Beside one that is sound: another decision than was sealed."""
    good = published(story, "x")
    story.put("good", good, MARCH)
    changed = replace(good.published, destination="JP")
    other = replace(good, published=changed, publication_ref="P-2")
    return story.put("other", other, MARCH)


@wrong("publication_differs")
def _(story: Story) -> int:
    """The same decision with another salt, whatever its form."""
    good = published(story, "x")
    return story.put("other", replace(good, salt="A" * 25), MARCH)


@wrong("publication_differs")
def _(story: Story) -> int:
    """What was sealed in another entry."""
    good, other = published(story, "x"), published(story, "y")
    moved = replace(good, decision=other.decision)
    return story.put("moved", moved, MARCH)


@wrong("publication_unknown")
def _(story: Story) -> int:
    """It names a public decision."""
    story.decide("a", MARCH)
    named = replace(published(story, "x"), decision=story.leaves["a"])
    return story.put("public", named, MARCH)


@wrong("publication_unknown")
def _(story: Story) -> int:
    """It names nothing that is there."""
    return story.put("x2", replace(published(story, "x"), decision="ab" * 32), MARCH)


@wrong("reference_repeated")
def _(story: Story) -> int:
    """Two publications have one reference."""
    good = published(story, "x")
    story.put("one", good, MARCH)
    return story.put("two", good, MARCH)


@wrong("reference_repeated")
def _(story: Story) -> int:
    """A public and a withheld decision share one space of references."""
    first: WithheldDecision = withheld("x", "2022-03")
    story.put("w", first, MARCH)
    return story.decide("x", MARCH)
