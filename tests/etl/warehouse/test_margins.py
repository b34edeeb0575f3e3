"""Every margin against its cube."""

# ruff: noqa: S608 - built from names of our own schema

import pytest

from etl.demo.home import Home
from etl.warehouse.margin import MARGINS, Margin, word_of
from etl.warehouse.reader import open_current
from etl.warehouse.schema import tables

COLUMNS = {table.name: [one.name for one in table.columns] for table in tables()}
MEASURES = ("decisions", "minor")
YEARLY = """REPLACE (
    make_date(year(month_first), 1, 1) AS month_first,
    make_date(year(month_last), 12, 1) AS month_last
)"""


@pytest.mark.parametrize("margin", MARGINS, ids=lambda one: one.name)
def test_the_cells_of_a_margin_are_sums_over_those_of_its_cube(
    demo: Home, margin: Margin
) -> None:
    measures = [name for name in COLUMNS[margin.name] if name in MEASURES]
    source = f"(SELECT * {YEARLY if margin.is_yearly else ''} FROM {margin.cube})"
    with open_current(demo.warehouse).cursor() as cursor:
        for kept in margin.sets or ((),):
            keys = [
                name
                for name in COLUMNS[margin.name]
                if name not in {*MEASURES, "margin"}
                and (name in kept or name not in margin.some)
            ]
            where = f" WHERE margin = '{word_of(kept)}'" if margin.sets else ""
            own = f"SELECT {', '.join([*keys, *measures])} FROM {margin.name}{where}"
            sums = ", ".join(f"sum({name})" for name in measures)
            expected = f"SELECT {', '.join(keys)}, {sums} FROM {source} GROUP BY ALL"
            found = cursor.execute(f"{own} ORDER BY ALL").fetchall()
            assert found == cursor.execute(f"{expected} ORDER BY ALL").fetchall() != []


def test_columns_that_cells_are_not_by_are_null(demo: Home) -> None:
    with open_current(demo.warehouse).cursor() as cursor:
        for margin in (one for one in MARGINS if one.sets):
            for kept in margin.sets:
                for name in {*margin.some} - {*kept}:
                    ((known,),) = cursor.execute(
                        f"SELECT count({name}) FROM {margin.name}"
                        f" WHERE margin = '{word_of(kept)}'"
                    ).fetchall()
                    assert known == 0, (margin.name, kept, name)


def test_what_departs_is_in_the_list_with_what_decided_it(demo: Home) -> None:
    with open_current(demo.warehouse).cursor() as cursor:
        departed = cursor.execute(
            "SELECT entry_index FROM departed_decision ORDER BY 1"
        ).fetchall()
        expected = cursor.execute(
            "SELECT entry_index FROM decision LEFT JOIN departure"
            " USING (ledger_id, entry_index)"
            " WHERE departure IS NOT NULL OR override_by IS NOT NULL ORDER BY 1"
        ).fetchall()
        told = cursor.execute(
            "SELECT entry_index, unnest(findings) FROM departed_decision"
        ).fetchall()
        findings = cursor.execute(
            "SELECT entry_index, aspect_kind || ' ' || code || ' ' || finding || ' '"
            " || weight || ' ' || direction FROM finding"
            " SEMI JOIN departed_decision USING (ledger_id, entry_index)"
            " WHERE weight = 'decisive' OR finding = 'unacceptable'"
        ).fetchall()
    assert departed == expected != []
    assert sorted(told) == sorted(findings)
