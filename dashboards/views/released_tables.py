"""Released tables on withheld decisions: what is suppressed is said to be so."""

from datetime import date
from typing import Final

from dashboards.figures.frame import Figure
from dashboards.figures.heat import heat_grid, with_suppressed
from dashboards.queries import ReleasedCell, released_cells, table_releases
from dashboards.scene import Scene
from dashboards.tables import Cell
from dashboards.views import heading
from dashboards.views.view import HowCounted, Shown, View, table_of
from dashboards.words import Words
from etl.disclosure_control.case import ALL, OTHER, SEVERAL
from ledger.records.terms import OUTCOME_GROUPS

SUPPRESSED: Final = Words("onderdrukt", "suppressed")
_SIGN: Final = ":c"
"""How Eurostat marks a cell that is confidential."""

_OTHER: Final = Words("overige bestemmingen", "other destinations")
_SEVERAL: Final = Words("meer klassen", "several classes")
_ALL_DESTINATIONS: Final = Words("alle bestemmingen", "all destinations")
_ALL_CLASSES: Final = Words("alle klassen", "all classes")
_VALUE: Final = Words(
    "vergunde waarde ({currency}, hele eenheden)",
    "licensed value ({currency}, whole units)",
)
_NONE: Final = Words(
    "Er zijn geen tabellen vrijgegeven.", "No tables have been released."
)
_NONE_THEN: Final = Words(
    "Over de gekozen jaren zijn geen tabellen vrijgegeven.",
    "No tables on the chosen years have been released.",
)
_SUMMARY: Final = Words(
    "{hidden} van de cellen die niet nul zijn, is onderdrukt; in {year}"
    " {all:is # besluit|zijn # besluiten} onthouden.",
    "{hidden} of the cells that are not nil are suppressed; in {year},"
    " {all:decision is|decisions are} withheld.",
)
_MARK: Final = Words(
    "Onderdrukt (in de figuur :c) is iets anders dan nul: wat er staat, is niet"
    " vrijgegeven, ook niet of er iets staat. Wat in geen rij voorkomt, is nul.",
    "Suppressed (in the figure :c) is not nil: what is there is not released, not even"
    " whether anything is. What is in no row is nil.",
)
_THROUGH: Final = Words(
    "{year} is geteld tot en met {month}.", "{year} is counted through {month}."
)
_TOP: Final = 20
_TOP_NOTE: Final = Words(
    "De figuur toont {year}, de eerste {n:bestemming|bestemmingen}; de tabel toont"
    " alles.",
    "The figure shows {year}, the first {n:destination|destinations}; the table shows"
    " all.",
)
_UNIT: Final = Words(
    "Onthouden besluiten, elk één keer, zoals zij zijn vastgelegd; een verbetering"
    " verandert een vrijgave niet. Een besluit met goederen van meer klassen telt bij"
    " „meer klassen”.",
    "Withheld decisions, each once, as they were recorded; a correction changes no"
    " release. A decision with items of several classes counts under “several"
    " classes”.",
)
_METHOD: Final = Words(
    "Een cel wordt onderdrukt als te weinig exporteurs of besluiten erin zitten, of als"
    " de waarde te veel van een enkele exporteur is (p%-regel, dominantie). Daarna"
    " wordt onderdrukt wat nodig is om dat niet te laten terugrekenen uit totalen,"
    " andere tabellen en eerdere vrijgaven (lineair programmeren). De"
    " parameters staan bij de vrijgaven.",
    "A cell is suppressed when too few exporters or decisions are in it, or when too"
    " much of the value is a single exporter's (p% rule, dominance). Then whatever it"
    " takes is suppressed so that this cannot be worked out from totals, other tables"
    " and earlier releases (linear programming). The parameters stand with the"
    " releases.",
)
_HOW: Final = HowCounted(
    unit=_UNIT,
    denominator=Words(
        "N zijn de cellen van de tabellen die niet nul zijn, of die onderdrukt zijn.",
        "N are the cells of the tables that are not nil, or that are suppressed.",
    ),
    left_out=Words(
        "Openbare besluiten: die staan op de andere pagina's, elk voor zich.",
        "Public decisions: those are on the other pages, each by itself.",
    ),
    method=_METHOD,
)

_Key = tuple[str, str, str]


