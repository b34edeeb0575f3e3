"""What is withheld: how much and why, by which rules, and whether it is declared."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Final

from dashboards.figures.palette import palette
from dashboards.figures.spans import Span, spans_over_time
from dashboards.figures.timeline import Series, bars_over_time
from dashboards.queries import (
    Declared,
    RuleStood,
    declared,
    outcomes_over_time,
    rules_stood,
    withheld_over_time,
)
from dashboards.scene import Scene
from dashboards.tables import Cell
from dashboards.views import heading, withheld_counted
from dashboards.views.list_name import list_name
from dashboards.views.time_axis import time_axis
from dashboards.views.view import Shown, View, table_of
from dashboards.views.withheld_note import ground_words, is_narrowed, of_years
from dashboards.words import Words

_PUBLIC: Final = Words("openbaar", "public")
_SHARE: Final = Words("onthouden (n/N)", "withheld (n/N)")
_SUMMARY: Final = Words(
    "{n} van de besluiten is onthouden: in het grootboek staat dat zij er zijn, op"
    " welke grond, en verder niets.",
    "{n} of the decisions are withheld: the ledger says that they are there, on what"
    " ground, and nothing else.",
)
_NONE: Final = Words(
    "In dit grootboek zijn geen besluiten onthouden.",
    "No decisions are withheld in this ledger.",
)
_NONE_THEN: Final = Words(
    "In de gekozen jaren zijn geen besluiten onthouden.",
    "No decisions of the chosen years are withheld.",
)
_NOT_NARROWED: Final = Words(
    "De keuze van bestemming, klasse of uitkomst is hier niet toegepast.",
    "The selection of destination, class or outcome is not applied here.",
)


def _show_over_time(scene: Scene) -> Shown:
    language, grain = scene.language, scene.state.grain
    years = of_years(scene)
    hidden = withheld_over_time(scene.connection, years, grain)
    grounds = sorted({row.grounds for row in hidden})
    named = [ground_words(scene, one) for one in grounds]
    headings = (
        heading.PERIOD,
        _PUBLIC,
        *(Words(name, name) for name in named),
        _SHARE,
    )
    if not hidden:
        return Shown(
            figure=None,
            summary=language.say(_NONE_THEN if scene.state.has_years else _NONE),
            table=table_of(language, headings, ()),
        )
    public: defaultdict[date, int] = defaultdict(int)
    for row in outcomes_over_time(scene.connection, years, grain):
        public[row.period] += row.decisions
    kept = {(row.period, row.grounds): row.decisions for row in hidden}
    axis = time_axis(scene, [*public, *(row.period for row in hidden)], grain)
    colours = palette(dark=scene.dark)
    series = [
        Series(
            name=language.say(_PUBLIC),
            colour=colours.groups["other"],
            counts=tuple(public[day] for day in axis.periods),
        ),
        *(
            Series(
                name=name,
                colour=colours.withheld[place % len(colours.withheld)],
                counts=tuple(kept.get((day, one), 0) for day in axis.periods),
            )
            for place, (one, name) in enumerate(zip(grounds, named, strict=True))
        ),
    ]
    rows: list[tuple[Cell, ...]] = []
    for place, day in enumerate(axis.periods):
        counts = [one.counts[place] for one in series]
        share = language.share(sum(counts[1:]), sum(counts))
        rows.append((language.period(day, grain), *counts, share))
    total = sum(row.decisions for row in hidden)
    notes = (language.say(_NOT_NARROWED),) if is_narrowed(scene) else ()
    return Shown(
        figure=bars_over_time(axis, series, dark=scene.dark),
        summary=language.say(
            _SUMMARY, n=language.share(total, total + sum(public.values()))
        ),
        table=table_of(language, headings, tuple(rows)),
        notes=notes,
    )


_RULES: Final = (
    heading.VERSION,
    Words("van", "from"),
    Words("tot en met", "until"),
    Words("lijst", "list"),
    Words("soort vergunning", "kind of authorisation"),
    Words("regel", "rule"),
    Words("gronden", "grounds"),
    Words("openbaar onder deze versie", "disclosed under this version"),
    Words("alleen in totalen", "in totals only"),
    heading.WITHHELD,
    heading.ENTRY,
)
_RULES_SUMMARY: Final = Words(
    "{n:versie van de regels staat|versies van de regels staan} in het grootboek;"
    " onder {m} daarvan is iets onthouden.",
    "{n:version of the rules is|versions of the rules are} in the ledger; under {m} of"
    " them something is withheld.",
)
_NO_RULES: Final = Words(
    "Dit grootboek legt geen regels van openbaarheid vast.",
    "This ledger records no rules of disclosure.",
)
_ALL_LISTS: Final = Words("alle lijsten", "all lists")
_ALL_KINDS: Final = Words("alle", "all")
_ALL_OTHERS: Final = Words("alle andere", "all others")
_NO_GROUND: Final = Words("geen", "none")
_ROW: Final = Words("regels van openbaarheid", "rules of disclosure")
_MARGIN: Final = timedelta(days=120)
_OTHER_LISTS: Final = Words(
    "Wat een versie niet noemt, maakt zij openbaar.",
    "What a version does not name, it discloses.",
)


def _show_rules(scene: Scene) -> Shown:
    language = scene.language
    found = rules_stood(scene.connection, scene.stamp.ledger_id)
    versions = {row.rule_id: row for row in found}
    if not found:
        return Shown(
            figure=None,
            summary=language.say(_NO_RULES),
            table=table_of(language, _RULES, ()),
        )
    spans = [
        Span(
            row=language.say(_ROW),
            label=one.rule_id,
            text=language.either(one.title_nl, one.title_en),
            first=one.valid_from,
            last=one.effective_to or date.max,
        )
        for one in versions.values()
    ]
    start = min(one.first for one in spans)
    notes = [language.say(_OTHER_LISTS)]
    notes += [
        f"{one.rule_id} – {language.either(one.summary_nl, one.summary_en)}"
        for one in versions.values()
    ]
    return Shown(
        figure=spans_over_time(
            spans,
            (),
            first=max(start, scene.stamp.first_decided or start) - _MARGIN,
            last=scene.stamp.checkpoint_at.date() + _MARGIN,
            dark=scene.dark,
        ),
        summary=language.say(
            _RULES_SUMMARY,
            n=language.number(len(versions)),
            m=language.number(sum(one.withheld > 0 for one in versions.values())),
        ),
        table=table_of(
            language, _RULES, tuple(_rule_row(scene, row, found) for row in found)
        ),
        notes=tuple(notes),
    )


def _rule_row(
    scene: Scene, row: RuleStood, every: tuple[RuleStood, ...]
) -> tuple[Cell, ...]:
    language, labels = scene.language, scene.labels
    narrower = any(
        (one.rule_id, one.list_id) == (row.rule_id, row.list_id)
        for one in every
        if one.authorisation_types
    )
    rest = _ALL_OTHERS if narrower else _ALL_KINDS
    kinds = [labels.term("authorisation_type", one) for one in row.authorisation_types]
    until = row.effective_to
    return (
        f"{row.rule_id} · {language.either(row.title_nl, row.title_en)}",
        language.day(row.valid_from),
        language.say(heading.PRESENT) if until is None else language.day(until),
        f"{row.list_id} · {list_name(scene, row.list_id)}"
        if row.list_id
        else language.say(_ALL_LISTS),
        ", ".join(kinds) or language.say(rest),
        labels.term("disclosure_rule", row.rule),
        ground_words(scene, row.grounds) or language.say(_NO_GROUND),
        row.disclosed,
        row.in_totals,
        row.withheld,
        str(row.entry_index),
    )


_DECLARED: Final = (
    heading.MONTH,
    Words("gronden", "grounds"),
    Words("volgens de maandstaat", "as the manifest says"),
    Words("geteld in het grootboek", "counted in the ledger"),
    Words("gelijk", "agrees"),
    heading.ENTRY,
)
_DECLARED_SUMMARY: Final = Words(
    "{right} van de maandstaten noemt evenveel onthouden besluiten, op dezelfde"
    " gronden, als het grootboek telt.",
    "{right} of the manifests name as many withheld decisions, on the same grounds, as"
    " the ledger counts.",
)
_NO_MANIFESTS: Final = Words(
    "Dit grootboek heeft geen maandstaten die verantwoorden wat is onthouden.",
    "This ledger has no manifests that declare what is withheld.",
)


def _show_declared(scene: Scene) -> Shown:
    language = scene.language
    found = declared(scene.connection, scene.stamp.ledger_id)
    if not found:
        return Shown(
            figure=None,
            summary=language.say(_NO_MANIFESTS),
            table=table_of(language, _DECLARED, ()),
        )
    axis = time_axis(scene, [row.month for row in found], "month")
    said, held = defaultdict[date, int](int), defaultdict[date, int](int)
    for row in found:
        said[row.month] += row.said
        held[row.month] += row.held
    colours = palette(dark=scene.dark)
    name = language.say(_DECLARED[3])
    counts = tuple(held[day] for day in axis.periods)
    bars = [Series(name=name, colour=colours.withheld[0], counts=counts)]
    figure = bars_over_time(axis, bars, dark=scene.dark, height=300)
    figure["layout"]["showlegend"] = True
    figure["data"].append(
        {
            "type": "scatter",
            "mode": "lines",
            "name": language.say(_DECLARED[2]),
            "x": figure["data"][0]["x"],
            "y": [said[day] for day in axis.periods],
            "customdata": list(axis.names),
            "hovertemplate": "%{customdata}<br>%{fullData.name}: %{y:,}<extra></extra>",
            "line": {"color": colours.text, "width": 1.5, "shape": "hvh"},
        }
    )
    right: defaultdict[int, bool] = defaultdict(lambda: True)
    for row in found:
        right[row.entry_index] &= row.said == row.held
    return Shown(
        figure=figure,
        summary=language.say(
            _DECLARED_SUMMARY, right=language.share(sum(right.values()), len(right))
        ),
        table=table_of(
            language, _DECLARED, tuple(_declared_row(scene, row) for row in found)
        ),
    )


def _declared_row(scene: Scene, row: Declared) -> tuple[Cell, ...]:
    language = scene.language
    return (
        language.period(row.month, "month"),
        ground_words(scene, row.grounds) or language.say(_NO_GROUND),
        row.said,
        row.held,
        language.yes_no(row.said == row.held),
        str(row.entry_index),
    )


WITHHELD_OVER_TIME: Final = View(
    name="withheld-over-time",
    version=2,
    title=Words("Onthouden besluiten in de tijd", "Withheld decisions over time"),
    show=_show_over_time,
    how_counted=withheld_counted.OVER_TIME,
)
DISCLOSURE_RULES: Final = View(
    name="disclosure-rules",
    version=2,
    title=Words("Welke regel wanneer gold", "Which rule held when"),
    show=_show_rules,
    how_counted=withheld_counted.RULES,
)
WITHHELD_DECLARED: Final = View(
    name="withheld-declared",
    version=2,
    title=Words(
        "De maandstaten naast het grootboek", "The manifests beside the ledger"
    ),
    show=_show_declared,
    how_counted=withheld_counted.DECLARED,
)
