"""Drift: weights and findings that shift while no framework version changed."""

from datetime import date, timedelta
from typing import Final

from dashboards.figures.frame import Figure
from dashboards.figures.monthly_shares import Step, shares_over_time
from dashboards.queries import DriftSeries, drift, monthly_shares
from dashboards.scene import Scene
from dashboards.tables import Cell
from dashboards.views import counted, heading
from dashboards.views.link import number_link
from dashboards.views.view import Shown, View, table_of
from dashboards.words import Words

_HEADINGS: Final = (
    heading.ASPECT,
    Words("kader", "framework"),
    heading.WHAT,
    Words("eerste maand erna", "first month after"),
    Words("ervoor (n/N)", "before (n/N)"),
    Words("interval ervoor", "interval before"),
    Words("erna (n/N)", "after (n/N)"),
    Words("interval erna", "interval after"),
    Words("p, gecorrigeerd", "p, adjusted"),
)
_MEASURES: Final = {"weight": heading.WEIGHT, "finding": heading.FINDING}
_VERSION: Final = Words("v{version} · {title}", "v{version} · {title}")
_SUMMARY: Final = Words(
    "Aantal aspecten dat verschoof terwijl de versie van het kader gelijk bleef:"
    " {aspects}, in {alarms} van de {series} reeksen die zijn bekeken. Waarom, zegt dit"
    " niet.",
    "Aspects that shifted while the framework version stayed the same: {aspects}, in"
    " {alarms} of the {series} series that were looked at. Why is not said by this.",
)
_NONE: Final = Words(
    "Geen verschuiving gevonden in {series} reeksen.",
    "No drift found in {series} series.",
)
_NO_WEIGHING: Final = Words(
    "Dit grootboek heeft geen gepubliceerde wegingen om een verschuiving in te zoeken.",
    "This ledger has no published weighings to look for drift in.",
)
_TOO_FEW: Final = Words("te weinig besluiten", "too few decisions")
_FIGURE: Final = Words(
    "{aspect} – {level}, versie {version}: {before} voor {month}, daarna {after}",
    "{aspect} – {level}, version {version}: {before} before {month}, {after} after",
)


def _aspect(scene: Scene, one: DriftSeries) -> str:
    label = scene.language.either(one.label_nl, one.label_en)
    return label or scene.labels.term("art15", one.code)


def _level(scene: Scene, one: DriftSeries) -> str:
    vocabulary = "weight"
    if one.measure == "finding":
        vocabulary = "goal_finding" if one.aspect_kind == "goal" else "finding"
    return scene.labels.term(vocabulary, one.level)


def _row(scene: Scene, one: DriftSeries) -> tuple[Cell, ...]:
    language = scene.language
    title = language.either(one.title_nl, one.title_en) or one.framework_id
    measure = language.say(_MEASURES[one.measure])
    what = (
        _aspect(scene, one),
        language.say(_VERSION, title=title, version=one.framework_version),
        f"{measure}: {_level(scene, one)}",
    )
    if one.changed_in is None or one.p is None:
        few = language.say(_TOO_FEW)
        return (*what, few, few, few, few, few, few)
    last_before = (one.changed_in - timedelta(days=1)).isoformat()
    before = language.share(one.before_n or 0, one.before_of or 0)
    after = language.share(one.after_n or 0, one.after_of or 0)
    pairs = _pairs(one)
    return (
        *what,
        language.period(one.changed_in, "month"),
        number_link(scene, before, *pairs, ("until", last_before)),
        _interval(scene, one.before_low, one.before_high),
        number_link(scene, after, *pairs, ("since", one.changed_in.isoformat())),
        _interval(scene, one.after_low, one.after_high),
        language.decimal(one.p),
    )


