"""Before and after a framework version: the views."""

from collections.abc import Mapping
from typing import Final

from dashboards.analyses.interval import ENOUGH
from dashboards.analyses.standardisation import Compared
from dashboards.analyses.windows import Cut
from dashboards.figures.before_after import Beside, before_and_after
from dashboards.scene import Scene
from dashboards.subset import NO_GROUP, Subset
from dashboards.tables import Cell
from dashboards.views import heading
from dashboards.views.aspects import aspect_names, short, spelled
from dashboards.views.behind import behind
from dashboards.views.change import Change, Measure, change_of, key_of
from dashboards.views.rate import changed, estimated
from dashboards.views.view import HowCounted, Shown, View, table_of
from dashboards.words import Words

_NO_CAUSE: Final = Words(
    "Dit vergelijkt twee perioden. Het zegt niet dat de nieuwe versie een verschil"
    " heeft veroorzaakt: ook aanvragen, bestemmingen, dreiging en regels elders"
    " veranderen.",
    "This compares two periods. It does not say that the new version caused a"
    " difference: applications, destinations, threats and rules elsewhere change too.",
)
_METHOD: Final = Words(
    f"{_NO_CAUSE.nl} De vensters zijn even lang; wat het ene korter maakt (een derde"
    " versie, het begin of einde van de gegevens), maakt het andere ook korter. „Zoals"
    " het was” zijn de aandelen met het interval van Wilson. „Met gelijke"
    " samenstelling” is directe standaardisatie: besluiten zijn ingedeeld naar groep"
    " van bestemmingen en productklassen, alleen indelingen die in beide vensters"
    " voorkomen tellen mee, en het aandeel in elke indeling telt naar het aantal"
    " besluiten van beide vensters samen. Intervallen (95%) zijn uit die van Wilson"
    " samengesteld volgens MOVER (Zou en Donner), verschillen volgens Newcombe. Onder"
    f" {ENOUGH} besluiten aan een kant staat er geen aandeel. Er wordt niets over de"
    " versies heen vloeiend gemaakt.",
    f"{_NO_CAUSE.en} The windows are equally long; what shortens one (a third version,"
    " the start or the end of the data) shortens the other. “As it was” are the shares"
    " with Wilson's interval. “On one mix” is direct standardisation: decisions are put"
    " into strata by group of destinations and product classes, only strata that occur"
    " in both windows count, and the share in each stratum counts by the number of"
    " decisions of both windows together. Intervals (95%) are combined from Wilson's by"
    " MOVER (Zou and Donner), differences after Newcombe. Under"
    f" {ENOUGH} decisions on one side no share is given. Nothing is smoothed across"
    " versions.",
)
_LEFT_OUT: Final = Words(
    "Besluiten waarvan de weging niet is gepubliceerd, besluiten onder een ander kader,"
    " en voor „geweigerd” wat anders is afgedaan. De gekozen jaren gelden hier niet: de"
    " vensters komen ervoor in de plaats.",
    "Decisions whose weighing is not published, decisions under another framework, and"
    " for “refused” what was closed otherwise. The chosen years do not apply here: the"
    " windows take their place.",
)
_DECISIVE: Final = Words("{aspect} doorslaggevend", "{aspect} decisive")
_AS_IT_WAS: Final = Words("Zoals het was", "As it was")
_ONE_MIX: Final = Words("Met gelijke samenstelling", "On one mix of cases")
_HEADINGS: Final = (
    Words("maat", "measure"),
    Words("n ervoor", "n before"),
    Words("N ervoor", "N before"),
    Words("n erna", "n after"),
    Words("N erna", "N after"),
    Words("ervoor (interval)", "before (interval)"),
    Words("erna (interval)", "after (interval)"),
    Words("verschil in procentpunten (interval)", "difference in points (interval)"),
    Words("ervoor, gelijke samenstelling", "before, on one mix"),
    Words("erna, gelijke samenstelling", "after, on one mix"),
    Words("verschil, gelijke samenstelling", "difference, on one mix"),
)
_NONE: Final = Words(
    "Dit grootboek heeft geen kader met een tweede versie; er is niets te vergelijken.",
    "This ledger has no framework with a second version; there is nothing to compare.",
)
_CUTS: Final[Mapping[Cut, Words]] = {
    "data_start": Words(
        "voor die tijd zijn er geen besluiten", "there are no decisions before that"
    ),
    "version_before": Words(
        "daarvoor gold een nog eerdere versie", "a still earlier version held before"
    ),
    "version_after": Words(
        "daarna geldt een volgende versie", "a later version holds after that"
    ),
    "data_end": Words(
        "verder gaan de besluiten nog niet", "the decisions do not go further yet"
    ),
}


