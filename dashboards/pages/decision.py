"""One decision, whole: fields, weighing, life, and the entry that proves it."""

import json
from typing import Any

from dash import html

from dashboards.pages.decision_weighing import weighing_section
from dashboards.queries import DecisionDetail, decision
from dashboards.queries.detail import DecisionFields
from dashboards.scene import Scene
from dashboards.tables import Table
from dashboards.ui.card import provenance, section, table_view
from dashboards.words import Words

_ABSENT = Words("niet gepubliceerd", "not published")


def decision_page(scene: Scene) -> list[Any]:
    """Return the content of the page of one decision."""
    language = scene.language
    found = decision(scene.connection, scene.stamp.slug, scene.state.ref)
    if found is None:
        words = Words(
            "Geen besluit met kenmerk {ref} in dit grootboek.",
            "No decision with reference {ref} in this ledger.",
        )
        return [
            html.H1(language.say(Words("Besluit", "Decision"))),
            html.P(language.say(words, ref=scene.state.ref or "–"), role="alert"),
        ]
    return [
        html.H1(
            f"{language.say(Words('Besluit', 'Decision'))} {found.fields.decision_ref}"
        ),
        html.P(_lead(scene, found), className="lead"),
        _summary(scene, found),
        html.Div(
            [_facts(scene, found.fields), _lines(scene, found)], className="columns"
        ),
        weighing_section(scene, found),
        _grounds(scene, found),
        _life(scene, found),
        _entry(scene, found),
        html.P(provenance(scene), className="provenance"),
    ]


def _lead(scene: Scene, found: DecisionDetail) -> str:
    fields, labels = found.fields, scene.labels
    day = scene.language.days(fields.decided_first, fields.decided_last)
    return (
        f"{labels.term('outcome', fields.outcome)} · {day} ·"
        f" {labels.country(fields.destination)} ·"
        f" {labels.term('status', fields.status)}"
    )


def _summary(scene: Scene, found: DecisionDetail) -> html.Section:
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


def _facts(scene: Scene, fields: DecisionFields) -> html.Section:
    language, labels = scene.language, scene.labels
    value = None
    if fields.minor is not None and fields.currency is not None:
        value = language.money(fields.currency, fields.minor)

    def term(vocabulary: str, code: str | None) -> str | None:
        return None if code is None else labels.term(vocabulary, code)

    facts: tuple[tuple[Words, str | None], ...] = (
        (
            Words("soort vergunning", "type of authorisation"),
            term("authorisation_type", fields.authorisation_type),
        ),
        (
            Words("wat wordt overgedragen", "what is transferred"),
            term("transfer_kind", fields.transfer_kind),
        ),
        (
            Words("definitief of tijdelijk", "permanent or temporary"),
            term("export_mode", fields.export_mode),
        ),
        (Words("eindgebruik", "end-use"), term("end_use", fields.end_use)),
        (
            Words("soort eindgebruiker", "type of end user"),
            term("end_user_type", fields.end_user_type),
        ),
        (
            Words("aanvraag ontvangen in", "application received in"),
            None
            if fields.application_received_in is None
            else language.month(fields.application_received_in),
        ),
        (
            Words("behandelduur (dagen)", "days taken"),
            None
            if fields.processing_days is None
            else language.number(fields.processing_days),
        ),
        (
            Words("besloten door", "decided by"),
            term("decision_level", fields.decided_by),
        ),
        (
            Words(
                "weigeringen van andere staten gecontroleerd",
                "denials of other states checked",
            ),
            None
            if fields.denial_checked_on is None
            else language.day(fields.denial_checked_on),
        ),
        (
            Words("geldig van", "valid from"),
            None if fields.valid_from is None else language.day(fields.valid_from),
        ),
        (
            Words("geldig tot en met", "valid to"),
            None if fields.valid_to is None else language.day(fields.valid_to),
        ),
        (
            Words("vergunde waarde", "licensed value"),
            value or labels.term("value_basis", fields.value_basis),
        ),
        (
            Words("grondslag", "legal basis"),
            "; ".join(labels.term("legal_basis", code) for code in fields.legal_basis)
            or None,
        ),
        (
            Words("openbaarheid", "disclosure"),
            term("disclosure_rule", fields.disclosure_rule),
        ),
    )
    absent = language.say(_ABSENT)
    return section(
        language.say(Words("Gegevens", "Facts")),
        html.Dl(
            [
                html.Div(
                    [
                        html.Dt(language.say(words)),
                        html.Dd(said or absent, className=None if said else "absent"),
                    ]
                )
                for words, said in facts
            ],
            className="facts",
        ),
    )