def _pairs(one: DriftSeries) -> tuple[tuple[str, str], ...]:
    """Return the parts of an address that name the decisions of a series."""
    finding = one.level if one.measure == "finding" else ""
    weight = one.level if one.measure == "weight" else ""
    return (
        ("framework", f"{one.framework_id}.{one.framework_version}"),
        ("aspect", f"{one.code}.{finding}.{weight}"),
    )


def _interval(scene: Scene, low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return ""
    language = scene.language
    return f"{language.percent(low)} – {language.percent(high)}"


def _figures(
    scene: Scene, found: tuple[DriftSeries, ...]
) -> tuple[tuple[str, Figure], ...]:
    """Draw the surest change of each aspect that shifted, with its title."""
    drawn: dict[object, tuple[str, Figure]] = {}
    for one in found:
        if one.is_alarm and one.changed_in and one.aspect not in drawn:
            drawn[one.aspect] = _figure(scene, one, one.changed_in)
    return tuple(drawn.values())


def _figure(scene: Scene, one: DriftSeries, changed_in: date) -> tuple[str, Figure]:
    language = scene.language
    found = monthly_shares(scene.connection, scene.stamp.ledger_id, one)
    before = language.share(one.before_n or 0, one.before_of or 0)
    after = language.share(one.after_n or 0, one.after_of or 0)
    end = (found[-1].month + timedelta(days=31)).replace(day=1)
    steps = [
        Step(
            name=name,
            first=first,
            last=last,
            share=(n or 0) / (of or 1),
            low=low or 0.0,
            high=high or 0.0,
        )
        for name, first, last, n, of, low, high in (
            (
                before,
                found[0].month,
                changed_in,
                one.before_n,
                one.before_of,
                one.before_low,
                one.before_high,
            ),
            (
                after,
                changed_in,
                end,
                one.after_n,
                one.after_of,
                one.after_low,
                one.after_high,
            ),
        )
    ]
    figure = shares_over_time(
        [row.month for row in found],
        [row.n / row.of for row in found],
        [
            f"{language.period(row.month, 'month')}<br>{language.share(row.n, row.of)}"
            for row in found
        ],
        steps,
        dark=scene.dark,
    )
    title = language.say(
        _FIGURE,
        aspect=_aspect(scene, one),
        level=_level(scene, one),
        version=one.framework_version,
        before=before,
        after=after,
        month=language.period(changed_in, "month"),
    )
    return title, figure


def _summary(scene: Scene, found: tuple[DriftSeries, ...]) -> str:
    language = scene.language
    alarms = [one for one in found if one.is_alarm]
    if not found:
        return language.say(_NO_WEIGHING)
    looked = language.number(sum(one.changed_in is not None for one in found))
    if not alarms:
        return language.say(_NONE, series=looked)
    return language.say(
        _SUMMARY,
        aspects=language.number(len({one.aspect for one in alarms})),
        alarms=language.number(len(alarms)),
        series=looked,
    )


def _show(scene: Scene) -> Shown:
    found = drift(scene.connection, scene.stamp.ledger_id)
    rows = tuple(_row(scene, one) for one in found if one.is_alarm)
    return Shown(
        figure=None,
        summary=_summary(scene, found),
        table=table_of(scene.language, _HEADINGS, rows),
        parts=_figures(scene, found),
    )


def _show_all(scene: Scene) -> Shown:
    found = drift(scene.connection, scene.stamp.ledger_id)
    rows = tuple(_row(scene, one) for one in found)
    return Shown(
        figure=None,
        summary=_summary(scene, found),
        table=table_of(scene.language, _HEADINGS, rows),
    )


DRIFT: Final = View(
    name="drift",
    title=Words("Verschuivingen binnen een kader", "Drift within a framework version"),
    show=_show,
    how_counted=counted.DRIFT,
)
DRIFT_SERIES: Final = View(
    name="drift-series",
    title=Words(
        "Alle reeksen, met hun grootste verandering",
        "All series, with their largest change",
    ),
    show=_show_all,
    how_counted=counted.DRIFT,
)
