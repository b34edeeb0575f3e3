"""What was decided, and how it was weighed: the same for whoever may see it."""

from dashboards.pages.decision_facts import facts_section, lines_section
from dashboards.pages.decision_weighing import weighing_section
from dashboards.queries import DecisionDetail
from dashboards.scene import Scene
from dashboards.ui import html
from dashboards.ui.card import section
from dashboards.words import Words


def lead(scene: Scene, found: DecisionDetail) -> str:
    """Return the line that says what was decided, when, and how it stands."""
    fields, labels = found.fields, scene.labels
    day = scene.language.days(fields.decided_first, fields.decided_last)
    outcome = labels.term("outcome", fields.outcome)
    status = labels.term("status", fields.status)
    parts = (outcome, day, labels.country(fields.destination), status)
    # A refusal of which nothing came since is not said to be refused twice.
    return " · ".join(parts[:-1] if status == outcome else parts)


def summary_section(scene: Scene, found: DecisionDetail) -> html.Section:
    """Return the section with the weighing in words."""
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


def content_sections(scene: Scene, found: DecisionDetail) -> list[html.Section]:
    """Return the sections on what was decided, and how it was weighed."""
    return [
        facts_section(scene, found),
        lines_section(scene, found),
        weighing_section(scene, found),
        _grounds(scene, found),
    ]


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