def _lines(scene: Scene, found: DecisionDetail) -> html.Section:
    language, labels = scene.language, scene.labels
    headings = (
        Words("nr.", "no."),
        Words("code", "code"),
        Words("lijst", "list"),
        Words("aantal", "count"),
        Words("waarde", "value"),
        Words("uitkomst", "outcome"),
    )
    rows = tuple(
        (
            str(line.line_no),
            line.code,
            f"{line.list_id} {line.list_version or ''}".strip(),
            line.item_count,
            None
            if line.minor is None or line.currency is None
            else language.money(line.currency, line.minor),
            labels.term("outcome", line.outcome or found.fields.outcome),
        )
        for line in found.lines
    )
    table = Table(
        headings=tuple(language.say(words) for words in headings),
        rows=rows,
        not_published=language.say(_ABSENT),
    )
    title = language.say(Words("Goederen", "Items"))
    return section(
        title, html.Div(table_view(language, table, title), className="scroll")
    )


def _grounds(scene: Scene, found: DecisionDetail) -> html.Section:
    language, labels = scene.language, scene.labels
    grounds = [labels.term("refusal_ground", code) for code in found.grounds]
    conditions = [labels.term("condition_type", code) for code in found.conditions]
    none = language.say(Words("geen", "none"))
    return section(
        language.say(Words("Gronden en voorwaarden", "Grounds and conditions")),
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
    )


def _life(scene: Scene, found: DecisionDetail) -> html.Section:
    language, labels = scene.language, scene.labels
    items = []
    for event in found.events:
        parts = [
            language.day(event.occurred_on),
            labels.term("event_type", event.event_type),
        ]
        if event.result is not None:
            parts.append(labels.term("event_result", event.result))
        reason = language.either(event.reason_nl, event.reason_en)
        entry = language.say(Words("regel {n}", "entry {n}"), n=event.entry_index)
        items.append(
            html.Li(
                [
                    " · ".join(parts),
                    f" – {reason}" if reason else "",
                    html.Small(f" ({entry})"),
                ]
            )
        )
    none = language.say(
        Words(
            "Na het besluit is niets vastgelegd.",
            "Nothing was recorded after the decision.",
        )
    )
    corrected: list[Any] = []
    if found.original is not None:
        words = Words(
            "De gegevens hierboven zijn zoals verbeterd; de regel hieronder is zoals"
            " besloten.",
            "The facts above are as corrected; the entry below is as decided.",
        )
        corrected = [html.P(language.say(words), className="notice")]
    return section(
        language.say(Words("Na het besluit", "After the decision")),
        *corrected,
        html.Ol(items, className="life") if items else html.P(none),
    )


def _entry(scene: Scene, found: DecisionDetail) -> html.Section:
    language, entry = scene.language, found.entry
    rows = (
        (Words("plaats in het grootboek", "index"), str(entry.entry_index)),
        (Words("hash van de regel", "leaf hash"), entry.leaf_hash),
        (
            Words("hash van de vorige regel", "hash of the entry before"),
            entry.previous_hash,
        ),
        (Words("vastgelegd op", "recorded at"), language.moment(entry.recorded_at)),
    )
    pretty = json.dumps(json.loads(entry.raw), ensure_ascii=False, indent=2)
    command = (
        f"weegboek ledger show LEDGER {entry.entry_index}\n"
        "weegboek audit run LEDGER --policy POLICY"
    )
    return section(
        language.say(Words("De regel in het grootboek", "The entry in the ledger")),
        html.Dl(
            [
                html.Div([html.Dt(language.say(words)), html.Dd(html.Code(value))])
                for words, value in rows
            ],
            className="facts wide",
        ),
        html.P(language.say(Words("Zelf controleren:", "Check it yourself:"))),
        html.Pre(command),
        html.Details(
            [
                html.Summary(language.say(Words("Leesbaar", "Readable"))),
                html.Pre(pretty, tabIndex="0"),
            ]
        ),
        html.Details(
            [
                html.Summary(
                    language.say(
                        Words(
                            "Precies de bytes die zijn vastgelegd",
                            "Exactly the bytes recorded",
                        )
                    )
                ),
                html.Pre(entry.raw, className="raw", tabIndex="0"),
            ]
        ),
    )
