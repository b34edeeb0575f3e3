"""Withheld decisions as the committee reads them: the page of each, and their list."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from dashboards.committee.opened import SealedEntry, SealedName
from dashboards.committee.opened_fields import AS_OF, MARK, TITLE, withheld_fields
from dashboards.pages.decision_content import content_sections, lead, summary_section
from dashboards.pages.withheld_list import withheld_table
from dashboards.queries.recorded_decision import withheld_reading
from dashboards.queries.withheld_detail import (
    WithheldDetail,
    withheld_rows,
)
from dashboards.scene import Scene
from dashboards.ui import html
from dashboards.ui.card import section
from dashboards.words import Words
from ledger.records.decision import LicenceDecision
from ledger.records.sealable import WITHHELD

MOST: Final = 300
"""Decisions that one list shows."""

_OPENED: Final = Words(
    "Alles hieronder tot aan de controle is vertrouwelijk: het is geopend uit de kluis,"
    " en de digest van het besluit staat in de regel onderaan.",
    "All below up to the check is confidential: it was opened from the vault, and the"
    " digest of the decision stands in the entry at the end.",
)
_LIST: Final = Words("De onthouden besluiten zelf", "The withheld decisions themselves")
_SHOWN: Final = Words(
    "{n} van {all} onthouden besluiten, de laatste eerst. Elk heeft een eigen pagina;"
    " wat daar wordt geopend, wordt vastgelegd. Kies jaren om de rest te zien.",
    "{n} of {all} withheld decisions, the last first. Each has a page of its own; what"
    " is opened there is recorded. Choose years to see the rest.",
)
_NONE: Final = Words(
    "In deze jaren zijn geen besluiten onthouden.",
    "No decisions are withheld in these years.",
)


def opened_decision(
    scene: Scene,
    found: WithheldDetail,
    sealed: SealedEntry | None,
    names: Mapping[str, SealedName],
) -> list[Any]:
    """Return what was opened of a withheld decision, laid out as any other decision.

    Args:
        scene: The question.
        found: What everyone may know of it.
        sealed: Its entry, with what was opened; None as of an earlier day.
        names: What sealed fields are called.
    """
    language = scene.language
    if sealed is None:
        absent = html.P(language.say(AS_OF), className="absent")
        return [section(language.say(TITLE), absent)]
    fields = withheld_fields(scene, sealed, names)
    decision = _decision(sealed)
    if decision is None or found.published is not None:
        return [_marked(scene, fields)]  # what is published stands above
    read = withheld_reading(scene.connection, scene.stamp.ledger_id, decision, found)
    sections = [summary_section(scene, read), fields, *content_sections(scene, read)]
    return [
        html.P(language.say(_OPENED), className="notice"),
        html.P([lead(scene, read), " ", _mark(scene)], className="lead"),
        *[_marked(scene, one) for one in sections],
    ]


def _decision(sealed: SealedEntry) -> LicenceDecision | None:
    """Return the decision, if it was opened and the entry holds its digest."""
    for one in sealed.fields:
        if one.field == WITHHELD and one.holds:
            return msgspec.convert(one.value, LicenceDecision)
    return None


def _mark(scene: Scene) -> html.Span:
    return html.Span(scene.language.say(MARK), className="tier")


def _marked(scene: Scene, part: html.Section) -> html.Section:
    """Return a section with the mark of the committee in its heading."""
    heading, *content = part.children
    marked = html.H2([heading.children, " ", _mark(scene)])
    return html.Section([marked, *content], className="card")


def withheld_list(scene: Scene) -> html.Section:
    """Return the list of withheld decisions, with nothing of what is in them."""
    language = scene.language
    title = language.say(_LIST)
    rows, total = withheld_rows(scene.connection, scene.filters, MOST)
    if not rows:
        return _marked(scene, section(title, html.P(language.say(_NONE))))
    said = {"n": language.number(len(rows)), "all": language.number(total)}
    shown = html.P(language.say(_SHOWN, **said))
    return _marked(scene, section(title, shown, withheld_table(scene, title, rows)))