def said(scene: Scene, change: Change) -> tuple[str, ...]:
    """Say which days are compared, under which versions, and what made them fewer."""
    language, span = scene.language, change.windows
    number = language.number
    if span.days == 0:
        words = Words(
            "Er zijn geen besluiten aan beide kanten van deze versie.",
            "There are no decisions on both sides of this version.",
        )
        return (language.say(words),)
    words = Words(
        "Ervoor: {first_before} t/m {last_before}, onder versie {before}"
        " ({weighed_before:besluit|besluiten}). Erna: {first_after} t/m {last_after},"
        " onder versie {after} ({weighed_after:besluit|besluiten}). Elk"
        " {days:dag|dagen}.",
        "Before: {first_before} to {last_before}, under version {before}"
        " ({weighed_before:decision|decisions}). After: {first_after} to {last_after},"
        " under version {after} ({weighed_after:decision|decisions})."
        " {days:day|days} each.",
    )
    lines = [
        language.say(
            words,
            first_before=language.day(span.first_before),
            last_before=language.day(span.last_before),
            first_after=language.day(span.first_after),
            last_after=language.day(span.last_after),
            before=change.version_before.version,
            after=change.version_after.version,
            weighed_before=number(change.scopes[0].weighed),
            weighed_after=number(change.scopes[1].weighed),
            days=number(span.days),
        )
    ]
    if span.cut is not None:
        words = Words(
            "Gevraagd: {asked:dag|dagen} aan elke kant; beide vensters zijn ingekort:"
            " {why}.",
            "Asked for: {asked:day|days} on each side; both windows are shortened:"
            " {why}.",
        )
        why = language.say(_CUTS[span.cut])
        lines.append(language.say(words, asked=number(span.asked), why=why))
    return tuple(lines)


def _notes(scene: Scene, change: Change) -> tuple[str, ...]:
    language, shared = scene.language, change.shared()
    before, after = change.scopes
    words = Words(
        "Van de verleende en geweigerde besluiten heeft {before} ervoor en {after} erna"
        " een tegenhanger in het andere venster. Van {hidden:besluit|besluiten} in de"
        " vensters waarvoor het aanvullende kader geldt, is de weging niet"
        " gepubliceerd; {other:is|zijn} onder een andere versie gewogen.",
        "Of the decisions granted or refused, {before} before and {after} after have a"
        " counterpart in the other window. For {hidden:decision|decisions} in the"
        " windows to which the supplementary framework applies the weighing is not"
        " published; {other:was|were} weighed under another version.",
    )
    coverage = language.say(
        words,
        before=language.share(*shared.before),
        after=language.share(*shared.after),
        hidden=language.number(before.not_published + after.not_published),
        other=language.number(before.otherwise + after.otherwise),
    )
    codes = [code for _, code in change.strata if code]
    return (
        language.say(_NO_CAUSE),
        coverage,
        spelled(codes, aspect_names(scene)),
    )


def _name(scene: Scene, measure: Measure, names: Mapping[str, str]) -> str:
    kind, code = measure
    if kind == "refused":
        return scene.language.say(heading.REFUSED)
    aspect = short(code, names.get(code, code))
    return scene.language.say(_DECISIVE, aspect=aspect)


def _show(scene: Scene) -> Shown:
    language = scene.language
    change = change_of(scene)
    if change is None or change.windows.days == 0:
        lines = [language.say(_NONE)] if change is None else said(scene, change)
        empty = table_of(language, _HEADINGS, ())
        return Shown(figure=None, summary=" ".join(lines), table=empty)
    names = aspect_names(scene)
    compared = change.compared()
    rows: list[tuple[Cell, ...]] = []
    links: dict[tuple[int, int], str] = {}
    for measure, (was, mixed) in compared.items():
        counts = (*was.counts.before, *was.counts.after)
        links |= {
            (len(rows), 1 + place): _link(scene, change, measure, place)
            for place in range(4)
            if counts[place]
        }
        rows.append(
            (
                _name(scene, measure, names),
                *counts,
                *_estimates(scene, was),
                *_estimates(scene, mixed),
            )
        )
    return Shown(
        figure=None,
        summary=" ".join(said(scene, change)),
        table=table_of(language, _HEADINGS, tuple(rows), links),
        notes=_notes(scene, change),
        parts=_figures(scene, change, names),
    )


def _estimates(scene: Scene, one: Compared) -> tuple[str, str, str]:
    language = scene.language
    return (
        estimated(language, one.before),
        estimated(language, one.after),
        changed(language, one.change),
    )


def _link(scene: Scene, change: Change, measure: Measure, place: int) -> str:
    """Return where the decisions of one count are: n or N, before or after."""
    span, (kind, code) = change.windows, measure
    is_after, is_whole = place > 1, place % 2 == 1
    version = change.version_after if is_after else change.version_before
    weight = "" if is_whole else "decisive"
    groups: tuple[str, ...] = ()
    if kind == "refused":
        groups = ("granted", "refused") if is_whole else ("refused",)
    subset = Subset(
        aspects=(f"{code}..{weight}",) if code else (),
        framework=key_of(version),
        since=span.first_after if is_after else span.first_before,
        until=span.last_after if is_after else span.last_before,
    )
    return behind(scene, subset, groups=groups, first_year=None, last_year=None)


