"""One decision, whole: fields, weighing, life, and the entry that proves it."""

from collections.abc import Callable
from typing import Any

from dash import html

from dashboards.pages.decision_entry import check_section, entry_section
from dashboards.pages.decision_facts import (
    facts_section,
    lines_section,
    withheld_section,
)
from dashboards.pages.decision_life import life_section
from dashboards.pages.decision_weighing import weighing_section
from dashboards.queries import DecisionDetail, decision
from dashboards.scene import Scene
from dashboards.ui.card import provenance, section
from dashboards.words import Words

Parts = Callable[[Scene, DecisionDetail], list[Any]]
"""Makes what the page of a decision shows to one tier alone."""


def decision_page(scene: Scene, parts: Parts) -> list[Any]:
    """Return the content of the page of one decision."""
    language = scene.language
    found = decision(scene.connection, scene.stamp.slug, scene.state.ref)
    if found is None:
        words = Words(
            "Geen besluit met kenmerk {ref} in dit grootboek.",
            "No decision with reference {ref} in this ledger.",
        )
        return [
            html.H1(language.say(Words("Besluit", "Decision"))),
            html.P(language.say(words, ref=scene.state.ref or "–"), role="alert"),
        ]
    return [
        html.H1(
            f"{language.say(Words('Besluit', 'Decision'))} {found.fields.decision_ref}"
        ),
        html.P(_lead(scene, found), className="lead"),
        _summary(scene, found),
        *parts(scene, found),
        facts_section(scene, found),
        lines_section(scene, found),
        weighing_section(scene, found),
        _grounds(scene, found),
        withheld_section(scene, found),
        life_section(scene, found),
        *([] if scene.source is None else [check_section(scene, found, scene.source)]),
        entry_section(scene, found),
        html.P(provenance(scene), className="provenance"),
    ]


def _lead(scene: Scene, found: DecisionDetail) -> str:
    fields, labels = found.fields, scene.labels
    day = scene.language.days(fields.decided_first, fields.decided_last)
    outcome = labels.term("outcome", fields.outcome)
    status = labels.term("status", fields.status)
    parts = (outcome, day, labels.country(fields.destination), status)
    # A refusal of which nothing came since is not said to be refused twice.
    return " · ".join(parts[:-1] if status == outcome else parts)


def _summary(scene: Scene, found: DecisionDetail) -> html.Section:
    language, fields = scene.language, found.fields
    said = language.either(fields.summary_nl, fields.summary_en)
    text = said or language.say(
        Words(
            "De weging in woorden is niet gepubliceerd.",
            "The weighing in words is not published.",
        )
    )
    return section(
        language.say(Words("De weging in woorden", "The weighing in words")),
        html.P(text, className="prose" if said else "absent"),
    )


def _grounds(scene: Scene, found: DecisionDetail) -> html.Section:
    language, labels = scene.language, scene.labels
    grounds = [labels.term("refusal_ground", code) for code in found.grounds]
    conditions = [labels.term("condition_type", code) for code in found.conditions]
    none = language.say(Words("geen", "none"))
    sources = [
        f"{labels.term('source_kind', one.source_kind)}: {one.title}"
        + (f" ({language.day(one.published_on)})" if one.published_on else "")
        for one in found.sources
    ]
    return section(
        language.say(
            Words("Gronden, voorwaarden en bronnen", "Grounds, conditions and sources")
        ),
        html.P(
            [
                html.Strong(
                    language.say(Words("Weigeringsgronden: ", "Refusal grounds: "))
                ),
                "; ".join(grounds) or none,
            ]
        ),
        html.P(
            [
                html.Strong(language.say(Words("Voorwaarden: ", "Conditions: "))),
                "; ".join(conditions) or none,
            ]
        ),
        html.P(
            [
                html.Strong(
                    language.say(Words("Openbare bronnen: ", "Public sources: "))
                ),
                "; ".join(sources) or language.say(Words("geen genoemd", "none named")),
            ]
        ),
    )
