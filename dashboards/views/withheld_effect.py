"""What withholding does to the ranking of destinations, as far as can be known."""

from dataclasses import replace
from typing import Final

from dashboards.analyses.rank_interval import RankInterval, rank_intervals
from dashboards.figures.frame import Figure
from dashboards.figures.palette import palette
from dashboards.figures.ranking import ranked_bars
from dashboards.figures.timeline import Series
from dashboards.queries import (
    destinations,
    withheld_counts,
    withheld_destinations,
    withheld_span,
)
from dashboards.scene import Scene
from dashboards.tables import Cell
from dashboards.views import heading, withheld_counted
from dashboards.views.view import Shown, View, table_of
from dashboards.views.withheld_note import of_years
from dashboards.words import Words

_PUBLIC: Final = Words("openbare besluiten", "public decisions")
_RANK: Final = Words("rang zonder wat is onthouden", "rank without what is withheld")
_BOUNDED: Final = (
    heading.CODE,
    heading.DESTINATION,
    _PUBLIC,
    Words("hoogstens, met wat is onthouden", "at most, with what is withheld"),
    _RANK,
    Words("beste rang met", "best rank with"),
    Words("slechtste rang met", "worst rank with"),
)
_EXACT: Final = (
    heading.CODE,
    heading.DESTINATION,
    _PUBLIC,
    heading.WITHHELD,
    Words("samen", "together"),
    _RANK,
    Words("rang met wat is onthouden", "rank with what is withheld"),
)
_AT_MOST: Final = Words(
    "hoogstens erbij: alles wat is onthouden", "at most added: all that is withheld"
)
_SUMMARY: Final = Words(
    "Van {first} tot en met {last} {n:is # besluit|zijn # besluiten} onthouden; naar"
    " welke bestemming is niet openbaar. Zonder wat is onthouden staat {name} op plaats"
    " 1 met {public:besluit|besluiten}; daarmee kan dat plaats {best} tot en met"
    " {worst} zijn.",
    "From {first} to {last}, {n:decision is|decisions are} withheld; for which"
    " destination is not public. Without what is withheld {name} has rank 1 with"
    " {public:decision|decisions}; with it that can be rank {best} to {worst}.",
)
_EXACT_SUMMARY: Final = Words(
    "Van {first} tot en met {last} {n:is # besluit|zijn # besluiten} onthouden. Zonder"
    " wat is onthouden staat {name} op plaats 1; daarmee op plaats {worst}.",
    "From {first} to {last}, {n:decision is|decisions are} withheld. Without what is"
    " withheld {name} has rank 1; with it rank {worst}.",
)
_NONE: Final = Words(
    "In de gekozen jaren is niets onthouden: de rangorde is volledig.",
    "In the chosen years nothing is withheld: the ranking is complete.",
)
_TOP: Final = 20
_TOP_NOTE: Final = Words(
    "De figuur toont de eerste {n:bestemming|bestemmingen}; de tabel toont ze alle.",
    "The figure shows the first {n:destination|destinations}; the table shows all.",
)
_RANKS: Final = Words("plaats {best}–{worst}", "rank {best}–{worst}")
_ONE_RANK: Final = Words("plaats {best}", "rank {best}")


def _show(scene: Scene) -> Shown:
    language = scene.language
    years = of_years(scene)
    span = withheld_span(scene.connection, years)
    if span is None:
        return Shown(
            figure=None,
            summary=language.say(_NONE),
            table=table_of(language, _BOUNDED, ()),
        )
    months = replace(years, first_month=span[0], last_month=span[1])
    unknown = sum(one.decisions for one in withheld_counts(scene.connection, months))
    public = {
        row.country: row.decisions for row in destinations(scene.connection, months)
    }
    known = withheld_destinations(scene.connection, months)
    said = {
        "first": language.month(f"{span[0]:%Y-%m}"),
        "last": language.month(f"{span[1]:%Y-%m}"),
        "n": language.number(unknown),
    }
    if known is not None:
        return _exact(scene, public, known, said)
    return _bounded(scene, public, unknown, said)


def _bounded(
    scene: Scene, public: dict[str, int], unknown: int, said: dict[str, str]
) -> Shown:
    """Show between which ranks each destination lies."""
    language = scene.language
    others = len(scene.labels.countries.keys() - public.keys())
    counts = list(public.values())
    ranks = rank_intervals(counts, unknown, others)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            country,
            scene.labels.country(country),
            number,
            number + unknown,
            rank.known,
            rank.best,
            rank.worst,
        )
        for (country, number), rank in zip(public.items(), ranks, strict=True)
    )
    added = [unknown] * len(counts)
    summary = language.say(_NONE)
    if public:
        first, number = next(iter(public.items()))
        summary = language.say(
            _SUMMARY,
            name=scene.labels.country(first),
            public=language.number(number),
            best=ranks[0].best,
            worst=ranks[0].worst,
            **said,
        )
    return Shown(
        figure=_figure(scene, public, added, ranks, _AT_MOST),
        summary=summary,
        table=table_of(language, _BOUNDED, rows),
        notes=_notes(scene, len(rows)),
    )


def _exact(
    scene: Scene, public: dict[str, int], known: dict[str, int], said: dict[str, str]
) -> Shown:
    """Show the ranking with what is withheld, where that was opened."""
    language = scene.language
    every = {**dict.fromkeys(known, 0), **public}
    names = sorted(every, key=lambda one: (-every[one], one))
    without = rank_intervals([every[one] for one in names], 0)
    together = [every[one] + known.get(one, 0) for one in names]
    ranks = rank_intervals(together, 0)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            country,
            scene.labels.country(country),
            every[country],
            known.get(country, 0),
            total,
            before.known,
            after.known,
        )
        for country, total, before, after in zip(
            names, together, without, ranks, strict=True
        )
    )
    added = [known.get(one, 0) for one in names]
    summary = language.say(
        _EXACT_SUMMARY,
        name=scene.labels.country(names[0]),
        worst=ranks[0].known,
        **said,
    )
    return Shown(
        figure=_figure(
            scene,
            {one: every[one] for one in names},
            added,
            ranks,
            heading.WITHHELD,
        ),
        summary=summary,
        table=table_of(language, _EXACT, rows),
        notes=_notes(scene, len(rows)),
    )


def _figure(
    scene: Scene,
    public: dict[str, int],
    added: list[int],
    ranks: tuple[RankInterval, ...],
    what: Words,
) -> Figure:
    language = scene.language
    colours = palette(dark=scene.dark)
    top = list(public)[:_TOP]
    series = [
        Series(
            name=language.say(_PUBLIC),
            colour=colours.bar,
            counts=tuple(public[one] for one in top),
        ),
        Series(
            name=language.say(what),
            colour=colours.withheld[0 if what is heading.WITHHELD else 1],
            counts=tuple(added[:_TOP]),
        ),
    ]
    texts = [
        language.say(
            _ONE_RANK if one.best == one.worst else _RANKS,
            best=one.best,
            worst=one.worst,
        )
        for one in ranks[:_TOP]
    ]
    names = [scene.labels.country(one) for one in top]
    return ranked_bars(names, series, dark=scene.dark, texts=texts)


def _notes(scene: Scene, rows: int) -> tuple[str, ...]:
    if rows <= _TOP:
        return ()
    return (scene.language.say(_TOP_NOTE, n=_TOP),)


WITHHELD_EFFECT: Final = View(
    name="withheld-effect",
    title=Words(
        "Rangorde van bestemmingen, met en zonder",
        "Ranking of destinations, with and without",
    ),
    show=_show,
    how_counted=withheld_counted.EFFECT,
)
