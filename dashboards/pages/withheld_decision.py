"""One withheld decision: what everyone may know of it, and the entry that proves it."""

from typing import Any, Final

from dashboards.pages.decision_content import content_sections, lead, summary_section
from dashboards.pages.decision_entry import proof_sections
from dashboards.queries.recorded_decision import withheld_reading
from dashboards.queries.withheld_detail import Published, WithheldDetail
from dashboards.scene import Scene
from dashboards.ui import html
from dashboards.ui.card import provenance, section
from dashboards.ui.facts import facts
from dashboards.ui.heading import of_reference
from dashboards.views.withheld_note import ground_words
from dashboards.words import Words
from ledger.entry import Entry
from ledger.records.withheld_publication import WithheldPublication

_TITLE: Final = Words("Onthouden besluit", "Withheld decision")
_LEAD: Final = Words("onthouden · besluit van {month}", "withheld · decided in {month}")
_SAID: Final = Words(
    "Dit besluit is niet openbaar. Openbaar is dat het er is, en wat hieronder staat."
    " Het besluit zelf is verzegeld: wie het mag openen, kan tegen deze regel nagaan"
    " dat het is wat toen werd vastgelegd.",
    "This decision is not public. Public is that it is there, and what stands below."
    " The decision itself is sealed: whoever may open it can check against this entry"
    " that it is what was recorded then.",
)
_WAS: Final = Words(
    "Dit besluit was onthouden en is later gepubliceerd. Wat is gepubliceerd, is wat"
    " toen werd verzegeld: de regel onderaan bevat de digest ervan, en de audit gaat"
    " dat na. In de tellingen blijft het een onthouden besluit.",
    "This decision was withheld, and published later. What is published is what was"
    " sealed then: the entry at the end holds its digest, and the audit checks that. It"
    " still counts as a withheld decision.",
)
_PUBLISHED: Final = Words(
    "Gepubliceerd op {day}, in regel {index}.",
    "Published on {day}, in entry {index}.",
)
_REASON: Final = Words("Reden: {reason}", "Reason: {reason}")
_KNOWN: Final = Words("Wat openbaar is", "What is public")


def withheld_decision(
    scene: Scene, found: WithheldDetail, shown: list[Any]
) -> list[Any]:
    """Return the content of the page of a withheld decision.

    Args:
        scene: The question.
        found: What everyone may know of it.
        shown: What this tier of readers may see besides.
    """
    language = scene.language
    month = language.month(f"{found.month:%Y-%m}")
    return [
        of_reference(language, _TITLE, found.decision_ref),
        html.P(language.say(_LEAD, month=month), className="lead"),
        _known(scene, found, month),
        *([] if found.published is None else _published(scene, found, found.published)),
        *shown,
        *proof_sections(scene, found.entry),
        html.P(provenance(scene), className="provenance"),
    ]


def _published(
    scene: Scene, found: WithheldDetail, publication: Published
) -> list[Any]:
    """Return the decision that was published, laid out as any other."""
    language = scene.language
    record = Entry.parse(publication.raw.encode()).record
    if not isinstance(record, WithheldPublication):
        raise TypeError(record)  # a build has rows of such entries only
    read = withheld_reading(
        scene.connection, scene.stamp.ledger_id, record.published, found
    )
    said = {
        "day": language.day(publication.published_on),
        "index": str(publication.entry_index),
    }
    lines = [html.P(language.say(_PUBLISHED, **said))]
    if publication.reason_nl or publication.reason_en:
        reason = language.either(publication.reason_nl, publication.reason_en)
        lines.append(html.P(language.say(_REASON, reason=reason)))
    lines.append(html.P(html.Code(publication.leaf_hash), className="provenance"))
    return [
        section(language.say(Words("Publicatie", "Publication")), *lines),
        html.P(lead(scene, read), className="lead"),
        summary_section(scene, read),
        *content_sections(scene, read),
    ]


def _known(scene: Scene, found: WithheldDetail, month: str) -> html.Section:
    language, labels = scene.language, scene.labels
    rule = language.either(found.rule_nl, found.rule_en) or found.rule_id
    rows = (
        (Words("maand van het besluit", "month of the decision"), month),
        (
            Words("openbaarheid", "disclosure"),
            labels.term("disclosure_rule", "withhold"),
        ),
        (Words("op grond van", "on the ground of"), ground_words(scene, found.grounds)),
        (Words("volgens de regel", "by the rule"), f"{rule} ({found.rule_id})"),
    )
    return section(
        language.say(_KNOWN),
        html.P(language.say(_SAID if found.published is None else _WAS)),
        facts(language, rows),
    )
