"""Lists of withheld decisions, each with its page; of what is in them they say none."""

from collections.abc import Sequence
from typing import Final

from dashboards.queries.withheld_detail import WithheldRow, published_rows
from dashboards.scene import Scene
from dashboards.ui import html
from dashboards.ui.card import section, table_view
from dashboards.views.link import decision_link
from dashboards.views.view import table_of
from dashboards.views.withheld_note import ground_words
from dashboards.words import Words

_HEADINGS: Final = (
    Words("kenmerk", "reference"),
    Words("maand", "month"),
    Words("gronden", "grounds"),
    Words("regel", "entry"),
)
_PUBLISHED: Final = Words("Later gepubliceerd", "Published later")
_SHOWN: Final = Words(
    "{n} onthouden besluiten zijn later gepubliceerd. Zij tellen hierboven nog als"
    " onthouden.",
    "{n} withheld decisions were published later. They still count as withheld above.",
)


def withheld_table(scene: Scene, title: str, rows: Sequence[WithheldRow]) -> html.Div:
    """Return the table of some withheld decisions."""
    language = scene.language
    cells = tuple(
        (
            decision_link(scene, row.decision_ref),
            language.month(f"{row.month:%Y-%m}"),
            ground_words(scene, row.grounds),
            row.entry_index,
        )
        for row in rows
    )
    table = table_of(language, _HEADINGS, cells)
    return html.Div(table_view(language, table, title), className="scroll")


def published_list(scene: Scene) -> list[html.Section]:
    """Return the section of what was published later, if anything was."""
    language = scene.language
    rows = published_rows(scene.connection, scene.stamp.ledger_id)
    if not rows:
        return []
    title = language.say(_PUBLISHED)
    said = html.P(language.say(_SHOWN, n=language.number(len(rows))))
    return [section(title, said, withheld_table(scene, title, rows))]
