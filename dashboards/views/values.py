"""The licensed value by year, each currency by itself."""

from typing import Final

from dashboards.queries import licensed_values
from dashboards.scene import Scene
from dashboards.views import counted, heading
from dashboards.views.view import Shown, View, table_of
from dashboards.words import Words

_HEADINGS: Final = (
    heading.YEAR,
    heading.CURRENCY,
    heading.LICENSED_VALUE,
    heading.WITH_VALUE,
)
_SUMMARY: Final = Words(
    "De vergunde waarde is wat ten hoogste mag worden uitgevoerd, niet wat is"
    " uitgevoerd.",
    "The licensed value is what may be exported at most, not what was exported.",
)
_NO_SUM: Final = Words(
    "Valuta's worden niet omgerekend en niet opgeteld.",
    "Currencies are neither converted nor summed.",
)


def _show(scene: Scene) -> Shown:
    counts = licensed_values(scene.connection, scene.filters, "year")
    language = scene.language
    rows = tuple(
        (
            row.key,
            row.currency,
            None if row.minor is None else row.minor // 100,
            language.share(row.decisions_with_value, row.decisions),
        )
        for row in counts
    )
    return Shown(
        figure=None,
        summary=language.say(_SUMMARY),
        table=table_of(language, _HEADINGS, rows),
        notes=(language.say(_NO_SUM),),
    )


VALUES: Final = View(
    name="licensed-values",
    title=Words("Vergunde waarde per jaar", "Licensed value by year"),
    show=_show,
    how_counted=counted.VALUES,
)
