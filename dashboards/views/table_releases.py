"""Releases of tables on withheld decisions: what each counted and suppressed by."""

from typing import Final

from dashboards.queries import table_releases
from dashboards.scene import Scene
from dashboards.views import counted, heading
from dashboards.views.released_tables import none_released
from dashboards.views.view import HowCounted, Shown, View, table_of
from dashboards.words import Words

_HEADINGS: Final = (
    Words("tot en met", "through"),
    heading.ENTRY,
    Words("regels geteld", "entries counted"),
    Words("parameters, versie", "parameters, version"),
    Words("minimum exporteurs", "least exporters"),
    Words("minimum besluiten", "least decisions"),
    Words("p%-regel", "p% rule"),
    Words("dominantie (n, k%)", "dominance (n, k%)"),
    Words("aantallen onderdrukt (n/N)", "counts suppressed (n/N)"),
    Words("waarden onderdrukt (n/N)", "values suppressed (n/N)"),
)
_SUMMARY: Final = Words(
    "{n:vrijgave staat|vrijgaven staan} in het grootboek; elke hield rekening met"
    " alles wat eerder over dat jaar is vrijgegeven.",
    "{n:release is|releases are} in the ledger; each reckoned with everything that was"
    " released on its year before.",
)


def _show(scene: Scene) -> Shown:
    language = scene.language
    found = table_releases(scene.connection, scene.stamp.ledger_id)
    if not found:
        return none_released(scene, _HEADINGS)
    rows = tuple(
        (
            language.period(one.through, "month"),
            str(one.entry_index),
            one.size_before,
            one.control_version,
            one.min_contributors,
            one.min_decisions,
            f"{one.p_percent}%",
            f"{one.dominance_contributors}, {one.dominance_percent}%",
            language.share(one.suppressed, one.shown + one.suppressed),
            language.share(
                one.values_suppressed, one.values_shown + one.values_suppressed
            ),
        )
        for one in found
    )
    return Shown(
        figure=None,
        summary=language.say(_SUMMARY, n=language.number(len(found))),
        table=table_of(language, _HEADINGS, rows),
    )


TABLE_RELEASES: Final = View(
    name="table-releases",
    title=Words("Vrijgaven en hun parameters", "Releases and their parameters"),
    show=_show,
    how_counted=HowCounted(
        unit=Words(
            "Vrijgaven van tabellen, elk één keer.", "Releases of tables, each once."
        ),
        denominator=Words(
            "N zijn de cellen van de vrijgave die niet nul zijn, of die onderdrukt"
            " zijn; bij waarden alleen die van wat is verleend.",
            "N are the cells of the release that are not nil, or that are suppressed;"
            " of values only those of what was granted.",
        ),
        left_out=counted.NOTHING,
    ),
)
