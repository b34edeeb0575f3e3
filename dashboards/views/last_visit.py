"""What came into the ledger since a reader saw it last."""

from typing import Final

from dashboards.queries.since import News, news_counts, news_since
from dashboards.scene import Scene
from dashboards.tables import Cell
from dashboards.views import heading
from dashboards.views.link import decision_link
from dashboards.views.view import HowCounted, Shown, View, table_of
from dashboards.views.withheld_note import ground_words
from dashboards.words import Words

_MOST: Final = 2_000
_SORTS: Final = {
    "licence_decision": Words("besluit", "decision"),
    "correction": Words("verbetering van de registratie", "correction of the record"),
    "ended": Words(
        "ingetrokken, geschorst of nietig verklaard",
        "revoked, suspended, cancelled or annulled",
    ),
    "decision_event": Words(
        "ander bericht over een besluit", "other news of a decision"
    ),
}
_HEADINGS: Final = (
    Words("soort nieuws", "sort of news"),
    Words("waarover", "about"),
    heading.WHAT,
    Words("dag", "day"),
    Words("vastgelegd op", "recorded on"),
    heading.ENTRY,
)
_FROM_HERE: Final = Words(
    "Dit adres zegt niet wat u al zag. Maak hieronder een bladwijzer; wie die later"
    " opent, ziet hier wat er sindsdien bij kwam.",
    "This address does not say what you have seen. Make a bookmark below; opened later,"
    " it shows here what has come in since.",
)
_NOTHING: Final = Words(
    "Sinds uw bezoek, bij {seen:regel|regels}, kwam er niets bij.",
    "Nothing has come in since your visit, at {seen:entry|entries}.",
)
_SUMMARY: Final = Words(
    "Sinds uw bezoek, bij {seen:regel|regels},"
    " {n:kwam er # regel bij|kwamen er # regels bij}: {counts}.",
    "Since your visit, at {seen:entry|entries}, {n:entry has|entries have} come in:"
    " {counts}.",
)
_BEYOND: Final = Words(
    "Uw bladwijzer noemt {seen:regel|regels}; dit grootboek heeft er hier {size}. Dat"
    " kan alleen als u een eerdere dag bekijkt, als dit een oudere kopie is, of als er"
    " regels zijn weggehaald.",
    "Your bookmark names {seen:entry|entries}; this ledger has {size} here. That can"
    " only be when you look at an earlier day, when this is an older copy, or when"
    " entries were taken away.",
)
_WITHHELD: Final = Words("onthouden ({ground})", "withheld ({ground})")
_FIRST: Final = Words(
    "De tabel toont {n} van de {all} regels; de aantallen in de zin zijn van alle.",
    "The table shows {n} of the {all} entries; the counts in the sentence are of all.",
)


def size_seen(scene: Scene) -> int:
    """Return the size that the reader has seen; 0 for none."""
    return int(scene.state.seen.partition(".")[0] or "0")


def sort_name(scene: Scene, news: str) -> str:
    """Return what a sort of news is called."""
    if news in _SORTS:
        return scene.language.say(_SORTS[news])
    return scene.labels.term("kind", news)


def _show(scene: Scene) -> Shown:
    language, seen = scene.language, size_seen(scene)
    number = language.number
    empty = table_of(language, _HEADINGS, ())
    if not seen:
        return Shown(figure=None, summary=language.say(_FROM_HERE), table=empty)
    if seen > scene.stamp.size:
        summary = language.say(
            _BEYOND, seen=number(seen), size=number(scene.stamp.size)
        )
        return Shown(figure=None, summary=summary, table=empty)
    counts = news_counts(scene.connection, scene.stamp.ledger_id, seen)
    total = sum(counts.values())
    if not total:
        summary = language.say(_NOTHING, seen=number(seen))
        return Shown(figure=None, summary=summary, table=empty)
    found = news_since(scene.connection, scene.stamp.ledger_id, seen, _MOST)
    said = ", ".join(
        f"{sort_name(scene, news)} {number(n)}" for news, n in counts.items()
    )
    notes: tuple[str, ...] = ()
    if total > len(found):
        notes = (language.say(_FIRST, n=number(len(found)), all=number(total)),)
    return Shown(
        figure=None,
        summary=language.say(_SUMMARY, seen=number(seen), n=number(total), counts=said),
        table=table_of(language, _HEADINGS, tuple(_row(scene, one) for one in found)),
        notes=notes,
    )


def _row(scene: Scene, one: News) -> tuple[Cell, ...]:
    language = scene.language
    about: Cell = language.either(one.title_nl, one.title_en) or "–"
    if one.ref is not None:
        about = decision_link(scene, one.ref)
    day = "–"
    if one.first_on is not None and one.last_on is not None:
        day = language.days(one.first_on, one.last_on)
    return (
        sort_name(scene, one.news),
        about,
        _what(scene, one),
        day,
        language.day(one.recorded_at.date()),
        one.entry_index,
    )


def _what(scene: Scene, one: News) -> str:
    labels = scene.labels
    if one.outcome is not None and one.destination is not None:
        outcome = labels.term("outcome", one.outcome)
        return f"{outcome}, {labels.country(one.destination)}"
    if one.grounds is not None:
        return scene.language.say(
            _WITHHELD, ground=ground_words(scene, tuple(one.grounds))
        )
    if one.event_type is None:
        return labels.term("kind", one.kind)
    said = labels.term("event_type", one.event_type)
    fields = [labels.term("decision_field", name) for name in one.changed_fields or ()]
    return f"{said}: {', '.join(fields)}" if fields else said


LAST_VISIT: Final = View(
    name="last-visit",
    needs_choice=True,
    version=2,
    title=Words("Wat er bij kwam", "What came in"),
    show=_show,
    how_counted=HowCounted(
        unit=Words(
            "Regels van het grootboek, elk één keer, vanaf de omvang in uw adres."
            " Een keuze van jaren of bestemmingen geldt hier niet.",
            "Entries of the ledger, each once, from the size that your address names. A"
            " selection of years or destinations does not hold here.",
        ),
        denominator=Words(
            "Er worden geen aandelen berekend.", "No shares are computed."
        ),
        left_out=Words("Niets.", "Nothing."),
    ),
)
