"""Two sides beside each other: shares with their differences, mixes, and values."""

from collections.abc import Mapping, Sequence
from typing import Final

from dashboards.analyses.interval import ENOUGH
from dashboards.analyses.standardisation import Compared, Counted, as_counted
from dashboards.analyses.standardisation import Sides as Counts
from dashboards.figures.before_after import Beside, before_and_after
from dashboards.queries import side_mix, side_shares, side_values
from dashboards.queries.side import MixKey
from dashboards.scene import Scene
from dashboards.tables import Cell
from dashboards.views import counted, heading
from dashboards.views.aspects import aspect_names, short, spelled
from dashboards.views.behind import GROUPS
from dashboards.views.comparison import NO_CAUSE, headed, nothing_to_compare
from dashboards.views.rate import INTERVAL, changed, estimated
from dashboards.views.sides import Side, Sides, sides_of
from dashboards.views.view import HowCounted, Shown, View, table_of
from dashboards.words import Words

_NUMBERS: Final = (
    Words("n {one}", "n {one}"),
    Words("N {one}", "N {one}"),
    Words("n {other}", "n {other}"),
    Words("N {other}", "N {other}"),
    Words("aandeel {one} (interval)", "share {one} (interval)"),
    Words("aandeel {other} (interval)", "share {other} (interval)"),
    Words("verschil in procentpunten (interval)", "difference in points (interval)"),
)
_MEASURE: Final = Words("maat", "measure")
_WITHIN: Final = Words("binnen acht weken", "within eight weeks")
_DECISIVE: Final = Words("{aspect} doorslaggevend", "{aspect} decisive")
_APART: Final = Words(
    "Bij {k} van de {n} maten met genoeg besluiten ligt nul buiten het interval van het"
    " verschil tussen {one} en {other}{which}.",
    "For {k} of the {n} measures with enough decisions zero lies outside the interval"
    " of the difference between {one} and {other}{which}.",
)
_TOO_FEW: Final = Words(
    f"Er zijn aan beide kanten te weinig besluiten voor een verschil: {{one}} en"
    f" {{other}} hebben op geen maat allebei {ENOUGH} besluiten.",
    f"There are too few decisions for a difference: {{one}} and {{other}} do not both"
    f" have {ENOUGH} decisions on any measure.",
)
_TOGETHER: Final = Words(
    "De tabel heeft het verschil tussen {one} en {other} op {n} maten, zonder"
    " interval.",
    "The table has the difference between {one} and {other} on {n} measures, without"
    " an interval.",
)
_MANY: Final = Words(
    "Wie op {n} maten vergelijkt, vindt ook zonder echt verschil nu en dan een interval"
    " waar nul buiten ligt: ongeveer één op de twintig.",
    "Comparing on {n} measures finds an interval without zero now and then even when"
    " nothing differs: about one in twenty.",
)
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

_Pairs = Mapping[str, tuple[Counted, Counted]]


def _show_shares(scene: Scene) -> Shown:
    sides, language = sides_of(scene), scene.language
    headings = headed(sides, _MEASURE, *_NUMBERS)
    if isinstance(sides, str):
        return nothing_to_compare(scene, sides, headings)
    names = aspect_names(scene)
    measures = _measures(sides, list(names))
    labels = {key: _label(scene, key, names) for key in measures}
    compared = _compared(measures)
    links = {
        (row, 1 + place): _link(sides.both[place // 2], key, whole=place % 2 == 1)
        for row, key in enumerate(measures)
        for place in range(4)
        if (*measures[key][0], *measures[key][1])[place]
    }
    enough = [key for key, one in compared.items() if one.before and one.after]
    told = {
        key: labels[key]
        for key in enough
        if (change := compared[key].change) is not None
        and not change.low <= 0 <= change.high
    }
    summary = _APART if enough else _TOO_FEW
    if sides.overlap and enough:
        summary = _TOGETHER
    return Shown(
        figure=_figure(scene, sides, labels, compared),
        summary=language.say(
            summary,
            k=language.number(len(told)),
            n=language.number(len(enough)),
            one=sides.one.short,
            other=sides.other.short,
            which=f": {', '.join(told.values())}" if told else "",
        ),
        table=table_of(
            language, headings, _rows(scene, sides, labels, compared), links
        ),
        notes=(
            *sides.notes(scene),
            language.say(NO_CAUSE),
            language.say(_MANY, n=language.number(len(measures))),
            spelled([code for _, code in map(_parts, measures) if code], names),
        ),
    )


def _measures(sides: Sides, order: Sequence[str]) -> _Pairs:
    """Return the counts of every measure that a side has, in the order of weighing."""
    found: dict[str, list[Counted]] = {}
    for place, (side, total) in enumerate(zip(sides.both, sides.counts, strict=True)):
        merits = Counted(total.refused, total.granted + total.refused)
        counts = {"refused.": merits} | {
            f"{row.measure}.{row.code}": Counted(row.hits, row.decisions)
            for row in side_shares(side.scene.connection, side.filters, side.search)
        }
        for key, one in counts.items():
            found.setdefault(key, [Counted(0, 0), Counted(0, 0)])[place] = one
    kinds = ["refused", "within_norm", "criterion", "art15", "goal"]

    def rank(key: str) -> tuple[int, int, str]:
        kind, code = _parts(key)
        known = order.index(code) if code in order else len(order)
        return kinds.index(kind), known, code

    return {key: (found[key][0], found[key][1]) for key in sorted(found, key=rank)}


def _parts(key: str) -> tuple[str, str]:
    kind, _, code = key.partition(".")
    return kind, code


def _label(scene: Scene, key: str, names: Mapping[str, str]) -> str:
    kind, code = _parts(key)
    if kind == "refused":
        return scene.language.say(heading.REFUSED)
    if kind == "within_norm":
        return scene.language.say(_WITHIN)
    return scene.language.say(_DECISIVE, aspect=short(code, names.get(code, code)))


def _compared(pairs: _Pairs) -> dict[str, Compared]:
    return {key: as_counted({"": Counts(*both)}) for key, both in pairs.items()}


def _rows(
    scene: Scene,
    sides: Sides,
    labels: Mapping[str, str],
    compared: Mapping[str, Compared],
) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            labels[key],
            *one.counts.before,
            *one.counts.after,
            estimated(scene.language, one.before),
            estimated(scene.language, one.after),
            _difference(scene, one, apart=not sides.overlap),
        )
        for key, one in compared.items()
    )


