"""How long decisions took, against the norm of eight weeks."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from dashboards.figures.histogram import histogram
from dashboards.figures.palette import palette
from dashboards.figures.ranking import ranked_bars
from dashboards.figures.timeline import Series, bars_over_time
from dashboards.queries import (
    TermKey,
    Terms,
    terms_by,
    terms_by_week,
    terms_over_time,
)
from dashboards.queries import terms as all_terms
from dashboards.scene import Scene
from dashboards.tables import Cell
from dashboards.views import counted, heading
from dashboards.views.link import month_pairs, number_link
from dashboards.views.none_of import none_of
from dashboards.views.time_axis import time_axis
from dashboards.views.view import Shown, View, nothing, table_of
from dashboards.views.withheld_note import withheld_notes
from dashboards.words import Words

NORM_WEEKS: Final = 8
_MOST_WEEKS: Final = 26
"""Weeks that have a bar of their own; what took longer stands in one."""
_ROOM: Final = 150
"""Pixels for a share with what it is a share of, beside the longest bar."""

_TERM_HEADINGS: Final = (
    heading.DECISIONS,
    Words("termijn bekend (n/N)", "term published (n/N)"),
    Words("binnen acht weken, netto (n/N)", "within eight weeks, net (n/N)"),
    Words("over de norm (n/N)", "over the norm (n/N)"),
    Words("mediaan bruto (dagen)", "median gross (days)"),
    Words("p90 bruto (dagen)", "p90 gross (days)"),
    Words("mediaan netto (dagen)", "median net (days)"),
    Words("p90 netto (dagen)", "p90 net (days)"),
    Words("klok stilgezet (n/N)", "clock stopped (n/N)"),
)
_WITHIN: Final = Words("binnen acht weken", "within eight weeks")
_OVER: Final = Words("langer dan acht weken", "longer than eight weeks")
_UNKNOWN: Final = Words("termijn niet gepubliceerd", "term not published")
_SUMMARY: Final = Words(
    "{within} van de besluiten met een bekende termijn viel binnen acht weken, netto;"
    " de helft duurde hoogstens {median:dag|dagen} en negen op de tien hoogstens"
    " {p90}.",
    "{within} of the decisions with a published term were taken within eight weeks,"
    " net; half took at most {median:day|days} and nine in ten at most {p90}.",
)
_SPREAD: Final = Words(
    "Binnen acht weken, netto: het vaakst {most}; het minst vaak {least}.",
    "Within eight weeks, net: most often {most}; least often {least}.",
)
_ONE_GROUP: Final = Words(
    "Binnen acht weken, netto: {only}.", "Within eight weeks, net: {only}."
)
_NOT_PUBLISHED: Final = Words(
    "Geen van deze besluiten heeft een gepubliceerde termijn.",
    "None of these decisions has a published term.",
)


def _summary(scene: Scene, found: Terms) -> str:
    language = scene.language
    if found.net_median is None or found.net_p90 is None:
        return language.say(_NOT_PUBLISHED)
    return language.say(
        _SUMMARY,
        within=language.share(found.within, found.known),
        median=language.number(found.net_median),
        p90=language.number(found.net_p90),
    )


def _cells(
    scene: Scene, found: Terms, *pairs: tuple[str, str], **changes: object
) -> tuple[Cell, ...]:
    """Return one row of terms; its counts lead to the decisions."""
    language = scene.language
    over = found.known - found.within

    def shown(number: int, whole: int, term: str) -> Cell:
        text = language.share(number, whole)
        return number_link(scene, text, *pairs, ("term", term), **changes)

    return (
        number_link(scene, language.number(found.decisions), *pairs, **changes),
        language.share(found.known, found.decisions),
        shown(found.within, found.known, "within_norm"),
        shown(over, found.known, "over_norm"),
        found.gross_median,
        found.gross_p90,
        found.net_median,
        found.net_p90,
        language.share(found.stopped, found.known),
    )


def _parts(scene: Scene, found: list[Terms]) -> list[Series]:
    """Return the parts of bars: within the norm, over it, not published."""
    colours, language = palette(dark=scene.dark), scene.language
    within = tuple(one.within for one in found)
    over = tuple(one.known - one.within for one in found)
    unknown = tuple(one.decisions - one.known for one in found)
    parts = [
        Series(name=language.say(_WITHIN), colour=colours.bar, counts=within),
        Series(name=language.say(_OVER), colour=colours.groups["other"], counts=over),
    ]
    if any(unknown):
        name = language.say(_UNKNOWN)
        parts.append(Series(name=name, colour=colours.grid, counts=unknown))
    return parts


def _show_over_time(scene: Scene) -> Shown:
    grain, language = scene.state.grain, scene.language
    headings = (heading.PERIOD, *_TERM_HEADINGS)
    counts = {
        row.period: row.terms
        for row in terms_over_time(scene.connection, scene.filters, grain)
    }
    if not counts:
        return nothing(scene, headings)
    axis = time_axis(scene, counts, grain)
    none = Terms(0, 0, None, None, None, None, 0, 0)
    steps = [counts.get(day, none) for day in axis.periods]
    rows = tuple(
        (
            language.period(day, grain),
            *_period_cells(scene, day, counts[day]),
        )
        for day in axis.periods
        if day in counts
    )
    return Shown(
        figure=bars_over_time(axis, _parts(scene, steps), dark=scene.dark),
        summary=_summary(scene, all_terms(scene.connection, scene.filters)),
        table=table_of(language, headings, rows),
        notes=withheld_notes(scene),
    )


def _period_cells(scene: Scene, day: date, found: Terms) -> tuple[Cell, ...]:
    if scene.state.grain == "year":
        return _cells(scene, found, first_year=day.year, last_year=day.year)
    months = 1 if scene.state.grain == "month" else 3
    return _cells(scene, found, *month_pairs(day, months))


_BY: Final[dict[TermKey, tuple[str, Words]]] = {
    "authorisation_type": (
        "authorisation",
        Words("soort vergunning", "kind of authorisation"),
    ),
    "destination_group": (
        "group",
        Words("groep van bestemmingen", "group of destinations"),
    ),
    "product_class": ("class", heading.CLASS),
}


def _show_by(key: TermKey) -> Callable[[Scene], Shown]:
    def show(scene: Scene) -> Shown:
        name, words = _BY[key]
        headings = (words, *_TERM_HEADINGS)
        counts = terms_by(scene.connection, scene.filters, key)
        if not counts:
            return nothing(scene, headings)
        names = [_name(scene, key, row.key) for row in counts]
        rows = []
        for label, row in zip(names, counts, strict=True):
            if key == "product_class":
                cells = _cells(scene, row.terms, classes=(row.key,))
            else:
                cells = _cells(scene, row.terms, (name, row.key or "unknown"))
            rows.append((label, *cells))
        found = [row.terms for row in counts]
        language = scene.language
        shares = [language.share(one.within, one.known) for one in found]
        figure = ranked_bars(names, _parts(scene, found), dark=scene.dark, texts=shares)
        figure["layout"]["margin"]["r"] = _ROOM
        return Shown(
            figure=figure,
            summary=_spread(scene, names, found),
            table=table_of(language, headings, tuple(rows)),
            notes=(language.say(_TWICE),) if key == "product_class" else (),
        )

    return show


def _spread(scene: Scene, names: Sequence[str], found: Sequence[Terms]) -> str:
    """Say how often the norm was met where it was most often, and least often."""
    language = scene.language
    known = [
        (one.within / one.known, f"{name}, {language.share(one.within, one.known)}")
        for name, one in zip(names, found, strict=True)
        if one.known
    ]
    if not known:
        return language.say(_NOT_PUBLISHED)
    if len(known) == 1:
        return language.say(_ONE_GROUP, only=known[0][1])
    (_, most), (_, least) = max(known), min(known)
    return language.say(_SPREAD, most=most, least=least)


_TWICE: Final = Words(
    "Een besluit over twee klassen telt in beide; de rijen tellen niet op.",
    "A decision on two classes counts in both; the rows do not add up.",
)


def _name(scene: Scene, key: TermKey, code: str | None) -> str:
    if code is None:
        return scene.language.say(Words("niet gepubliceerd", "not published"))
    if key == "product_class":
        return scene.labels.product_class(code)
    return scene.labels.term(key, code)


def _show_weeks(scene: Scene) -> Shown:
    language = scene.language
    headings = (
        Words("netto duur (weken)", "net term (weeks)"),
        heading.DECISIONS,
    )
    counts = {
        row.week: row.decisions
        for row in terms_by_week(scene.connection, scene.filters)
    }
    if not counts:
        return none_of(scene, headings, _NOT_PUBLISHED)
    weeks = range(1, min(max(counts), _MOST_WEEKS) + 1)
    longer = sum(n for week, n in counts.items() if week > _MOST_WEEKS)
    names = [str(week) for week in weeks]
    numbers = [counts.get(week, 0) for week in weeks]
    if longer:
        names.append(f"{_MOST_WEEKS + 1}+")
        numbers.append(longer)
    colours = palette(dark=scene.dark)
    places = range(1, len(numbers) + 1)
    series = [
        Series(
            name=language.say(words),
            colour=colour,
            counts=tuple(
                n if (place <= NORM_WEEKS) is kept else 0
                for place, n in zip(places, numbers, strict=True)
            ),
        )
        for words, colour, kept in (
            (_WITHIN, colours.bar, True),
            (_OVER, colours.groups["other"], False),
        )
    ]
    return Shown(
        figure=histogram(
            names, series, title=language.say(headings[0]), dark=scene.dark
        ),
        summary=_summary(scene, all_terms(scene.connection, scene.filters)),
        table=table_of(language, headings, tuple(zip(names, numbers, strict=True))),
    )


TERMS: Final = View(
    name="terms",
    version=2,
    title=Words("Binnen acht weken, in de tijd", "Within eight weeks, over time"),
    show=_show_over_time,
    how_counted=counted.TERMS,
)
TERM_WEEKS: Final = View(
    name="term-weeks",
    version=3,
    title=Words("Netto duur in weken", "Net term in weeks"),
    show=_show_weeks,
    how_counted=counted.TERMS,
)
TERMS_BY_GROUP: Final = View(
    name="terms-by-group",
    title=Words("Duur naar groep van bestemmingen", "Terms by group of destinations"),
    show=_show_by("destination_group"),
    how_counted=counted.TERMS,
)
TERMS_BY_CLASS: Final = View(
    name="terms-by-class",
    title=Words("Duur naar productklasse", "Terms by product class"),
    show=_show_by("product_class"),
    how_counted=counted.TERMS,
)
TERMS_BY_AUTHORISATION: Final = View(
    name="terms-by-authorisation",
    title=Words("Duur naar soort vergunning", "Terms by kind of authorisation"),
    show=_show_by("authorisation_type"),
    how_counted=counted.TERMS,
)
