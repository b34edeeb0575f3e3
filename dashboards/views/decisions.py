"""The decisions themselves, as rows."""

from typing import Final

from dashboards.queries import DecisionPage, DecisionRow, decisions_page
from dashboards.scene import Scene
from dashboards.tables import Cell
from dashboards.views import counted, heading
from dashboards.views.view import Shown, View, table_of
from dashboards.words import Words

PAGE_SIZE: Final = 50
_EVERYTHING: Final = 2**31

HEADINGS: Final = (
    heading.REFERENCE,
    heading.DECIDED_ON,
    heading.DESTINATION,
    heading.OUTCOME,
    heading.STATUS,
    heading.CODES,
    Words("vergunde waarde", "licensed value"),
    Words("doorslaggevende doelen", "decisive goals"),
)


def read_page(scene: Scene, *, size: int = PAGE_SIZE) -> DecisionPage:
    """Return the page of decisions that the state asks for."""
    state = scene.state
    return decisions_page(
        scene.connection,
        scene.filters,
        state.search(),
        sort=state.sort,
        descending=not state.ascending,
        page=state.page if size == PAGE_SIZE else 1,
        size=size,
    )


def cells_of(scene: Scene, row: DecisionRow) -> tuple[Cell, ...]:
    """Return the cells of one decision, below ``HEADINGS``."""
    language, labels = scene.language, scene.labels
    value = None
    if row.minor is not None and row.currency is not None:
        value = language.money(row.currency, row.minor)
    goals = None
    if row.weighing_status == "published":
        goals = ", ".join(code.partition("_")[0] for code in row.decisive_goals) or "–"
    return (
        row.ref,
        language.days(row.decided_first, row.decided_last),
        labels.country(row.destination),
        labels.term("outcome", row.outcome),
        labels.term("status", row.status),
        ", ".join(row.codes),
        value,
        goals,
    )


def _show(scene: Scene) -> Shown:
    found = read_page(scene, size=_EVERYTHING)
    rows = tuple(cells_of(scene, row) for row in found.rows)
    summary = Words("{n:besluit|besluiten}.", "{n:decision|decisions}.")
    language = scene.language
    return Shown(
        figure=None,
        summary=language.say(summary, n=language.number(found.total)),
        table=table_of(language, HEADINGS, rows),
    )


DECISIONS: Final = View(
    name="decisions",
    title=Words("Besluiten", "Decisions"),
    show=_show,
    how_counted=counted.ROWS,
)
