"""One decision, whole: fields, weighing, life, and the entry that proves it.

Of one that is withheld stands at its address what everyone may know of it, and what a
tier of readers may see besides.
"""

from collections.abc import Callable
from typing import Any, Final

from dashboards.pages.decision_content import content_sections, lead, summary_section
from dashboards.pages.decision_entry import proof_sections
from dashboards.pages.decision_facts import withheld_section
from dashboards.pages.decision_life import life_section
from dashboards.pages.withheld_decision import withheld_decision
from dashboards.queries import DecisionDetail, decision
from dashboards.queries.withheld_detail import WithheldDetail, withheld_detail
from dashboards.scene import Scene
from dashboards.ui import html
from dashboards.ui.card import provenance
from dashboards.ui.heading import of_reference
from dashboards.words import Words

_NONE: Final = Words(
    "Geen besluit met kenmerk {ref} in dit grootboek.",
    "No decision with reference {ref} in this ledger.",
)
_NONE_YET: Final = Words(
    "Op {day} was in dit grootboek geen besluit met kenmerk {ref} vastgelegd.",
    "On {day} no decision with reference {ref} had been recorded in this ledger.",
)

Parts = Callable[[Scene, DecisionDetail], list[Any]]
"""Makes what the page of a decision shows to one tier alone."""

WithheldParts = Callable[[Scene, WithheldDetail], list[Any]]
"""Makes what the page of a withheld decision shows to one tier alone."""


def decision_page(
    scene: Scene, parts: Parts, withheld_parts: WithheldParts
) -> list[Any]:
    """Return the content of the page of one decision, public or withheld."""
    language, ledger = scene.language, scene.stamp.ledger_id
    found = decision(scene.connection, ledger, scene.state.ref)
    if found is None:
        withheld = withheld_detail(scene.connection, ledger, scene.state.ref)
        if withheld is not None:
            shown = withheld_parts(scene, withheld)
            return withheld_decision(scene, withheld, shown)
        day = scene.state.as_of
        said = language.say(
            _NONE if day is None else _NONE_YET,
            ref=scene.state.ref or "–",
            day="" if day is None else language.day(day),
        )
        return [
            html.H1(language.say(Words("Besluit", "Decision"))),
            html.P(said, role="alert"),
        ]
    return [
        of_reference(language, Words("Besluit", "Decision"), found.fields.decision_ref),
        html.P(lead(scene, found), className="lead"),
        summary_section(scene, found),
        *parts(scene, found),
        *content_sections(scene, found),
        withheld_section(scene, found),
        life_section(scene, found),
        *proof_sections(scene, found.entry),
        html.P(provenance(scene), className="provenance"),
    ]
