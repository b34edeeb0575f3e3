"""Whether anything is missing from the ledger: books, numbers, days, late entries."""

from typing import Final

from dashboards.figures.palette import palette
from dashboards.figures.timeline import Series, bars_over_time
from dashboards.queries import (
    Books,
    books,
    exclusions,
    lateness,
    numbering,
    quiet_days,
    repeats,
)
from dashboards.queries.completeness import NumberGap, Numbering
from dashboards.scene import Scene
from dashboards.tables import Cell
from dashboards.views import counted, heading
from dashboards.views.link import decision_link, month_pairs, number_link
from dashboards.views.time_axis import time_axis
from dashboards.views.view import Shown, View, table_of
from dashboards.words import Words

_BOOKS: Final = (
    heading.MONTH,
    Words("open bij begin", "open at the beginning"),
    Words("ontvangen", "received"),
    Words("besloten", "decided"),
    Words("ingetrokken", "withdrawn"),
    Words("buiten behandeling", "not processed"),
    Words("open bij einde", "open at the end"),
    Words("openbare besluiten in het grootboek", "public decisions in the ledger"),
    heading.WITHHELD,
    Words("sluitend", "adds up"),
)
_ADDS_UP: Final = {
    True: Words("ja", "yes"),
    False: Words("nee", "no"),
    None: Words("niet geteld", "not counted"),
}
_NO_MANIFEST: Final = Words("geen maandstaat", "no manifest")
_BOOKS_SUMMARY: Final = Words(
    "{there} van de maanden heeft een maandstaat, waarin de autoriteit zelf haar"
    " aanvragen telt. {right} van die tellingen klopt: zij sluit aan op de maand ervoor"
    " en op de besluiten in het grootboek.",
    "{there} of the months have a manifest, the authority's own count of its"
    " applications. {right} of these counts add up: they go on from the month before"
    " and agree with the decisions in the ledger.",
)
_NO_BOOKS: Final = Words(
    "Dit grootboek heeft geen maandstaten: of er iets ontbreekt, kan hieraan niet"
    " worden gezien.",
    "This ledger has no manifests: whether anything is missing cannot be seen by them.",
)


def _show_books(scene: Scene) -> Shown:
    language = scene.language
    found = books(scene.connection, scene.stamp.ledger_id)
    if not found:
        return Shown(
            figure=None,
            summary=language.say(_NO_BOOKS),
            table=table_of(language, _BOOKS, ()),
        )
    axis = time_axis(scene, [row.month for row in found], "month")
    colours = palette(dark=scene.dark)
    series = [
        Series(name=language.say(_BOOKS[place]), colour=colour, counts=counts)
        for place, colour, counts in (
            (3, colours.bar, tuple(row.decided or 0 for row in found)),
            (4, colours.groups["other"], tuple(row.withdrawn or 0 for row in found)),
            (5, colours.grid, tuple(row.not_processed or 0 for row in found)),
        )
    ]
    figure = bars_over_time(axis, series, dark=scene.dark)
    figure["data"].append(
        {
            "type": "scatter",
            "mode": "lines",
            "name": language.say(_BOOKS[2]),
            "x": figure["data"][0]["x"],
            "y": [row.received for row in found],
            "customdata": list(axis.names),
            "hovertemplate": "%{customdata}<br>%{fullData.name}: %{y:,}<extra></extra>",
            "line": {"color": colours.text, "width": 1.5, "shape": "hvh"},
        }
    )
    there = sum(row.has_manifest for row in found)
    judged = [row for row in found if row.adds_up is not None]
    return Shown(
        figure=figure,
        summary=language.say(
            _BOOKS_SUMMARY,
            months=language.number(len(found)),
            there=language.share(there, len(found)),
            right=language.share(
                sum(row.adds_up is True for row in judged), len(judged)
            ),
        ),
        table=table_of(language, _BOOKS, tuple(_books_row(scene, r) for r in found)),
    )


def _books_row(scene: Scene, row: Books) -> tuple[Cell, ...]:
    language = scene.language
    words = _ADDS_UP[row.adds_up] if row.has_manifest else _NO_MANIFEST
    return (
        language.period(row.month, "month"),
        row.pending_before,
        row.received,
        row.decided,
        row.withdrawn,
        row.not_processed,
        row.pending_after,
        number_link(scene, language.number(row.held), *month_pairs(row.month)),
        row.withheld,
        language.say(words),
    )


