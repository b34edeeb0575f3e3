"""Decisions by product class and item."""

from collections.abc import Sequence
from typing import Final

from dashboards.figures.heat import heat_grid
from dashboards.figures.palette import palette
from dashboards.figures.ranking import ranked_bars
from dashboards.figures.timeline import Series
from dashboards.queries import (
    ClassCount,
    ItemCount,
    classes,
    current_classes,
    current_items,
    destination_by_class,
    destinations,
    items,
    moved,
    totals,
)
from dashboards.scene import Scene
from dashboards.views import counted, heading
from dashboards.views.view import Shown, View, nothing, table_of
from dashboards.words import Words

_ONCE: Final = Words(
    "Een besluit met goederen in meer klassen telt in elk daarvan één keer; de"
    " aantallen tellen dus niet op tot {n:besluit|besluiten}.",
    "A decision with items in several classes counts once in each; the numbers do not"
    " add up to {n:decision|decisions}.",
)
_SUMMARY: Final = Words(
    "{first} komt het meest voor: {share} van de besluiten.",
    "{first} is the most frequent: {share} of the decisions.",
)
_MAPPED: Final = Words(
    "Omgezet naar de lijsten van nu: {moved} van de besluiten heeft een product dat nu"
    " elders staat, {illustrative} langs een stap die alleen illustreert. Een product"
    " dat verdeeld is, telt op elke plaats.",
    "Mapped to the lists of now: {moved} of the decisions has an item that stands"
    " elsewhere now, {illustrative} by a step that only illustrates. An item that was"
    " split counts at each place.",
)
_COUNTS: Final = (
    heading.DECISIONS,
    heading.GRANTED,
    heading.REFUSED,
    heading.OTHER,
    heading.REFUSED_SHARE,
)
_TOP_ITEMS: Final = 25
_TOP_ROWS: Final = 15
_EMPTY: Final = Words("Leeg: geen besluiten.", "Empty: no decisions.")
_TOP_NOTE: Final = Words(
    "De figuur toont de eerste {n}; de tabel toont alles.",
    "The figure shows the first {n}; the table shows all.",
)


def _bars(
    scene: Scene, labels: Sequence[str], counts: Sequence[ClassCount | ItemCount]
) -> dict[str, object]:
    colours = palette(dark=scene.dark)
    series = [
        Series(
            name=scene.labels.term("outcome_group", group),
            colour=colours.groups[group],
            counts=tuple(getattr(row, group) for row in counts),
        )
        for group in ("granted", "other", "refused")
    ]
    texts = [scene.language.number(row.decisions) for row in counts]
    return ranked_bars(labels, series, dark=scene.dark, texts=texts)


def _numbers(scene: Scene, row: ClassCount | ItemCount) -> tuple[int | str, ...]:
    share = scene.language.share(row.refused, row.decisions)
    return (row.decisions, row.granted, row.refused, row.other, share)


def _notes(scene: Scene) -> tuple[str, ...]:
    language = scene.language
    total = totals(scene.connection, scene.filters).decisions
    once = language.say(_ONCE, n=language.number(total))
    if not scene.state.mapped:
        return (once,)
    found = moved(scene.connection, scene.filters)
    said = language.say(
        _MAPPED,
        moved=language.share(found.moved, total),
        illustrative=language.share(found.illustrative, total),
    )
    return (once, said)


def _summary(scene: Scene, name: str, decisions: int) -> str:
    total = totals(scene.connection, scene.filters).decisions
    share = scene.language.share(decisions, total)
    return scene.language.say(_SUMMARY, first=name, share=share)


def _show_classes(scene: Scene) -> Shown:
    headings = (heading.CATEGORY, heading.CLASS, Words("naam", "name"), *_COUNTS)
    ask = current_classes if scene.state.mapped else classes
    counts = ask(scene.connection, scene.filters)
    if not counts:
        return nothing(scene, headings)
    names = scene.labels.classes
    rows = tuple(
        (
            row.category,
            row.product_class,
            names.get(row.product_class, row.product_class),
            *_numbers(scene, row),
        )
        for row in counts
    )
    most = max(counts, key=lambda row: row.decisions)
    labels = [scene.labels.product_class(row.product_class) for row in counts]
    return Shown(
        figure=_bars(scene, labels, counts),
        summary=_summary(
            scene, scene.labels.product_class(most.product_class), most.decisions
        ),
        table=table_of(scene.language, headings, rows),
        notes=_notes(scene),
    )


def _show_items(scene: Scene) -> Shown:
    headings = (heading.CODE, heading.CLASS, *_COUNTS)
    ask = current_items if scene.state.mapped else items
    counts = sorted(
        ask(scene.connection, scene.filters),
        key=lambda row: (-row.decisions, row.code),
    )
    if not counts:
        return nothing(scene, headings)
    rows = tuple((row.code, row.product_class, *_numbers(scene, row)) for row in counts)
    top = counts[:_TOP_ITEMS]
    notes = _notes(scene)
    if len(counts) > _TOP_ITEMS:
        notes = (*notes, scene.language.say(_TOP_NOTE, n=_TOP_ITEMS))
    return Shown(
        figure=_bars(scene, [row.code for row in top], top),
        summary=_summary(scene, counts[0].code, counts[0].decisions),
        table=table_of(scene.language, headings, rows),
        notes=notes,
    )


def _show_grid(scene: Scene) -> Shown:
    headings = (heading.CODE, heading.DESTINATION, heading.CLASS, heading.DECISIONS)
    counts = destination_by_class(scene.connection, scene.filters)
    if not counts:
        return nothing(scene, headings)
    countries = [row.country for row in destinations(scene.connection, scene.filters)]
    order = list(scene.labels.classes)
    columns = sorted(
        {row.product_class for row in counts},
        key=lambda code: order.index(code) if code in order else len(order),
    )
    cells = {(row.country, row.product_class): row.decisions for row in counts}
    rows = tuple(
        (country, scene.labels.country(country), column, cells[country, column])
        for country in countries
        for column in columns
        if (country, column) in cells
    )
    most = max(counts, key=lambda row: row.decisions)
    name = f"{scene.labels.country(most.country)} × {most.product_class}"
    notes = (*_notes(scene)[:1], scene.language.say(_EMPTY))
    if len(countries) > _TOP_ROWS:
        notes = (*notes, scene.language.say(_TOP_NOTE, n=_TOP_ROWS))
    return Shown(
        figure=heat_grid(
            countries[:_TOP_ROWS],
            columns,
            cells,
            dark=scene.dark,
            names=scene.labels.countries,
            number=scene.language.number,
        ),
        summary=_summary(scene, name, most.decisions),
        table=table_of(scene.language, headings, rows),
        notes=notes,
    )


CLASSES: Final = View(
    name="classes",
    title=Words("Besluiten naar productklasse", "Decisions by product class"),
    show=_show_classes,
    how_counted=counted.PER_KEY,
)
ITEMS: Final = View(
    name="items",
    title=Words("Besluiten naar code op de controlelijst", "Decisions by item code"),
    show=_show_items,
    how_counted=counted.PER_KEY,
)
DESTINATION_BY_CLASS: Final = View(
    name="destination-by-class",
    title=Words("Bestemming en productklasse", "Destination and product class"),
    show=_show_grid,
    how_counted=counted.PER_KEY,
)
