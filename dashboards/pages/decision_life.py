"""What happened to one decision afterwards."""

from datetime import date
from typing import Any

from dashboards.queries import DecisionDetail
from dashboards.queries.detail import Change, Event
from dashboards.scene import Scene
from dashboards.ui import html
from dashboards.ui.card import section
from dashboards.views.absent_events import absent_events_note
from dashboards.words import Words


def life_section(scene: Scene, found: DecisionDetail) -> html.Section:
    """Return the section on the life of a decision."""
    language = scene.language
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
    items = [_item(scene, event, found.changes) for event in found.events]
    return section(
        language.say(Words("Na het besluit", "After the decision")),
        *corrected,
        html.Ol(items, className="life") if items else html.P(none),
        *[html.P(note, className="note") for note in absent_events_note(scene)],
    )


def _item(scene: Scene, event: Event, changes: tuple[Change, ...]) -> html.Li:
    language, labels = scene.language, scene.labels
    parts = [_when(scene, event), labels.term("event_type", event.event_type)]
    if event.result is not None:
        parts.append(labels.term("event_result", event.result))
    entry = language.say(Words("regel {n}", "entry {n}"), n=event.entry_index)
    details = [*_details(scene, event), *_changed(scene, event, changes)]
    content: list[Any] = [" · ".join(parts), html.Small(f" ({entry})")]
    if details:
        content.append(html.Ul([html.Li(one) for one in details]))
    return html.Li(content)


def _when(scene: Scene, event: Event) -> str:
    """Return when it happened; of a notified denial only the month is public."""
    if event.event_type == "denial_notified":
        return scene.language.month(f"{event.occurred_on:%Y-%m}")
    return scene.language.day(event.occurred_on)


def _details(scene: Scene, event: Event) -> list[str]:
    language, labels = scene.language, scene.labels
    days = (
        (Words("werkt vanaf", "effective on"), event.effective_on),
        (Words("uiterlijk tot en met", "until at most"), event.until_on),
        (Words("herbeoordeling uiterlijk op", "review due on"), event.due_on),
    )
    said: list[tuple[Words, str]] = [
        (words, language.day(day)) for words, day in days if day is not None
    ]
    grounds = "; ".join(labels.term("refusal_ground", one) for one in event.grounds)
    numbers = ", ".join(map(str, event.lines))
    texts = (
        (Words("reden", "reason"), language.either(event.reason_nl, event.reason_en)),
        (Words("gronden", "grounds"), grounds),
        (Words("beperkt tot regels", "limited to lines"), numbers),
        (
            Words("eindbeoordeling", "final assessment"),
            language.either(event.final_assessment_nl, event.final_assessment_en),
        ),
        (Words("rechter", "court"), event.court),
        (Words("ECLI", "ECLI"), event.ecli),
        (Words("vindplaats", "reference"), event.legal_ref),
        (Words("nieuw besluit", "new decision"), event.replacement_ref),
    )
    said += [(words, text) for words, text in texts if text]
    terms = (
        (Words("gemeld via", "notified through"), "denial_channel", event.channel),
        (
            Words("reden van verbetering", "reason for the correction"),
            "correction_reason",
            event.correction_reason,
        ),
        (Words("gevolg", "effect"), "materiality", event.materiality),
    )
    said += [
        (words, labels.term(vocabulary, code))
        for words, vocabulary, code in terms
        if code is not None
    ]
    said += _public_parts(scene, event)
    return [f"{language.say(words)}: {text}" for words, text in said]


def _public_parts(scene: Scene, event: Event) -> list[tuple[Words, str]]:
    language, labels = scene.language, scene.labels
    said: list[tuple[Words, str]] = []
    if event.paper is not None:
        secret = language.say(Words(" (vertrouwelijk)", " (in confidence)"))
        text = event.paper + (secret if event.paper_confidential else "")
        said.append((Words("stuk", "paper"), text))
    if event.old_rule is not None and event.new_rule is not None:
        rules = (event.old_rule, event.new_rule)
        before, after = (labels.term("disclosure_rule", rule) for rule in rules)
        said.append((Words("openbaarheid", "disclosure"), f"{before} → {after}"))
    if event.used_first is not None and event.used_last is not None:
        period = language.days(event.used_first, event.used_last)
        said.append((Words("gebruikt in", "used in"), period))
    if event.used_minor is not None and event.used_currency is not None:
        value = language.money(event.used_currency, event.used_minor)
        said.append((Words("werkelijk uitgevoerd", "actually exported"), value))
    return said


def _changed(scene: Scene, event: Event, changes: tuple[Change, ...]) -> list[str]:
    """Return what changed: from what into what, or the names of the fields."""
    labels = scene.labels
    own = [change for change in changes if change.entry_index == event.entry_index]
    told = {change.field for change in own}
    absent = scene.language.say(Words("niet gepubliceerd", "not published"))
    said = [
        f"{labels.term('decision_field', change.field)}:"
        f" {_value(scene, change.before) or absent} →"
        f" {_value(scene, change.after) or absent}"
        for change in own
    ]
    rest = [
        labels.term("decision_field", f) for f in event.changed_fields if f not in told
    ]
    if rest:
        words = Words("gewijzigd: {fields}", "changed: {fields}")
        said.append(scene.language.say(words, fields=", ".join(rest)))
    return said


def _value(scene: Scene, text: str | None) -> str | None:
    """Return a value as recorded, a day in words."""
    try:
        return None if text is None else scene.language.day(date.fromisoformat(text))
    except ValueError:
        return text
