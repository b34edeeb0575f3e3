"""Applications that are still open, by when they came in."""

from datetime import date
from typing import Final

from dashboards.figures.histogram import histogram
from dashboards.figures.palette import palette
from dashboards.figures.timeline import Series
from dashboards.queries import OpenCases, OpenCount, open_cases
from dashboards.scene import Scene
from dashboards.views import counted
from dashboards.views.view import Shown, View, table_of
from dashboards.words import Words

_HEADINGS: Final = (
    Words("maand van ontvangst", "month of receipt"),
    Words("maanden open", "months open"),
    Words("ontvangen", "received"),
    Words("afgedaan", "closed"),
    Words("open", "open"),
    Words("open van ontvangen (n/N)", "open of received (n/N)"),
)
_SUMMARY: Final = Words(
    "Eind {month} {pending:stond # aanvraag|stonden # aanvragen} open; van {placed}"
    " daarvan is de maand van ontvangst bekend, en"
    " {old:kwam er #|kwamen er #} meer dan drie maanden eerder binnen.",
    "At the end of {month}, {pending:application was|applications were} open; of"
    " {placed} of these the month of receipt is known, and {old} came in more than"
    " three months before.",
)
_ONLY_AT_MOST: Final = Words(
    "Eind {month} {pending:stond # aanvraag|stonden # aanvragen} open. Naar maand van"
    " ontvangst is het aantal alleen als hoogstens bekend:"
    " {n:onthouden besluit zegt|onthouden besluiten zeggen} niet wanneer de aanvraag"
    " binnenkwam; wat is onthouden, staat hier nog als open.",
    "At the end of {month}, {pending:application was|applications were} open. By month"
    " of receipt the number is only known as at most:"
    " {n:withheld decision does|withheld decisions do} not say when the application"
    " came in; what is withheld still stands here as open.",
)
_AT_MOST: Final = Words("open, hoogstens", "open, at most")
_NO_BOOKS: Final = Words(
    "Geen maandstaat in dit grootboek telt aanvragen.",
    "No manifest in this ledger counts applications.",
)
_EVERY: Final = Words(
    "De keuze van jaren, bestemming of klasse geldt hier niet: een maandstaat telt"
    " alle aanvragen.",
    "The selection of years, destination or class does not hold here: a manifest counts"
    " all applications.",
)
_UNPLACED: Final = Words(
    "{n:besluit zegt|besluiten zeggen} niet wanneer de aanvraag binnenkwam; zo'n"
    " aanvraag staat hier ten onrechte als open.",
    "{n:decision does|decisions do} not say when the application came in; such an"
    " application wrongly stands here as open.",
)
_QUARTER: Final = 3


def _show(scene: Scene) -> Shown:
    language = scene.language
    found = open_cases(scene.connection, scene.stamp.ledger_id)
    if found.upto is None:
        return Shown(
            figure=None,
            summary=language.say(_NO_BOOKS),
            table=table_of(language, _HEADINGS, ()),
        )
    is_bound = found.withheld > 0
    open_heading = _AT_MOST if is_bound else _HEADINGS[4]
    headings = (*_HEADINGS[:4], open_heading, _HEADINGS[5])
    ages = _ages(found, found.upto)
    rows = tuple(
        (
            language.period(row.month, "month"),
            age,
            row.received,
            row.closed,
            row.received - row.closed,
            language.share(row.received - row.closed, row.received),
        )
        for row, age in ages
    )
    names = [language.period(row.month, "month") for row, _ in ages]
    series = Series(
        name=language.say(open_heading),
        colour=palette(dark=scene.dark).bar,
        counts=tuple(row.received - row.closed for row, _ in ages),
    )
    notes = [language.say(_EVERY)]
    if found.unplaced:
        notes.append(language.say(_UNPLACED, n=language.number(found.unplaced)))
    return Shown(
        figure=histogram(
            names, [series], title=language.say(_HEADINGS[0]), dark=scene.dark
        )
        if ages
        else None,
        summary=language.say(
            _ONLY_AT_MOST if is_bound else _SUMMARY,
            n=language.number(found.withheld),
            month=language.month(f"{found.upto:%Y-%m}"),
            pending=language.number(found.pending),
            placed=language.share(
                sum(row.received - row.closed for row, _ in ages), found.pending
            ),
            old=language.number(
                sum(row.received - row.closed for row, age in ages if age > _QUARTER)
            ),
        ),
        table=table_of(language, headings, rows),
        notes=tuple(notes),
    )


def _ages(found: OpenCases, upto: date) -> list[tuple[OpenCount, int]]:
    """Return the months with open applications and how many months ago they are."""
    return [
        (row, (upto.year - row.month.year) * 12 + upto.month - row.month.month)
        for row in found.months
        if row.received != row.closed
    ]


OPEN_CASES: Final = View(
    name="open-cases",
    title=Words(
        "Open aanvragen naar maand van ontvangst",
        "Open applications by month of receipt",
    ),
    show=_show,
    how_counted=counted.OPEN,
)
