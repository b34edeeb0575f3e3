"""Two sides beside each other: shares with their differences."""

from collections.abc import Mapping, Sequence
from typing import Final

from dashboards.analyses.interval import ENOUGH
from dashboards.analyses.standardisation import Compared, Counted, as_counted
from dashboards.analyses.standardisation import Sides as Counts
from dashboards.figures.before_after import Beside, before_and_after
from dashboards.queries import side_shares
from dashboards.scene import Scene
from dashboards.tables import Cell
from dashboards.views import counted, heading
from dashboards.views.aspects import aspect_names, short, spelled
from dashboards.views.behind import GROUPS
from dashboards.views.comparison import NO_CAUSE, headed, nothing_to_compare
from dashboards.views.comparison_withheld import side_notes
from dashboards.views.rate import INTERVAL, changed, estimated
from dashboards.views.sides import Side, Sides, sides_of
from dashboards.views.view import HowCounted, Shown, View, table_of
from dashboards.words import Words

NUMBERS: Final = (
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
_SHARED: Final = Words(
    "Hier staan alleen maten die van beide autoriteiten bekend zijn.",
    "Only measures that are known of both authorities stand here.",
)
_APART: Final = Words(
    "Maten waarop {one} en {other} verschillen, met nul buiten het interval: {k} van"
    " {n} met genoeg besluiten{which}.",
    "Measures on which {one} and {other} differ, with zero outside the interval: {k} of"
    " {n} with enough decisions{which}.",
)
_TOO_FEW: Final = Words(
    f"Er zijn aan beide kanten te weinig besluiten voor een verschil: {{one}} en"
    f" {{other}} hebben op geen maat allebei {ENOUGH} besluiten.",
    f"There are too few decisions for a difference: {{one}} and {{other}} do not both"
    f" have {ENOUGH} decisions on any measure.",
)
_TOGETHER: Final = Words(
    "De tabel heeft het verschil tussen {one} en {other} op {n:maat|maten}, zonder"
    " interval.",
    "The table has the difference between {one} and {other} on {n:measure|measures},"
    " without an interval.",
)
_MANY: Final = Words(
    "Wie op {n:maat|maten} vergelijkt, vindt ook zonder echt verschil nu en dan een"
    " interval waar nul buiten ligt: ongeveer één op de twintig.",
    "Comparing on {n:measure|measures} finds an interval without zero now and then even"
    " when nothing differs: about one in twenty.",
)
_Pairs = Mapping[str, tuple[Counted, Counted]]


def _show_shares(scene: Scene) -> Shown:
    sides, language = sides_of(scene), scene.language
    headings = headed(sides, _MEASURE, *NUMBERS)
    if isinstance(sides, str):
        return nothing_to_compare(scene, sides, headings)
    names = aspect_names(scene)
    measures = _measures(sides, list(names), between=scene.state.by == "ledger")
    labels = {key: _label(scene, key, names) for key in measures}
    compared = compared_by(measures)
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
        figure=compared_figure(scene, sides, labels, compared),
        summary=language.say(
            summary,
            k=language.number(len(told)),
            n=language.number(len(enough)),
            one=sides.one.short,
            other=sides.other.short,
            which=f": {', '.join(told.values())}" if told else "",
        ),
        table=table_of(
            language, headings, compared_rows(scene, sides, labels, compared), links
        ),
        notes=(
            *side_notes(scene, sides),
            language.say(NO_CAUSE),
            language.say(_MANY, n=language.number(len(measures))),
            *([language.say(_SHARED)] if scene.state.by == "ledger" else []),
            spelled([code for _, code in map(_parts, measures) if code], names),
        ),
    )


def _measures(sides: Sides, order: Sequence[str], *, between: bool) -> _Pairs:
    """Return the counts of every measure that a side has, in the order of weighing.

    Args:
        sides: The sides.
        order: The aspects, in the order of weighing.
        between: Whether the sides are of two authorities.
    """
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

    # What only one authority weighs, or publishes, cannot be compared with the other.
    shared = [key for key in found if not between or all(n.whole for n in found[key])]
    return {key: (found[key][0], found[key][1]) for key in sorted(shared, key=rank)}


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


def compared_by(pairs: Mapping[str, tuple[Counted, Counted]]) -> dict[str, Compared]:
    """Return each share of one side beside that of the other, and their difference."""
    return {key: as_counted({"": Counts(*both)}) for key, both in pairs.items()}


def compared_rows(
    scene: Scene,
    sides: Sides,
    labels: Mapping[str, str],
    compared: Mapping[str, Compared],
) -> tuple[tuple[Cell, ...], ...]:
    """Return the rows of a table of shares side by side, below ``NUMBERS``."""
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


def compared_figure(
    scene: Scene,
    sides: Sides,
    labels: Mapping[str, str],
    compared: Mapping[str, Compared],
) -> dict[str, object] | None:
    """Return the figure of shares side by side; None when there are too few."""
    drawn = [
        Beside(labels[key], one.before, one.after)
        for key, one in compared.items()
        if one.before or one.after
    ]
    return before_and_after(drawn, sides.shorts, dark=scene.dark) if drawn else None


SHARES_COUNTED: Final = HowCounted(
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
SHARES: Final = View(
    name="compare-shares",
    needs_choice=True,
    version=3,
    title=Words("Aandelen naast elkaar", "Shares side by side"),
    show=_show_shares,
    how_counted=SHARES_COUNTED,
)
