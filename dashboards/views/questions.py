"""The twenty questions as views: asked of the whole ledger, whatever is selected."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from dashboards.queries.question import Answer, Question, answer, questions
from dashboards.scene import Scene
from dashboards.tables import Cell
from dashboards.views import counted, heading
from dashboards.views.view import NOT_PUBLISHED, Shown, View, table_of
from dashboards.words import Words

_NONE: Final = Words(
    "Het grootboek heeft hierover geen regels.", "The ledger has no entries on this."
)
_NOTHING: Final = Words("geen", "none")

_NONE_YET: Final = {"days", "licensed_minor", "starts_on", "used_minor"}
"""Columns in which nothing is nothing, and not something that is withheld."""

_HEADINGS: Final = {
    "advice_withheld": Words(
        "advies als onthouden opgegeven", "advice declared withheld"
    ),
    "aspect": Words("doorslaggevend aspect", "decisive aspect"),
    "assistance": Words("technische bijstand", "technical assistance"),
    "before_ref": Words("eerdere vergunning", "earlier licence"),
    "changed": Words("gewijzigde bevindingen (n/N)", "changed findings (n/N)"),
    "changed_aspects": Words("waarop", "on which"),
    "class_3e": Words("klasse 3E", "class 3E"),
    "corrections": Words("correcties", "corrections"),
    "currency": Words("munt", "currency"),
    "days": Words("dagen tot die lijst", "days until that list"),
    "decided_by": Words("besloten door", "decided by"),
    "decided_in_year": Words("in het jaar besloten", "decided in the year"),
    "decision_ref": heading.DECISION,
    "decisions": heading.DECISIONS,
    "decisive": Words("doorslaggevend (n/N)", "decisive (n/N)"),
    "decisive_aspects": Words("bij verlening doorslaggevend", "decisive at the grant"),
    "destination": heading.DESTINATION,
    "destination_group": Words("groep van bestemmingen", "group of destinations"),
    "entries_then": Words("regels (n/N)", "entries (n/N)"),
    "event_type": Words("gebeurtenis", "event"),
    "field": Words("onthouden gegeven", "withheld field"),
    "framework_is": heading.FRAMEWORK_VERSION,
    "goal": heading.GOAL,
    "granted": heading.GRANTED,
    "ground": heading.GROUND,
    "last_leaf": Words("hash van de laatste regel", "hash of the last entry"),
    "licensed_minor": Words("vergund maximum", "licensed maximum"),
    "materiality": Words("gevolg voor totalen", "effect on totals"),
    "month": heading.MONTH,
    "n": heading.SHARE,
    "not_published": NOT_PUBLISHED,
    "occurred_on": Words("op", "on"),
    "other": heading.OTHER,
    "outcome_moved": Words("andere uitkomst", "other outcome"),
    "overrides": Words("ondanks een bevinding", "in spite of a finding"),
    "period_is": heading.PERIOD,
    "product_class": heading.CLASS,
    "rank": Words("plaats", "rank"),
    "reason": heading.REASON,
    "recorded_in_year": Words("in het jaar vastgelegd", "recorded in the year"),
    "refused": heading.REFUSED,
    "renewed": Words("verlengd, van verleend (n/N)", "renewed, of granted (n/N)"),
    "reported": Words("met gemeld gebruik (n/N)", "with reported use (n/N)"),
    "starts_on": Words("volgende lijstversie", "next list version"),
    "technology": Words("overdracht van technologie", "transfer of technology"),
    "used_minor": Words("gemeld gebruik", "reported use"),
    "value_moved": Words("andere waarde", "other value"),
    "version": heading.FRAMEWORK_VERSION,
    "what": heading.WHAT,
    "withheld": heading.WITHHELD,
    "within_gross": Words("met stilstand (n/N)", "stops included (n/N)"),
    "within_net": Words("zonder stilstand (n/N)", "without stops (n/N)"),
    "year": heading.YEAR,
}
_VOCABULARIES: Final = {
    "decided_by": "decision_level",
    "destination_group": "destination_group",
    "event_type": "event_type",
    "field": "decision_field",
    "ground": "refusal_ground",
    "materiality": "materiality",
    "reason": "correction_reason",
}


def _aspect(scene: Scene, code: str) -> str:
    """Return what a goal, a criterion or an article is called in this ledger."""
    known = scene.goals() | scene.criteria()
    return known.get(code) or scene.labels.term("art15", code)


def _word(scene: Scene, question: Question, column: str, code: str) -> str:
    if code == "all":
        return scene.language.say(heading.ALL)
    if code in question.words:
        words = question.words[code]
        return scene.language.either(words.nl, words.en)
    named: dict[str, Callable[[str], str]] = {
        "all_goal": lambda code: _aspect(scene, code),
        "aspect": lambda code: _aspect(scene, code),
        "changed_aspects": lambda code: _aspect(scene, code),
        "decisive_aspects": lambda code: _aspect(scene, code),
        "destination": scene.labels.country,
        "goal": lambda code: _aspect(scene, code),
        "month": scene.language.month,
        "product_class": scene.labels.product_class,
    }
    if column in named:
        return named[column](code)
    return scene.labels.term(_VOCABULARIES.get(column, ""), code)


def _cell(scene: Scene, question: Question, row: dict[str, Any], column: str) -> Cell:
    value, whole = row[column], row.get(f"{column}_of")
    if value == [] or (value is None and column in _NONE_YET):
        return scene.language.say(_NOTHING)
    if whole is not None:
        return scene.language.share(value, whole)
    match value:
        case date():
            return scene.language.day(value)
        case str() | list():
            codes = [value] if isinstance(value, str) else value
            return ", ".join(_word(scene, question, column, code) for code in codes)
        case int() if column.endswith("_minor"):
            return scene.language.money(row["currency"], value)
        case _:
            return value  # type: ignore[no-any-return] # a number, or nothing


def _sentence(scene: Scene, question: Question, found: Answer) -> str:
    """Return the answer in words.

    Braces are columns of the first row; or, where each row counts something else, what
    it counts and the column: ``{route_ru_n}``.
    """
    if not found.rows:
        return scene.language.say(_NONE)
    said: defaultdict[str, Cell] = defaultdict(lambda: "–")  # a row that is not there
    for number, cells in enumerate(found.rows):
        row = dict(zip(found.columns, cells, strict=True))
        what = row.get("what")
        for column in found.columns:
            cell = _cell(scene, question, row, column)
            if isinstance(cell, int):
                cell = scene.language.number(cell)
            told = scene.language.say(NOT_PUBLISHED) if cell is None else cell
            if number == 0:
                said[column] = told
            if what is not None:
                said[f"{what}_{column}"] = told
    text = scene.language.either(question.said.nl, question.said.en)
    return text.format_map(said)


def _show(question: Question) -> Callable[[Scene], Shown]:
    def show(scene: Scene) -> Shown:
        found = answer(scene.connection, scene.stamp.slug, question.number)
        columns = tuple(
            column
            for column in found.columns
            if not column.endswith("_of") and not column.startswith("all_")
        )
        rows = tuple(
            tuple(_cell(scene, question, row, column) for column in columns)
            for row in (
                dict(zip(found.columns, row, strict=True)) for row in found.rows
            )
        )
        headings = tuple(_HEADINGS[column] for column in columns)
        return Shown(
            figure=None,
            summary=_sentence(scene, question, found),
            table=table_of(scene.language, headings, rows),
            notes=(scene.language.either(question.note.nl, question.note.en),),
        )

    return show


QUESTION_VIEWS: Final = tuple(
    View(
        name=f"question-{question.number}",
        version=3,
        title=Words(question.asks.nl, question.asks.en),
        show=_show(question),
        how_counted=counted.QUESTION,
    )
    for question in questions()
)
"""A view for each of the twenty questions."""
