"""Like cases that went different ways: how many, how they differ, and when."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from dashboards.analyses.like_cases import Aspect, Case, Pair, pairs
from dashboards.figures.palette import palette
from dashboards.figures.timeline import Series, bars_over_time
from dashboards.queries import LikeGroups, differing_cases, like_groups, like_scope
from dashboards.scene import Scene
from dashboards.subset import Subset
from dashboards.tables import Cell
from dashboards.views import heading
from dashboards.views.aspects import aspect_names
from dashboards.views.behind import behind, decision, like_page
from dashboards.views.none_of import none_of
from dashboards.views.rate import INTERVAL, rate
from dashboards.views.time_axis import time_axis
from dashboards.views.view import HowCounted, Shown, View, table_of
from dashboards.words import Words

DEFINITION: Final = Words(
    "Gelijk zijn besluiten op dezelfde codes van de controlelijst, voor dezelfde"
    " bestemming en dezelfde soort eindgebruik. Een groep ging verschillende kanten op"
    " als er ten minste één besluit in is verleend en één geweigerd. Dat kan goede"
    " redenen hebben; hier staat of het grootboek die laat zien.",
    "Alike are decisions on the same item codes, for the same destination and the same"
    " kind of end use. A group went different ways when at least one decision in it was"
    " granted and one refused. There can be good reasons; this page shows whether the"
    " ledger has them.",
)
_METHOD: Final = Words(
    f"{DEFINITION.nl} Deels verleend en een positieve sondage tellen als verlenen, een"
    " negatieve sondage als weigeren. Bij elke weigering staat de verlening uit"
    " dezelfde groep die er het minst van verschilt in wat is gevonden; bij gelijke"
    " afstand de dichtstbijzijnde in tijd. Alleen bevindingen worden vergeleken, niet"
    " de gewichten. „Niets gepubliceerds verklaart het verschil” staat er alleen als"
    f" ook de versie van het kader dezelfde is. {INTERVAL.nl}",
    f"{DEFINITION.en} Granted in part and a positive preliminary enquiry count as"
    " granting, a negative one as refusing. Beside each refusal stands the grant of the"
    " same group that differs least from it in what was found; of several, the nearest"
    " in time. Only findings are compared, not weights. “Nothing published explains the"
    " difference” is said only when the framework version is the same as well."
    f" {INTERVAL.en}",
)
_LEFT_OUT: Final = Words(
    "Aanvragen die zijn ingetrokken, niet in behandeling genomen of waarvoor geen"
    " vergunning nodig was: dat is geen andere kant op. Besluiten zonder gelijke, en"
    " besluiten waarvan de soort eindgebruik niet is gepubliceerd.",
    "Applications that were withdrawn, not processed, or needed no licence: that is not"
    " another way. Decisions without a like case, and decisions whose kind of end use"
    " is not published.",
)
_PAIRS: Final = (
    heading.CODES,
    heading.DESTINATION,
    Words("eindgebruik", "end use"),
    heading.REFUSED,
    Words("op", "on"),
    heading.GRANTED,
    Words("op", "on"),
    Words("dagen ertussen", "days apart"),
    heading.FRAMEWORK_VERSION,
    Words("verschillende bevindingen", "differing findings"),
    Words("waarin zij verschillen", "in what they differ"),
)
_NO_PAIR: Final = Words(
    "Binnen deze keuze is geen weigering met een verleend gelijk geval.",
    "Within this selection no refusal has a granted like case.",
)
UNEXPLAINED: Final = Words(
    "niets gepubliceerds verklaart het verschil",
    "nothing published explains the difference",
)
_HIDDEN: Final = Words("weging niet gepubliceerd", "weighing not published")
_OTHER_VERSION: Final = Words("alleen de versie van het kader", "only the version")


MOST_COMPARED: Final = 5_000
"""Decisions in groups that went different ways above which none are compared: each
refusal is held against every grant of its group, and nobody reads as many pairs."""


def _differing(scene: Scene) -> int:
    """Return how many decisions are in groups that went different ways."""
    whole = like_groups(scene.connection, scene.filters, by_year=False)
    return sum(one.differing for one in whole)


def too_many(scene: Scene) -> str:
    """Say how many are not put beside each other, and what a reader can do."""
    words = Words(
        "{n:besluit staat|besluiten staan} in groepen die verschillende kanten op"
        " gingen. Bij meer dan {most:besluit|besluiten} staan weigeringen niet naast"
        " verleningen: kies een bestemming, een productklasse of minder jaren.",
        "{n:decision is|decisions are} in groups that went different ways. With more"
        " than {most:decision|decisions} refusals are not put beside grants: choose a"
        " destination, a product class or fewer years.",
    )
    number = scene.language.number
    return scene.language.say(
        words, n=number(_differing(scene)), most=number(MOST_COMPARED)
    )


def years_to_choose(scene: Scene) -> tuple[tuple[int, int], ...]:
    """Return the years that are few enough to compare, with how many differ in each.

    A year is then compared with itself only.
    """
    found = like_groups(scene.connection, scene.filters, by_year=True)
    return tuple(
        (one.year, one.differing)
        for one in found
        if one.year is not None and 0 < one.differing <= MOST_COMPARED
    )


def like_pairs(scene: Scene) -> tuple[Pair, ...] | None:
    """Return the pairs of like decisions that went different ways.

    None when they are too many to put beside each other.
    """
    many = _differing(scene)
    if many == 0:
        return ()
    if many > MOST_COMPARED:
        return None
    found = differing_cases(scene.connection, scene.filters)
    return pairs(
        Case(
            ref=one.ref,
            group=(tuple(one.codes), one.destination, one.end_use),
            decided=one.decided_first,
            outcome=one.outcome,
            way=one.way,
            framework=None
            if one.framework_id is None or one.framework_version is None
            else (one.framework_id, one.framework_version),
            aspects=tuple(Aspect._make(finding) for finding in one.findings),
        )
        for one in found
    )


def _difference(scene: Scene, pair: Pair, names: Mapping[str, str]) -> str:
    """Say in what two decisions differ."""
    if pair.differing is None:
        return scene.language.say(_HIDDEN)
    if pair.unexplained:
        return scene.language.say(UNEXPLAINED)
    said = ", ".join(names.get(code, code) for code in pair.differing)
    return said or scene.language.say(_OTHER_VERSION)


def version_of(scene: Scene, case: Case) -> str | None:
    """Return which framework, and version, a decision was weighed under.

    None when its weighing is not published.
    """
    if case.framework is None:
        return None
    framework_id, version = case.framework
    with_goals = framework_id in scene.framework_ids_with_goals()
    base = Words("basiskader v{n}", "base framework v{n}")
    more = Words("aanvullend kader v{n}", "supplementary framework v{n}")
    return scene.language.say(more if with_goals else base, n=version)


def _show_pairs(scene: Scene) -> Shown:
    language = scene.language
    found = like_pairs(scene)
    if found is None:
        return Shown(
            figure=None,
            summary=too_many(scene),
            table=table_of(language, _PAIRS, ()),
            notes=_outside(scene),
        )
    names = aspect_names(scene)
    rows = tuple(_row(scene, pair, names) for pair in found)
    links: dict[tuple[int, int], str] = {}
    for row, pair in enumerate(found):
        links[row, 0] = like_page(scene, pair.refused.ref)
        links[row, 3] = decision(scene, pair.refused.ref)
        links[row, 5] = decision(scene, pair.granted.ref)
    bare = sum(1 for pair in found if pair.unexplained)
    share = rate(language, bare, len(found))
    words = Words(
        "Bij {share} van de weigeringen met een verleende gelijke verklaart niets"
        " gepubliceerds het verschil.",
        "For {share} of the refusals with a granted like case nothing published"
        " explains the difference.",
    )
    return Shown(
        figure=None,
        summary=language.say(words, share=share) if found else language.say(_NO_PAIR),
        table=table_of(language, _PAIRS, rows, links),
        notes=_outside(scene),
    )


def _row(scene: Scene, pair: Pair, names: Mapping[str, str]) -> tuple[Cell, ...]:
    language, labels = scene.language, scene.labels
    codes, destination, end_use = pair.refused.group
    versions = [version_of(scene, one) for one in (pair.refused, pair.granted)]
    known = [version for version in versions if version is not None]
    return (
        ", ".join(codes),
        labels.country(destination),
        labels.term("end_use", end_use),
        pair.refused.ref,
        language.day(pair.refused.decided),
        pair.granted.ref,
        language.day(pair.granted.decided),
        pair.days,
        " / ".join(dict.fromkeys(known)) if len(known) == len(versions) else None,
        None if pair.differing is None else len(pair.differing),
        _difference(scene, pair, names),
    )


def _outside(scene: Scene) -> tuple[str, ...]:
    scope = like_scope(scene.connection, scene.filters)
    number = scene.language.number
    words = Words(
        "Van {all:verleend of geweigerd besluit|verleende of geweigerde besluiten}"
        " {alone:heeft er # geen gelijke|hebben er # geen gelijke}; van {hidden} is de"
        " soort eindgebruik niet gepubliceerd."
        " {closed:anders afgedane aanvraag telt|anders afgedane aanvragen tellen} niet"
        " mee.",
        "Of {all:decision|decisions} granted or refused, {alone:has|have} no like case;"
        " of {hidden} the kind of end use is not published."
        " {closed:application closed otherwise does|applications closed otherwise do}"
        " not count.",
    )
    return (
        scene.language.say(
            words,
            all=number(scope.merits),
            alone=number(scope.alone),
            hidden=number(scope.not_published),
            closed=number(scope.closed),
        ),
    )


_INCOMPARABLE: Final = Words(
    "Van {n:gekozen besluit|gekozen besluiten} is er geen te vergelijken: dat vraagt"
    " twee besluiten met een gepubliceerde soort eindgebruik.",
    "Of {n:selected decision|selected decisions} none can be compared: that takes two"
    " decisions with a published kind of end use.",
)
_YEARS: Final = (
    heading.YEAR,
    Words("groepen gelijke besluiten", "groups of like decisions"),
    Words("verschillende kanten op", "different ways"),
    heading.SHARE_INTERVAL,
    Words("besluiten daarin", "decisions in them"),
    Words(
        "besluiten in groepen die dezelfde kant op gingen", "decisions in the others"
    ),
)


def _show_years(scene: Scene) -> Shown:
    language = scene.language
    whole = like_groups(scene.connection, scene.filters, by_year=False)
    found = like_groups(scene.connection, scene.filters, by_year=True)
    if not whole:
        return none_of(scene, _YEARS, _INCOMPARABLE)
    rows: list[tuple[Cell, ...]] = []
    links: dict[tuple[int, int], str] = {}
    for one in (*found, *whole):
        same = one.decisions - one.differing
        if one.differing:
            subset = Subset(ways="different")
            links[len(rows), 4] = behind(scene, subset, year=one.year)
        if same:
            links[len(rows), 5] = behind(scene, Subset(ways="same"), year=one.year)
        rows.append(
            (
                language.say(heading.ALL) if one.year is None else str(one.year),
                one.groups,
                one.different,
                rate(language, one.different, one.groups),
                one.differing,
                same,
            )
        )
    words = Words(
        "{share} van de groepen gelijke besluiten ging verschillende kanten op.",
        "{share} of the groups of like decisions went different ways.",
    )
    note = Words(
        "Per jaar worden alleen besluiten uit dat jaar met elkaar vergeleken; de jaren"
        " tellen daarom niet op tot het geheel.",
        "By year, only decisions of that year are compared with each other; the years"
        " therefore do not add up to the whole.",
    )
    (all_years,) = whole
    share = rate(language, all_years.different, all_years.groups)
    return Shown(
        figure=_figure(scene, found) if found else None,
        summary=language.say(words, share=share),
        table=table_of(language, _YEARS, tuple(rows), links),
        notes=(language.say(note), *_outside(scene)),
    )


def _figure(scene: Scene, found: Sequence[LikeGroups]) -> dict[str, object]:
    by_year = {one.year: one for one in found if one.year is not None}
    time = time_axis(scene, (date(year, 1, 1) for year in by_year), "year")
    colours = palette(dark=scene.dark)
    years = [by_year.get(day.year) for day in time.periods]
    language = scene.language
    series = [
        Series(
            name=language.say(Words("dezelfde kant op", "the same way")),
            colour=colours.weights["considered"],
            counts=tuple(
                0 if one is None else one.groups - one.different for one in years
            ),
        ),
        Series(
            name=language.say(Words("verschillende kanten op", "different ways")),
            colour=colours.weights["decisive"],
            counts=tuple(one.different if one else 0 for one in years),
        ),
    ]
    return bars_over_time(time, series, dark=scene.dark)


LIKE_CASES: Final = View(
    name="like-cases",
    title=Words(
        "Geweigerd, met een verleend gelijk geval",
        "Refused, beside a granted like case",
    ),
    show=_show_pairs,
    how_counted=HowCounted(
        unit=Words(
            "Weigeringen met ten minste één verleend gelijk geval, elk één keer.",
            "Refusals with at least one granted like case, each once.",
        ),
        denominator=Words(
            "N is het aantal weigeringen met een verleend gelijk geval.",
            "N is the number of refusals with a granted like case.",
        ),
        left_out=_LEFT_OUT,
        method=_METHOD,
    ),
)
LIKE_CASES_BY_YEAR: Final = View(
    name="like-cases-by-year",
    version=2,
    title=Words("Gelijke gevallen per jaar", "Like cases by year"),
    show=_show_years,
    how_counted=HowCounted(
        unit=Words(
            "Groepen van ten minste twee gelijke besluiten, elk één keer; per jaar"
            " groepen binnen dat jaar.",
            "Groups of at least two like decisions, each once; by year, groups within"
            " that year.",
        ),
        denominator=Words(
            "N is het aantal groepen van ten minste twee gelijke besluiten.",
            "N is the number of groups of at least two like decisions.",
        ),
        left_out=_LEFT_OUT,
        method=_METHOD,
    ),
)