def _cells(scene: Scene) -> dict[_Key, dict[str, ReleasedCell]]:
    """Return the cells by period, destination and class, and in these by outcome."""
    found: dict[_Key, dict[str, ReleasedCell]] = {}
    for cell in released_cells(scene.connection, scene.stamp.ledger_id):
        state, year = scene.state, int(cell.period[:4])
        if year < (state.first_year or 0) or year > (state.last_year or year):
            continue
        key = (cell.period, cell.destination, cell.product_class)
        found.setdefault(key, {})[cell.outcome] = cell
    return found


def _number(scene: Scene, cell: ReleasedCell | None) -> Cell:
    if cell is None:
        return 0
    if cell.decisions is None:
        return scene.language.say(SUPPRESSED)
    return cell.decisions


def _numbers(scene: Scene, cells: dict[str, ReleasedCell]) -> tuple[Cell, ...]:
    """Return the counts of a row and its value, each as itself or suppressed."""
    granted = cells.get("granted")
    value: Cell = 0
    if granted is not None:
        minor = granted.value_minor
        hidden = scene.language.say(SUPPRESSED)
        value = hidden if minor is None else minor // 100
    counts = (_number(scene, cells.get(one)) for one in (ALL, *OUTCOME_GROUPS))
    return (*counts, value)


def _headings(scene: Scene, *first: Words) -> tuple[Words, ...]:
    releases = table_releases(scene.connection, scene.stamp.ledger_id)
    currency = releases[-1].currency if releases else "EUR"
    value = Words(*(words.format(currency=currency) for words in _VALUE))
    counts = (heading.DECISIONS, heading.GRANTED, heading.OTHER, heading.REFUSED)
    return (*first, *counts, value)


def _destination(scene: Scene, code: str) -> str:
    special = {ALL: _ALL_DESTINATIONS, OTHER: _OTHER}
    if code in special:
        return scene.language.say(special[code])
    return scene.labels.country(code)


def _class(scene: Scene, code: str) -> str:
    special = {ALL: _ALL_CLASSES, SEVERAL: _SEVERAL}
    if code in special:
        return scene.language.say(special[code])
    return scene.labels.product_class(code)


def _summary(scene: Scene, cells: dict[_Key, dict[str, ReleasedCell]]) -> str:
    every = [cell for row in cells.values() for cell in row.values()]
    hidden = sum(cell.decisions is None for cell in every)
    year = max(period for period, _, _ in cells)[:4]
    whole = cells.get((year, ALL, ALL), {}).get(ALL)
    language = scene.language
    return language.say(
        _SUMMARY,
        hidden=language.share(hidden, len(every)),
        year=year,
        all=_number(scene, whole),
    )


def none_released(scene: Scene, headings: tuple[Words, ...]) -> Shown:
    """Return what is shown where no tables have been released."""
    language = scene.language
    words = _NONE_THEN if scene.state.has_years else _NONE
    return Shown(
        figure=None, summary=language.say(words), table=table_of(language, headings, ())
    )


def _grid(
    scene: Scene,
    rows: list[str],
    columns: list[str],
    cells: dict[tuple[str, str], ReleasedCell],
    names: dict[str, str],
) -> Figure:
    pairs = [(row, column) for row in rows for column in columns]
    counts = {
        pair: (cells[pair].decisions if pair in cells else 0) or 0
        for pair in pairs
        if pair not in cells or cells[pair].decisions is not None
    }
    number = scene.language.number
    grid = heat_grid(rows, columns, counts, dark=scene.dark, names=names, number=number)
    return with_suppressed(
        grid,
        {pair: _SIGN for pair in pairs if pair not in counts},
        scene.language.say(SUPPRESSED),
        dark=scene.dark,
        names=names,
    )


def _rank(code: str) -> int:
    """Return what comes first: the total, and last what is put together."""
    return {ALL: 0, OTHER: 2, SEVERAL: 2}.get(code, 1)


def _place(
    cells: dict[tuple[str, str], ReleasedCell], destination: str
) -> tuple[int, int, str]:
    """Return the place of a destination: by its total, those suppressed behind."""
    cell = cells.get((destination, ALL))
    count = 0 if cell is None else (cell.decisions or 0)
    return (_rank(destination), -count, destination)


def _period(scene: Scene, period: str) -> str:
    """Return a year, a quarter or a month as the page says it."""
    year, rest = int(period[:4]), period[5:]
    if not rest:
        return scene.language.period(date(year, 1, 1), "year")
    if rest.startswith("Q"):
        first = date(year, 3 * int(rest[1:]) - 2, 1)
        return scene.language.period(first, "quarter")
    return scene.language.period(date(year, int(rest), 1), "month")


