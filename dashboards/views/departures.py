"""Decisions whose outcome goes against their own decisive findings, and overrides."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from dashboards.figures.palette import palette
from dashboards.figures.timeline import Series, bars_over_time
from dashboards.queries import (
    Decisive,
    Departed,
    DepartureScope,
    DepartureYear,
    departure_scope,
    departures,
    departures_by_year,
    overrides,
)
from dashboards.scene import Scene
from dashboards.subset import NO_DEPARTURE, Subset
from dashboards.tables import Cell
from dashboards.views import heading
from dashboards.views.aspects import aspect_names, finding_name
from dashboards.views.behind import behind, decision
from dashboards.views.none_of import none_of
from dashboards.views.rate import INTERVAL, rate
from dashboards.views.time_axis import time_axis
from dashboards.views.view import HowCounted, Shown, View, table_of
from dashboards.words import Words

KINDS: Final[Mapping[str, Words]] = {
    "granted_against_findings": Words(
        "verleend tegen bevinding", "granted against a finding"
    ),
    "granted_with_override": Words(
        "verleend ondanks een onaanvaardbare bevinding", "granted with an override"
    ),
    "refused_against_findings": Words(
        "geweigerd tegen bevindingen", "refused against findings"
    ),
}
DEFINITION: Final = Words(
    "Een besluit wijkt af als het is verleend terwijl een doorslaggevende bevinding"
    " voor weigeren pleit (zorg, pleit voor weigeren, onaanvaardbaar), of is geweigerd"
    " terwijl al zijn doorslaggevende bevindingen, ten minste één, voor verlenen"
    " pleiten (geen zorg, zorg weggenomen, pleit voor verlenen). Een positieve sondage"
    " telt als verlenen, een negatieve als weigeren. Dat een besluit afwijkt zegt niet"
    " dat het onjuist is.",
    "A decision departs when it was granted while a decisive finding speaks for"
    " refusing (concern, supports refusing, unacceptable), or refused while all its"
    " decisive findings, at least one, speak for granting (no concern, concern"
    " mitigated, supports granting). A positive preliminary enquiry counts as"
    " granting, a negative one as refusing. That a decision departs does not say that"
    " it is wrong.",
)
_HOW: Final = HowCounted(
    unit=Words(
        "Besluiten met een gepubliceerde weging en een doorslaggevende bevinding, elk"
        " één keer.",
        "Decisions with a published weighing and a decisive finding, each once.",
    ),
    denominator=Words(
        "N is het aantal verleende of geweigerde besluiten met ten minste één"
        " doorslaggevende bevinding.",
        "N is the number of decisions granted or refused with at least one decisive"
        " finding.",
    ),
    left_out=Words(
        "Besluiten zonder doorslaggevende bevinding, deels verleende besluiten (die"
        " gingen beide kanten op), anders afgedane besluiten, en besluiten waarvan de"
        " weging niet is gepubliceerd.",
        "Decisions without a decisive finding, decisions granted in part (they went"
        " both ways), decisions closed otherwise, and decisions whose weighing is not"
        " published.",
    ),
    method=Words(f"{DEFINITION.nl} {INTERVAL.nl}", f"{DEFINITION.en} {INTERVAL.en}"),
)
_LIST: Final = (
    heading.REFERENCE,
    heading.DECIDED_ON,
    heading.DESTINATION,
    heading.CODES,
    heading.OUTCOME,
    Words(
        "doorslaggevende en onaanvaardbare bevindingen",
        "decisive and unacceptable findings",
    ),
    Words("toch verleend door", "override"),
)
_NO_OVERRIDE: Final = Words("geen", "none")
_OVERRIDE: Final = Words("{by}, {on}: {reason}", "{by}, {on}: {reason}")
_SCOPE: Final = Words(
    "Niet te beoordelen: {undecisive} zonder doorslaggevende bevinding, {partly} deels"
    " verleend, {closed} anders afgedaan, en {hidden} waarvan de weging niet is"
    " gepubliceerd.",
    "Not judged: {undecisive} without a decisive finding, {partly} granted in part,"
    " {closed} closed otherwise, and {hidden} whose weighing is not published.",
)


def _rows(
    scene: Scene, found: Sequence[Departed]
) -> tuple[tuple[tuple[Cell, ...], ...], dict[tuple[int, int], str]]:
    language, labels, names = scene.language, scene.labels, aspect_names(scene)
    rows: list[tuple[Cell, ...]] = []
    each = {finding for one in found for finding in one.findings}
    said = {finding: _said(scene, finding, names) for finding in each}
    for one in found:
        override = language.say(_NO_OVERRIDE)
        if one.override_by is not None and one.override_on is not None:
            override = language.say(
                _OVERRIDE,
                by=labels.term("decision_level", one.override_by),
                on=language.day(one.override_on),
                reason=language.either(one.reason_nl, one.reason_en),
            )
        kind = labels.term("outcome", one.outcome)
        if one.departure is not None:
            kind = language.say(KINDS[one.departure])
        rows.append(
            (
                one.ref,
                language.days(one.decided_first, one.decided_last),
                labels.country(one.destination),
                ", ".join(one.codes),
                kind,
                "; ".join(said[finding] for finding in one.findings),
                override,
            )
        )
    links = {(row, 0): decision(scene, one.ref) for row, one in enumerate(found)}
    return tuple(rows), links


def _said(scene: Scene, one: Decisive, names: Mapping[str, str]) -> str:
    """Return one finding in words: end user: concern (decisive)."""
    weight = scene.labels.term("weight", one.weight)
    found = finding_name(scene, one.aspect_kind, one.finding)
    return f"{names.get(one.code, one.code)}: {found} ({weight})"


_NONE_JUDGED: Final = Words(
    "Binnen deze keuze is geen besluit met een doorslaggevende bevinding te"
    " beoordelen.",
    "Within this selection no decision with a decisive finding can be judged.",
)


def _show_list(scene: Scene) -> Shown:
    language = scene.language
    found = departures(scene.connection, scene.filters)
    scope = departure_scope(scene.connection, scene.filters)
    rows, links = _rows(scene, found)
    words = Words(
        "{share} van de besluiten met een doorslaggevende bevinding gaat tegen de eigen"
        " bevindingen in.",
        "{share} of the decisions with a decisive finding go against their own"
        " findings.",
    )
    return Shown(
        figure=None,
        summary=language.say(words, share=rate(language, len(found), scope.judged))
        if scope.judged
        else language.say(_NONE_JUDGED),
        table=table_of(language, _LIST, rows, links),
        notes=(_outside(scene, scope),),
    )


def _outside(scene: Scene, scope: DepartureScope) -> str:
    number = scene.language.number
    return scene.language.say(
        _SCOPE,
        undecisive=number(scope.undecisive),
        partly=number(scope.partly),
        closed=number(scope.closed),
        hidden=number(scope.not_published),
    )


_UNJUDGED: Final = Words(
    "Van {n:gekozen besluit|gekozen besluiten} is er geen te beoordelen: dat vraagt een"
    " gepubliceerde weging met een doorslaggevende bevinding.",
    "Of {n:selected decision|selected decisions} none can be judged: that takes a"
    " published weighing with a decisive finding.",
)
_YEARS: Final = (
    heading.YEAR,
    Words("met doorslaggevende bevinding", "with a decisive finding"),
    *KINDS.values(),
    Words("alle afwijkingen (n/N; interval)", "all departures (n/N; interval)"),
)


def _departed(row: DepartureYear) -> tuple[int, int, int]:
    """Return the departures of a year, in the order of ``KINDS``."""
    return (
        row.granted_against_findings,
        row.granted_with_override,
        row.refused_against_findings,
    )


def _show_years(scene: Scene) -> Shown:
    language = scene.language
    found = departures_by_year(scene.connection, scene.filters)
    if not found:
        return none_of(scene, _YEARS, _UNJUDGED)
    rows: list[tuple[Cell, ...]] = []
    links: dict[tuple[int, int], str] = {}
    for row in found:
        name = "–" if row.year is None else str(row.year)
        numbers = _departed(row)
        if row.year is not None:
            judged = Subset(departures=(*KINDS, NO_DEPARTURE))
            links[len(rows), 1] = behind(scene, judged, year=row.year)
        for place, kind in enumerate(KINDS):
            if numbers[place] and row.year is not None:
                subset = Subset(departures=(kind,))
                links[len(rows), 2 + place] = behind(scene, subset, year=row.year)
        share = rate(language, sum(numbers), row.judged)
        rows.append((name, row.judged, *numbers, share))
    several = sum(1 for row in found if sum(_departed(row)))
    words = Words(
        "In {n} van de {all} jaren is er ten minste één afwijking.",
        "There is at least one departure in {n} of the {all} years.",
    )
    return Shown(
        figure=_figure(scene, found),
        summary=language.say(words, n=several, all=len(found)),
        table=table_of(language, _YEARS, tuple(rows), links),
    )


def _figure(scene: Scene, found: Sequence[DepartureYear]) -> dict[str, object] | None:
    by_year = {row.year: _departed(row) for row in found if row.year is not None}
    if not any(sum(numbers) for numbers in by_year.values()):
        return None
    time = time_axis(scene, (date(year, 1, 1) for year in by_year), "year")
    colours = palette(dark=scene.dark)
    paints = (
        colours.weights["considered"],
        colours.weights["decisive"],
        colours.groups["refused"],
    )
    series = [
        Series(
            name=scene.language.say(words),
            colour=paint,
            counts=tuple(
                by_year.get(day.year, (0, 0, 0))[place] for day in time.periods
            ),
        )
        for place, (words, paint) in enumerate(zip(KINDS.values(), paints, strict=True))
    ]
    return bars_over_time(time, series, dark=scene.dark, height=340)


def _show_overrides(scene: Scene) -> Shown:
    language = scene.language
    found = overrides(scene.connection, scene.filters)
    rows, links = _rows(scene, found)
    words = Words(
        "{n:besluit is|besluiten zijn} verleend ondanks een onaanvaardbare bevinding,"
        " met een besluit op naam om daarvan af te wijken.",
        "{n:decision was|decisions were} granted in spite of an unacceptable finding,"
        " with a named override.",
    )
    none = Words(
        "Geen gepubliceerde weging toont een verlening ondanks een onaanvaardbare"
        " bevinding.",
        "No published weighing shows a grant in spite of an unacceptable finding.",
    )
    return Shown(
        figure=None,
        summary=language.say(words if found else none, n=language.number(len(found))),
        table=table_of(language, _LIST, rows, links),
    )


DEPARTURES: Final = View(
    name="departures",
    title=Words(
        "Besluiten tegen de eigen bevindingen in",
        "Decisions against their own findings",
    ),
    show=_show_list,
    version=2,
    how_counted=_HOW,
)
DEPARTURES_BY_YEAR: Final = View(
    name="departures-by-year",
    title=Words("Afwijkingen per jaar", "Departures by year"),
    show=_show_years,
    version=3,
    how_counted=_HOW,
)
OVERRIDES: Final = View(
    name="overrides",
    title=Words(
        "Verleend ondanks een onaanvaardbare bevinding",
        "Granted in spite of an unacceptable finding",
    ),
    show=_show_overrides,
    version=3,
    how_counted=HowCounted(
        unit=Words(
            "Besluiten met een vastgelegd besluit om af te wijken, elk één keer.",
            "Decisions with a recorded override, each once.",
        ),
        denominator=Words(
            "Er worden geen aandelen berekend.", "No shares are computed."
        ),
        left_out=Words(
            "Besluiten waarvan de weging niet is gepubliceerd.",
            "Decisions whose weighing is not published.",
        ),
    ),
)