_GAPS: Final = (
    Words("ontbrekende nummers", "missing numbers"),
    Words("aantal", "how many"),
    Words("besluit ervoor", "decision before"),
    Words("besluit erna", "decision after"),
)
_GAPS_SUMMARY: Final = Words(
    "{missing:nummer ontbreekt|nummers ontbreken}, in {gaps:gat|gaten}. {numbered} van"
    " de besluiten heeft een doorlopend nummer.",
    "{missing:number is|numbers are} missing, in {gaps:gap|gaps}. {numbered} of the"
    " decisions have a running number.",
)


_NO_GAPS: Final = Words(
    "Geen nummer ontbreekt. {numbered} van de besluiten heeft een doorlopend nummer.",
    "No number is missing. {numbered} of the decisions have a running number.",
)
_UNNUMBERED: Final = Words(
    "Geen besluit heeft een doorlopend nummer, dus ook gaten zijn niet te zien.",
    "No decision has a running number, so gaps cannot be seen either.",
)


def _gaps_summary(found: Numbering) -> Words:
    if not found.numbered:
        return _UNNUMBERED
    return _GAPS_SUMMARY if found.gaps else _NO_GAPS


def _show_gaps(scene: Scene) -> Shown:
    language = scene.language
    found = numbering(scene.connection, scene.stamp.ledger_id)
    rows = tuple(
        (
            _missing(gap),
            gap.missing,
            decision_link(scene, gap.after),
            decision_link(scene, gap.before),
        )
        for gap in found.gaps
    )
    return Shown(
        figure=None,
        summary=language.say(
            _gaps_summary(found),
            missing=language.number(sum(gap.missing for gap in found.gaps)),
            gaps=language.number(len(found.gaps)),
            numbered=language.share(found.numbered, found.decisions),
        ),
        table=table_of(language, _GAPS, rows),
    )


def _missing(gap: NumberGap) -> str:
    """Return the references that are missing, written as those around them."""
    width = len(gap.after) - len(gap.prefix)
    first, last = f"{gap.first:0{width}}", f"{gap.last:0{width}}"
    return f"{gap.prefix}{first}" + (f" – {last}" if gap.last > gap.first else "")


_QUIET: Final = (
    Words("eerste dag", "first day"),
    Words("laatste dag", "last day"),
    Words("werkdagen zonder regel", "working days without an entry"),
)
_QUIET_SUMMARY: Final = Words(
    "Op {quiet} van de werkdagen werd niets vastgelegd.",
    "On {quiet} of the working days nothing was recorded.",
)
_QUIET_NOTE: Final = Words(
    "Hier staan de langste reeksen, hoogstens vijftig.",
    "Here are the longest runs, fifty at most.",
)


def _show_quiet(scene: Scene) -> Shown:
    language = scene.language
    found = quiet_days(scene.connection, scene.stamp.ledger_id)
    rows = tuple(
        (language.day(run.first), language.day(run.last), run.days)
        for run in found.runs
    )
    return Shown(
        figure=None,
        summary=language.say(
            _QUIET_SUMMARY, quiet=language.share(found.quiet, found.working_days)
        ),
        table=table_of(language, _QUIET, rows),
        notes=(language.say(_QUIET_NOTE),) if rows else (),
    )


_LATE: Final = (
    heading.DECISION,
    heading.DECIDED_ON,
    Words("vastgelegd op", "recorded on"),
    Words("dagen later", "days later"),
)
_LATE_SUMMARY: Final = Words(
    "Binnen een dag vastgelegd: {day}; binnen een week: {week}; binnen dertig dagen:"
    " {month}; later: {late}.",
    "Recorded within a day: {day}; within a week: {week}; within thirty days: {month};"
    " later: {late}.",
)


