"""One withheld decision: what everyone may know of it, and the entry that proves it."""

from typing import Any, Final

from dash import html

from dashboards.pages.decision_entry import proof_sections
from dashboards.queries.withheld_detail import WithheldDetail
from dashboards.scene import Scene
from dashboards.ui.card import provenance, section
from dashboards.views.withheld_note import ground_words
from dashboards.words import Words

_TITLE: Final = Words("Onthouden besluit", "Withheld decision")
_LEAD: Final = Words("onthouden · besluit van {month}", "withheld · decided in {month}")
_SAID: Final = Words(
    "Dit besluit is niet openbaar. Openbaar is dat het er is, en wat hieronder staat."
    " Het besluit zelf is verzegeld: wie het mag openen, kan tegen deze regel nagaan"
    " dat het is wat toen werd vastgelegd.",
    "This decision is not public. Public is that it is there, and what stands below."
    " The decision itself is sealed: whoever may open it can check against this entry"
    " that it is what was recorded then.",
)
_KNOWN: Final = Words("Wat openbaar is", "What is public")


def withheld_decision(
    scene: Scene, found: WithheldDetail, shown: list[Any]
) -> list[Any]:
    """Return the content of the page of a withheld decision.

    Args:
        scene: The question.
        found: What everyone may know of it.
        shown: What this tier of readers may see besides.
    """
    language = scene.language
    month = language.month(f"{found.month:%Y-%m}")
    return [
        html.H1(f"{language.say(_TITLE)} {found.decision_ref}"),
        html.P(language.say(_LEAD, month=month), className="lead"),
        _known(scene, found, month),
        *shown,
        *proof_sections(scene, found.entry),
        html.P(provenance(scene), className="provenance"),
    ]


def _known(scene: Scene, found: WithheldDetail, month: str) -> html.Section:
    language, labels = scene.language, scene.labels
    rule = language.either(found.rule_nl, found.rule_en) or found.rule_id
    facts = (
        (Words("maand van het besluit", "month of the decision"), month),
        (
            Words("openbaarheid", "disclosure"),
            labels.term("disclosure_rule", "withhold"),
        ),
        (Words("op grond van", "on the ground of"), ground_words(scene, found.grounds)),
        (Words("volgens de regel", "by the rule"), f"{rule} ({found.rule_id})"),
    )
    return section(
        language.say(_KNOWN),
        html.P(language.say(_SAID)),
        html.Dl(
            [
                html.Div([html.Dt(language.say(words)), html.Dd(said)])
                for words, said in facts
            ],
            className="facts",
        ),
    )