def _figures(
    scene: Scene, change: Change, names: Mapping[str, str]
) -> tuple[tuple[str, dict[str, object]], ...]:
    language = scene.language
    sides = (
        language.say(
            Words("ervoor (versie {version})", "before (version {version})"),
            version=change.version_before.version,
        ),
        language.say(
            Words("erna (versie {version})", "after (version {version})"),
            version=change.version_after.version,
        ),
    )
    compared = change.compared()
    figures = []
    for place, title in enumerate((_AS_IT_WAS, _ONE_MIX)):
        measures = [
            Beside(_name(scene, measure, names), pair[place].before, pair[place].after)
            for measure, pair in compared.items()
        ]
        drawn = [one for one in measures if one.before or one.after]
        if drawn:
            figure = before_and_after(drawn, sides, dark=scene.dark)
            figures.append((language.say(title), figure))
    return tuple(figures)


_MIX: Final = (
    Words("groep van bestemmingen", "group of destinations"),
    Words("productklassen", "product classes"),
    Words("besluiten ervoor", "decisions before"),
    Words("besluiten erna", "decisions after"),
    Words("tegenhanger", "counterpart"),
)


def _show_mix(scene: Scene) -> Shown:
    language, change = scene.language, change_of(scene)
    if change is None:
        empty = table_of(language, _MIX, ())
        return Shown(figure=None, summary=language.say(_NONE), table=empty)
    unknown = language.say(Words("niet gepubliceerd", "not published"))
    rows: list[tuple[Cell, ...]] = []
    links: dict[tuple[int, int], str] = {}
    ordered = sorted(change.mix().items(), key=lambda one: (-sum(one[1]), one[0][1]))
    for (group, classes), counts in ordered:
        for place, count in enumerate(counts):
            if count:
                links[len(rows), 2 + place] = _stratum(
                    scene, change, (group, classes), is_after=place == 1
                )
        rows.append(
            (
                unknown
                if group is None
                else scene.labels.term("destination_group", group),
                classes.replace(",", ", "),
                *counts,
                language.yes_no(all(counts)),
            )
        )
    shared = change.shared()
    words = Words(
        "Van de besluiten heeft {before} ervoor en {after} erna een tegenhanger.",
        "Of the decisions, {before} before and {after} after have a counterpart.",
    )
    before, after = language.share(*shared.before), language.share(*shared.after)
    return Shown(
        figure=None,
        summary=language.say(words, before=before, after=after),
        table=table_of(language, _MIX, tuple(rows), links),
    )


def _stratum(
    scene: Scene, change: Change, stratum: tuple[str | None, str], *, is_after: bool
) -> str:
    span, (group, classes) = change.windows, stratum
    version = change.version_after if is_after else change.version_before
    subset = Subset(
        groups=(NO_GROUP if group is None else group,),
        class_set=classes,
        framework=key_of(version),
        since=span.first_after if is_after else span.first_before,
        until=span.last_after if is_after else span.last_before,
    )
    groups = ("granted", "refused")
    return behind(scene, subset, groups=groups, first_year=None, last_year=None)


FRAMEWORK_CHANGE: Final = View(
    name="framework-change",
    title=Words("Ervoor en erna", "Before and after"),
    show=_show,
    how_counted=HowCounted(
        unit=Words(
            "Besluiten die onder het kader zijn gewogen, elk één keer per maat.",
            "Decisions that were weighed under the framework, each once per measure.",
        ),
        denominator=Words(
            "N is voor „geweigerd” het aantal verleende en geweigerde besluiten in het"
            " venster, voor een aspect het aantal besluiten waarin het is gewogen.",
            "N is for “refused” the number of decisions granted or refused in the"
            " window, for an aspect the number of decisions in which it was weighed.",
        ),
        left_out=_LEFT_OUT,
        method=_METHOD,
    ),
)
FRAMEWORK_CHANGE_MIX: Final = View(
    name="framework-change-mix",
    version=2,
    title=Words("Waaruit de twee vensters bestaan", "What the two windows are made of"),
    show=_show_mix,
    how_counted=HowCounted(
        unit=Words(
            "Verleende en geweigerde besluiten die onder het kader zijn gewogen, elk"
            " één keer, bij precies hun productklassen.",
            "Decisions granted or refused that were weighed under the framework, each"
            " once, under exactly their product classes.",
        ),
        denominator=Words(
            "N is het aantal van die besluiten in het venster.",
            "N is the number of those decisions in the window.",
        ),
        left_out=_LEFT_OUT,
    ),
)