def _show_late(scene: Scene) -> Shown:
    language = scene.language
    found = lateness(scene.connection, scene.stamp.ledger_id)
    total = sum(found.within)
    day, week, month, late = (language.share(n, total) for n in found.within)
    rows = tuple(
        (
            decision_link(scene, row.ref),
            language.day(row.decided_on),
            language.day(row.recorded_at.date()),
            row.days,
        )
        for row in found.entries
    )
    return Shown(
        figure=None,
        summary=language.say(_LATE_SUMMARY, day=day, week=week, month=month, late=late),
        table=table_of(language, _LATE, rows),
    )


_REPEATS: Final = (
    heading.DECISIONS,
    Words("regels in het grootboek", "entries"),
    Words("wat gelijk is", "what is the same"),
)
_SAME_REFERENCE: Final = Words("het kenmerk", "the reference")
_SAME_CONTENT: Final = Words(
    "alles behalve het kenmerk", "everything but the reference"
)
_REPEATS_SUMMARY: Final = Words(
    "{references:kenmerk staat|kenmerken staan} er vaker dan eens;"
    " {contents:groep besluiten is|groepen besluiten zijn} op het kenmerk na gelijk.",
    "{references:reference occurs|references occur} more than once;"
    " {contents:group of decisions is|groups of decisions are} the same but for the"
    " reference.",
)

_NO_REPEATS: Final = Words(
    "Geen kenmerk staat er vaker dan eens, en geen twee besluiten zijn op het kenmerk"
    " na gelijk.",
    "No reference occurs more than once, and no two decisions are the same but for the"
    " reference.",
)


def _show_repeats(scene: Scene) -> Shown:
    language = scene.language
    found = repeats(scene.connection, scene.stamp.ledger_id)
    rows = tuple(
        (
            ", ".join(row.refs),
            ", ".join(map(str, row.entry_indexes)),
            language.say(_SAME_REFERENCE if row.same_reference else _SAME_CONTENT),
        )
        for row in found
    )
    references = sum(row.same_reference for row in found)
    return Shown(
        figure=None,
        summary=language.say(
            _REPEATS_SUMMARY if found else _NO_REPEATS,
            references=language.number(references),
            contents=language.number(len(found) - references),
        ),
        table=table_of(language, _REPEATS, rows),
    )


_EXCLUDED: Final = (
    heading.DECISION,
    _LATE[1],
    heading.OUTCOME,
    heading.REASON,
)
_EXCLUDED_SUMMARY: Final = Words(
    "{n} van de besluiten telt met een reden niet mee in de statistiek.",
    "{n} of the decisions are left out of statistics, with a reason.",
)


def _show_excluded(scene: Scene) -> Shown:
    language = scene.language
    found = exclusions(scene.connection, scene.stamp.ledger_id)
    rows = tuple(
        (
            decision_link(scene, row.ref),
            language.day(row.decided_first),
            scene.labels.term("outcome", row.outcome),
            row.reason,
        )
        for row in found
    )
    total = scene.stamp.decisions + len(found)
    return Shown(
        figure=None,
        summary=language.say(_EXCLUDED_SUMMARY, n=language.share(len(found), total)),
        table=table_of(language, _EXCLUDED, rows),
    )


BOOKS: Final = View(
    name="books",
    version=2,
    title=Words(
        "Aanvragen en besluiten per maand", "Applications and decisions by month"
    ),
    show=_show_books,
    how_counted=counted.BOOKS,
)
GAPS: Final = View(
    name="number-gaps",
    version=3,
    title=Words("Gaten in de nummering", "Gaps in the numbers"),
    show=_show_gaps,
    how_counted=counted.NUMBERS,
)
QUIET: Final = View(
    name="quiet-days",
    title=Words("Werkdagen zonder regel", "Working days without an entry"),
    show=_show_quiet,
    how_counted=counted.QUIET,
)
LATE: Final = View(
    name="late-entries",
    title=Words("Laat vastgelegde besluiten", "Decisions recorded late"),
    show=_show_late,
    how_counted=counted.LATE,
)
REPEATS: Final = View(
    name="repeats",
    version=2,
    title=Words("Dubbele besluiten", "Decisions that repeat"),
    show=_show_repeats,
    how_counted=counted.REPEATS,
)
EXCLUDED: Final = View(
    name="left-out",
    title=Words("Buiten de statistiek", "Left out of statistics"),
    show=_show_excluded,
    how_counted=counted.LEFT_OUT,
)
