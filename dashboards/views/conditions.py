"""Which conditions were attached to licences."""

from typing import Final

from dashboards.figures.palette import palette
from dashboards.figures.ranking import ranked_bars
from dashboards.figures.timeline import Series
from dashboards.queries import conditions
from dashboards.scene import Scene
from dashboards.subset import Subset
from dashboards.views import heading
from dashboards.views.behind import behind
from dashboards.views.view import HowCounted, Shown, View, table_of
from dashboards.words import Words

_HEADINGS: Final = (
    Words("voorwaarde", "condition"),
    heading.DECISIONS,
    heading.SHARE,
)
_SUMMARY: Final = Words(
    "Aan {share} van de verleende besluiten zijn voorwaarden verbonden; een besluit kan"
    " er meer hebben.",
    "Conditions are attached to {share} of the decisions that granted; a decision can"
    " have several.",
)

_NO_CONDITIONS: Final = Words(
    "Verleende besluiten met een gepubliceerde voorwaarde: {share}.",
    "Decisions that granted with a published condition: {share}.",
)


def _show(scene: Scene) -> Shown:
    found = conditions(scene.connection, scene.filters)
    language = scene.language
    names = [
        scene.labels.term("condition_type", one.condition_type) for one in found.kinds
    ]
    shares = [language.share(one.decisions, found.conditioned) for one in found.kinds]
    rows = tuple(
        (name, one.decisions, share)
        for name, one, share in zip(names, found.kinds, shares, strict=True)
    )
    links = {
        (row, 1): behind(scene, Subset(conditions=(one.condition_type,)))
        for row, one in enumerate(found.kinds)
    }
    series = [
        Series(
            name=language.say(heading.DECISIONS),
            colour=palette(dark=scene.dark).groups["granted"],
            counts=tuple(one.decisions for one in found.kinds),
        )
    ]
    figure = ranked_bars(names, series, dark=scene.dark, texts=shares)
    return Shown(
        figure=figure if rows else None,
        summary=language.say(
            _SUMMARY if found.conditioned else _NO_CONDITIONS,
            share=language.share(found.conditioned, found.granted),
        ),
        table=table_of(language, _HEADINGS, rows, links),
    )


CONDITIONS: Final = View(
    name="conditions",
    version=2,
    title=Words("Voorwaarden", "Conditions"),
    show=_show,
    how_counted=HowCounted(
        unit=Words(
            "Besluiten met een voorwaarde van die soort; een besluit telt bij elke"
            " soort één keer.",
            "Decisions with a condition of that kind; a decision counts once under each"
            " kind.",
        ),
        denominator=Words(
            "N is het aantal besluiten met een voorwaarde; in de zin erboven het aantal"
            " verleende besluiten, ook deels of met voorwaarden.",
            "N is the number of decisions with a condition; in the sentence above, the"
            " number of decisions that granted, in part or with conditions included.",
        ),
        left_out=Words(
            "De tekst van een voorwaarde is niet openbaar; alleen haar soort.",
            "The text of a condition is not public; only its kind is.",
        ),
    ),
)