def _when(period: str) -> tuple[int, int, int]:
    """Return the place of a period: a year, then each quarter with its months."""
    year, rest = int(period[:4]), period[5:]
    if not rest:
        return (year, 0, 0)
    if rest.startswith("Q"):
        return (year, int(rest[1:]), 0)
    return (year, (int(rest) + 2) // 3, int(rest))


def _show_tables(scene: Scene) -> Shown:
    language = scene.language
    headings = _headings(scene, heading.YEAR, heading.DESTINATION, heading.CLASS)
    cells = {key: row for key, row in _cells(scene).items() if len(key[0]) == 4}  # noqa: PLR2004 - a year
    if not cells:
        return none_released(scene, headings)
    rows = tuple(
        (
            period,
            _destination(scene, destination),
            _class(scene, product_class),
            *_numbers(scene, row),
        )
        for (period, destination, product_class), row in cells.items()
    )
    year = max(period for period, _, _ in cells)
    own = {
        key[1:]: row[ALL] for key, row in cells.items() if key[0] == year and ALL in row
    }
    keys = [key for key in cells if key[0] == year]
    classes = sorted({key[2] for key in keys}, key=lambda one: (_rank(one), one))
    places = sorted({key[1] for key in keys}, key=lambda one: _place(own, one))
    names = {code: _destination(scene, code) for code in places}
    names |= {ALL: language.say(_ALL_DESTINATIONS)}
    notes = [language.say(_MARK), *_through(scene)]
    notes.append(language.say(_TOP_NOTE, year=year, n=min(_TOP, len(places))))
    titles = {code: _column(scene, code) for code in classes}
    return Shown(
        figure=_grid(
            scene,
            places[:_TOP],
            [titles[code] for code in classes],
            {(place, titles[code]): cell for (place, code), cell in own.items()},
            names,
        ),
        summary=_summary(scene, cells),
        table=table_of(language, headings, rows),
        notes=tuple(notes),
    )


def _column(scene: Scene, code: str) -> str:
    return code if code not in {ALL, SEVERAL} else _class(scene, code)


def _through(scene: Scene) -> list[str]:
    """Say up to which month the last release of each year counts."""
    last = {
        one.through.year: one
        for one in table_releases(scene.connection, scene.stamp.ledger_id)
    }
    return [
        scene.language.say(
            _THROUGH, year=year, month=scene.language.month(f"{one.through:%Y-%m}")
        )
        for year, one in sorted(last.items())
    ]


def _show_periods(scene: Scene) -> Shown:
    language = scene.language
    headings = _headings(scene, heading.PERIOD)
    every = sorted(_cells(scene).items(), key=lambda one: _when(one[0][0]))
    cells = {key: row for key, row in every if key[1:] == (ALL, ALL)}
    if not cells:
        return none_released(scene, headings)
    year = max(period for period, _, _ in cells)[:4]
    columns = {ALL: language.say(heading.ALL)}
    columns |= {one: scene.labels.term("outcome_group", one) for one in OUTCOME_GROUPS}
    named = {period: _period(scene, period) for period, _, _ in cells}
    shown = [period for period, _, _ in cells if period.startswith(year)]
    return Shown(
        figure=_grid(
            scene,
            shown,
            list(columns.values()),
            {
                (period, columns[outcome]): cell
                for (period, _, _), row in cells.items()
                for outcome, cell in row.items()
            },
            named,
        ),
        summary=_summary(scene, cells),
        table=table_of(
            language,
            headings,
            tuple((named[key[0]], *_numbers(scene, r)) for key, r in cells.items()),
        ),
        notes=(language.say(_MARK), *_through(scene)),
    )


RELEASED_TABLES: Final = View(
    name="released-tables",
    title=Words(
        "Onthouden besluiten naar bestemming, productklasse en jaar",
        "Withheld decisions by destination, product class and year",
    ),
    show=_show_tables,
    how_counted=_HOW,
)
RELEASED_PERIODS: Final = View(
    name="released-periods",
    title=Words(
        "Onthouden besluiten naar jaar, kwartaal en maand",
        "Withheld decisions by year, quarter and month",
    ),
    show=_show_periods,
    how_counted=_HOW,
)
