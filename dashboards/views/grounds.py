"""On which grounds was refused."""

from typing import Final

from dashboards.figures.palette import palette
from dashboards.figures.ranking import ranked_bars
from dashboards.figures.timeline import Series
from dashboards.queries import refusal_grounds
from dashboards.scene import Scene
from dashboards.subset import Subset
from dashboards.views import counted, heading
from dashboards.views.behind import behind
from dashboards.views.view import Shown, View, table_of
from dashboards.words import Words

_HEADINGS: Final = (
    heading.CODE,
    heading.GROUND,
    heading.DECISIONS,
    heading.SHARE,
)
_SUMMARY: Final = Words(
    "{n:besluit noemt|besluiten noemen} een weigeringsgrond; een besluit kan er meer"
    " noemen.",
    "{n:decision names|decisions name} a refusal ground; a decision can name several.",
)


def _show(scene: Scene) -> Shown:
    found = refusal_grounds(scene.connection, scene.filters)
    language = scene.language
    names = [scene.labels.term("refusal_ground", row.ground) for row in found.grounds]
    shares = [language.share(row.decisions, found.refused) for row in found.grounds]
    rows = tuple(
        (row.ground, name, row.decisions, share)
        for row, name, share in zip(found.grounds, names, shares, strict=True)
    )
    colours = palette(dark=scene.dark)
    series = [
        Series(
            name=language.say(heading.DECISIONS),
            colour=colours.groups["refused"],
            counts=tuple(row.decisions for row in found.grounds),
        )
    ]
    figure = ranked_bars(names, series, dark=scene.dark, texts=shares)
    return Shown(
        figure=figure if rows else None,
        summary=language.say(_SUMMARY, n=language.number(found.refused)),
        table=table_of(
            language,
            _HEADINGS,
            rows,
            {
                (row, 2): behind(scene, Subset(), grounds=(one.ground,))
                for row, one in enumerate(found.grounds)
            },
        ),
    )


GROUNDS: Final = View(
    name="refusal-grounds",
    title=Words("Weigeringsgronden", "Refusal grounds"),
    show=_show,
    how_counted=counted.GROUNDS,
)