def _difference(scene: Scene, one: Compared, *, apart: bool) -> str:
    if one.change is None or apart:
        return changed(scene.language, one.change)
    return scene.language.points(one.change.value)


def _link(side: Side, key: str, *, whole: bool) -> str:
    """Return where the decisions of n, or of N, of a measure are."""
    kind, code = _parts(key)
    if kind == "refused":
        groups = ("granted", "refused") if whole else ("refused",)
        outcomes = tuple(one for group in groups for one in GROUPS[group])
        chosen = side.scene.state.outcomes
        kept = tuple(one for one in outcomes if not chosen or one in chosen)
        return side.link("", outcomes=kept or outcomes).address
    if kind == "within_norm":
        both = ("within_norm", "over_norm") if whole else ("within_norm",)
        return side.link("", terms=both).address
    return side.link("", ("aspect", f"{code}..{'' if whole else 'decisive'}")).address


def _figure(
    scene: Scene,
    sides: Sides,
    labels: Mapping[str, str],
    compared: Mapping[str, Compared],
) -> dict[str, object] | None:
    drawn = [
        Beside(labels[key], one.before, one.after)
        for key, one in compared.items()
        if one.before or one.after
    ]
    return before_and_after(drawn, sides.shorts, dark=scene.dark) if drawn else None


def _mix(scene: Scene, by: MixKey) -> Shown:
    sides, language = sides_of(scene), scene.language
    first = heading.DESTINATION if by == "destination" else heading.CLASS
    headings = headed(sides, first, *_NUMBERS)
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
    compared = _compared(pairs)
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
        figure=_figure(scene, sides, labels, shown),
        summary=language.say(_MIX_SUMMARY, **said),
        table=table_of(
            language, headings, _rows(scene, sides, labels, compared), links
        ),
        notes=(
            *([language.say(_FIRST, n=_MOST_DRAWN)] if more else []),
            *sides.notes(scene),
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
    Words("kant", "side"),
    Words("valuta", "currency"),
    Words("vergunde waarde (hele eenheden)", "licensed value (whole units)"),
    Words("met waarde (n/N verleend)", "with a value (n/N granted)"),
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
        notes=sides.notes(scene),
    )


_SHARES_COUNTED: Final = HowCounted(
    unit=Words(
        "Besluiten, aan elke kant elk één keer; bij een aspect van de weging alleen die"
        " waarvan de weging is gepubliceerd.",
        "Decisions, each once on each side; for an aspect of the weighing only those"
        " whose weighing is published.",
    ),
    denominator=Words(
        "N is aan elke kant: voor „geweigerd” de verleende en geweigerde besluiten,"
        " voor „binnen acht weken” de besluiten met een gepubliceerde termijn, voor een"
        " aspect de besluiten waarin het is gewogen.",
        "N is on each side: for “refused” the decisions granted or refused, for “within"
        " eight weeks” the decisions with a published term, for an aspect the decisions"
        " in which it was weighed.",
    ),
    left_out=counted.UNPUBLISHED,
    method=Words(
        f"{INTERVAL.nl} Een verschil is de andere kant min de ene; het interval"
        " ervan is dat van Newcombe.",
        f"{INTERVAL.en} A difference is the other side less the one; its interval is"
        " Newcombe's.",
    ),
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
    method=_SHARES_COUNTED.method,
)

SHARES: Final = View(
    name="compare-shares",
    needs_choice=True,
    title=Words("Aandelen naast elkaar", "Shares side by side"),
    show=_show_shares,
    how_counted=_SHARES_COUNTED,
)
DESTINATION_MIX: Final = View(
    name="compare-destinations",
    needs_choice=True,
    title=Words("Bestemmingen naast elkaar", "Destinations side by side"),
    show=lambda scene: _mix(scene, "destination"),
    how_counted=_MIX_COUNTED,
)
CLASS_MIX: Final = View(
    name="compare-classes",
    needs_choice=True,
    title=Words("Productklassen naast elkaar", "Product classes side by side"),
    show=lambda scene: _mix(scene, "product_class"),
    how_counted=_MIX_COUNTED,
)
VALUES: Final = View(
    name="compare-values",
    needs_choice=True,
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
