"""Two sides beside each other: what their decisions are made of, and their values."""

from collections.abc import Mapping
from typing import Final

from dashboards.analyses.standardisation import Counted
from dashboards.queries import side_mix, side_values
from dashboards.queries.side import MixKey
from dashboards.scene import Scene
from dashboards.tables import Cell
from dashboards.views import counted, heading
from dashboards.views.comparison import headed, nothing_to_compare
from dashboards.views.comparison_shares import (
    NUMBERS,
    SHARES_COUNTED,
    compared_by,
    compared_figure,
    compared_rows,
)
from dashboards.views.comparison_withheld import side_notes
from dashboards.views.sides import Side, sides_of
from dashboards.views.view import HowCounted, Shown, View, table_of
from dashboards.words import Words

_MOST_DRAWN: Final = 12
_FIRST: Final = Words(
    "De figuur toont de eerste {n}; de tabel toont ze alle.",
    "The figure shows the first {n}; the table shows all.",
)
_MIX_SUMMARY: Final = Words(
    "{one}: het vaakst {top_one}, {share_one}. {other}: het vaakst {top_other},"
    " {share_other}.",
    "{one}: most often {top_one}, {share_one}. {other}: most often {top_other},"
    " {share_other}.",
)


def _mix(scene: Scene, by: MixKey) -> Shown:
    sides, language = sides_of(scene), scene.language
    first = heading.DESTINATION if by == "destination" else heading.CLASS
    headings = headed(sides, first, *NUMBERS)
    if isinstance(sides, str):
        return nothing_to_compare(scene, sides, headings)
    parts = [
        {
            row.key: row.decisions
            for row in side_mix(side.scene.connection, side.filters, side.search, by)
        }
        for side in sides.both
    ]
    wholes = [found.decisions for found in sides.counts]
    # The order is that of both sides' shares, so that neither side sets it.
    keys = sorted(
        {*parts[0], *parts[1]},
        key=lambda key: (
            -sum(_portion(p, w, key) for p, w in zip(parts, wholes, strict=True)),
            key,
        ),
    )
    pairs = {
        key: (
            Counted(parts[0].get(key, 0), wholes[0]),
            Counted(parts[1].get(key, 0), wholes[1]),
        )
        for key in keys
    }
    compared = compared_by(pairs)
    labels = {key: _part_name(scene, by, key) for key in keys}
    links = {
        (row, 1 + 2 * place): _part_link(side, by, key)
        for row, key in enumerate(keys)
        for place, side in enumerate(sides.both)
        if pairs[key][place].hits
    }
    said: dict[str, str] = {}
    for key, side, own, whole in zip(
        ("one", "other"), sides.both, parts, wholes, strict=True
    ):
        top = max(own, key=lambda one: own[one], default="")
        said |= {
            key: side.short,
            f"top_{key}": labels.get(top, "–"),
            f"share_{key}": language.share(own.get(top, 0), whole),
        }
    shown = {key: compared[key] for key in keys[:_MOST_DRAWN]}
    more = len(keys) > _MOST_DRAWN
    return Shown(
        figure=compared_figure(scene, sides, labels, shown),
        summary=language.say(_MIX_SUMMARY, **said),
        table=table_of(
            language, headings, compared_rows(scene, sides, labels, compared), links
        ),
        notes=(
            *([language.say(_FIRST, n=_MOST_DRAWN)] if more else []),
            *side_notes(scene, sides),
        ),
    )


def _portion(own: Mapping[str, int], whole: int, key: str) -> float:
    return own.get(key, 0) / whole


def _part_name(scene: Scene, by: MixKey, key: str) -> str:
    labels = scene.labels
    return labels.country(key) if by == "destination" else labels.product_class(key)


def _part_link(side: Side, by: MixKey, key: str) -> str:
    if by == "destination":
        return side.link("", destinations=(key,)).address
    return side.link("", classes=(key,)).address


_VALUE_HEADINGS: Final = (
    heading.SIDE,
    heading.CURRENCY,
    heading.LICENSED_VALUE,
    heading.WITH_VALUE,
)
_VALUE_SUMMARY: Final = Words(
    "Vergunde waarde: {sides}. Valuta's worden niet omgerekend en niet opgeteld.",
    "Licensed value: {sides}. Currencies are neither converted nor summed.",
)
_NO_VALUE: Final = Words("{side} geen (0/{n} verleend)", "{side} none (0/{n} granted)")
_SIDE_VALUE: Final = Words(
    "{side} {amount} ({n}/{all} verleend)", "{side} {amount} ({n}/{all} granted)"
)


def _show_values(scene: Scene) -> Shown:
    sides, language = sides_of(scene), scene.language
    if isinstance(sides, str):
        return nothing_to_compare(scene, sides, _VALUE_HEADINGS)
    rows: list[tuple[Cell, ...]] = []
    said = []
    for side, total in zip(sides.both, sides.counts, strict=True):
        values = side_values(side.scene.connection, side.filters, side.search)
        granted = language.number(total.granted)
        if not values:
            share = language.share(0, total.granted)
            rows.append((side.name, None, None, share))
            said.append(language.say(_NO_VALUE, side=side.name, n=granted))
        for one in values:
            share = language.share(one.decisions, total.granted)
            rows.append((side.name, one.currency, one.minor // 100, share))
            amount = language.money(one.currency, one.minor)
            n = language.number(one.decisions)
            said.append(
                language.say(
                    _SIDE_VALUE, side=side.name, amount=amount, n=n, all=granted
                )
            )
    return Shown(
        figure=None,
        summary=language.say(_VALUE_SUMMARY, sides="; ".join(said)),
        table=table_of(language, _VALUE_HEADINGS, tuple(rows)),
        notes=side_notes(scene, sides),
    )


_MIX_COUNTED: Final = HowCounted(
    unit=counted.DECISION_PER_KEY,
    denominator=Words(
        "N is het aantal besluiten aan die kant. Naar productklasse tellen de aandelen"
        " niet op tot het geheel.",
        "N is the number of decisions on that side. By product class the shares do not"
        " add up to the whole.",
    ),
    left_out=counted.EXCLUDED,
    method=SHARES_COUNTED.method,
)

DESTINATION_MIX: Final = View(
    name="compare-destinations",
    needs_choice=True,
    version=3,
    title=Words("Bestemmingen naast elkaar", "Destinations side by side"),
    show=lambda scene: _mix(scene, "destination"),
    how_counted=_MIX_COUNTED,
)
CLASS_MIX: Final = View(
    name="compare-classes",
    needs_choice=True,
    version=3,
    title=Words("Productklassen naast elkaar", "Product classes side by side"),
    show=lambda scene: _mix(scene, "product_class"),
    how_counted=_MIX_COUNTED,
)
VALUES: Final = View(
    name="compare-values",
    needs_choice=True,
    version=3,
    title=Words("Vergunde waarde naast elkaar", "Licensed values side by side"),
    show=_show_values,
    how_counted=HowCounted(
        unit=Words(
            "Verleende besluiten met een openbare waarde; een besluit telt met zijn"
            " hele waarde, ook als een van zijn goederen niet aan deze kant staat.",
            "Granted decisions with a public value; a decision counts with its whole"
            " value, also when one of its items is not on this side.",
        ),
        denominator=Words(
            "N is het aantal verleende besluiten aan die kant.",
            "N is the number of granted decisions on that side.",
        ),
        left_out=counted.EXCLUDED,
    ),
)
