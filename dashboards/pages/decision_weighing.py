"""How one decision was weighed: its findings and their weights, and an override."""

from typing import Any

from dashboards.queries import AspectFinding, DecisionDetail
from dashboards.queries.detail import DecisionFields
from dashboards.scene import Scene
from dashboards.ui import html
from dashboards.ui.aria import aria
from dashboards.ui.card import section
from dashboards.words import Words

_ASPECTS = {
    "criterion": Words("criterium", "criterion"),
    "art15": Words("artikel 15", "Article 15"),
    "goal": Words("strategisch doel", "strategic goal"),
}
_WEIGHT_MARKS = {
    "decisive": "●●●",
    "material": "●●○",
    "considered": "●○○",
    "none": "○○○",
}


def weighing_section(scene: Scene, found: DecisionDetail) -> html.Section:
    """Return the section on how a decision was weighed."""
    language, fields = scene.language, found.fields
    title = language.say(Words("De weging", "The weighing"))
    if fields.weighing_status != "published":
        words = Words(
            "De weging van dit besluit is niet gepubliceerd. Dat zegt niet dat er geen"
            " weging was.",
            "The weighing of this decision is not published. That does not say that"
            " there was none.",
        )
        return section(title, html.P(language.say(words), className="absent"))
    frame = Words(
        "Gewogen onder: {framework} (versie {version} van dit kader, wijze van wegen"
        " {method}).",
        "Weighed under: {framework} (version {version} of this framework, way of"
        " weighing {method}).",
    )
    heads = (
        Words("aspect", "aspect"),
        Words("soort", "kind"),
        Words("bevinding", "finding"),
        Words("gewicht", "weight"),
    )
    content: list[Any] = [
        html.P(
            language.say(
                frame,
                framework=_framework(scene, fields),
                version=fields.framework_version,
                method=fields.method_version,
            )
        ),
        html.Div(
            html.Table(
                [
                    html.Thead(
                        html.Tr([html.Th(language.say(w), scope="col") for w in heads])
                    ),
                    html.Tbody([_aspect(scene, one) for one in found.findings]),
                ],
                className="table weighing",
            ),
            className="scroll",
        ),
    ]
    if found.override is not None:
        words = Words(
            "Verleend ondanks een onaanvaardbare bevinding, door {by} op {on}:"
            " {reason}",
            "Granted in spite of an unacceptable finding, by {by} on {on}: {reason}",
        )
        override = found.override
        content.append(
            html.P(
                language.say(
                    words,
                    by=scene.labels.term("decision_level", override.by),
                    on=language.day(override.on),
                    reason=language.either(override.reason_nl, override.reason_en),
                ),
                className="notice",
            )
        )
    factors = Words(
        "De bevindingen op de factoren van het kader zijn per zaak vertrouwelijk.",
        "The findings on the factors of the framework are confidential in each case.",
    )
    if fields.framework_applies:
        content.append(html.P(language.say(factors), className="absent"))
    return section(title, *content)


def _aspect(scene: Scene, one: AspectFinding) -> html.Tr:
    labels = scene.labels
    name = scene.language.either(one.label_nl, one.label_en)
    name = name or labels.term("art15", one.code)
    marks = html.Span(
        _WEIGHT_MARKS[one.weight], className="marks", **aria(hidden="true")
    )
    return html.Tr(
        [
            html.Th(name, scope="row"),
            html.Td(scene.language.say(_ASPECTS[one.aspect_kind])),
            html.Td(_finding(scene, one)),
            html.Td([marks, " ", labels.term("weight", one.weight)]),
        ]
    )


def _finding(scene: Scene, one: AspectFinding) -> str:
    """Return what was found, and what within the aspect it turned on."""
    labels = scene.labels
    vocabulary = "goal_finding" if one.aspect_kind == "goal" else "finding"
    said = labels.term(vocabulary, one.finding)
    within = [labels.term("consideration", code) for code in one.considerations]
    return f"{said} ({', '.join(within)})" if within else said


def _framework(scene: Scene, fields: DecisionFields) -> str:
    """Return what the framework that a decision names is called."""
    for one in scene.frameworks():
        named = (one.framework_id, one.version)
        if named == (fields.framework_id, fields.framework_version):
            return scene.language.either(one.title_nl, one.title_en)
    return fields.framework_id or ""
