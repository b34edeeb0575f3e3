"""What pages say of withheld decisions, held against what was really withheld."""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb
import msgspec
import pytest

from dashboards.labels import read_labels
from dashboards.queries import declared, ledgers, outcomes_over_time, totals
from dashboards.scene import Scene
from dashboards.stage import Stage
from dashboards.state import parse_state
from dashboards.views import VIEWS
from dashboards.words import TONGUES, Language, Tongue
from etl.demo.home import Home
from etl.demo.market import read_market
from etl.demo.timeline import Timeline
from ledger.records.record import Record
from ledger.records.withheld_decision import WithheldDecision
from tests.dashboards.scenes import scene_of
from tests.dashboards.stages import stage_of, text_of
from tests.etl.demo_home import PLAN


@pytest.fixture(scope="module")
def stage(demo: Home) -> Stage:
    return stage_of(demo)


def made() -> Iterator[Record]:
    """Yield what the demo recorded, before it was sealed."""
    source = Timeline(read_market(), PLAN).records()
    dated = next(source, None)
    number = 0
    while dated is not None:
        number += 1
        yield dated.record
        try:
            dated = source.send(f"{number:064x}")
        except StopIteration:
            return


WITHHELD = [one for one in made() if isinstance(one, WithheldDecision)]


@contextmanager
def opened(demo: Home, path: Path, *, short: int = 0) -> Iterator[Scene]:
    """Give a scene on a copy of the build with what was sealed, as a committee has."""
    (build,) = demo.warehouse.glob("*.duckdb")
    copy = path / "copy.duckdb"
    shutil.copyfile(build, copy)
    with duckdb.connect(copy) as connection:
        connection.execute(
            "CREATE TABLE opened_field (ledger_id SMALLINT, entry_index BIGINT,"
            " field VARCHAR, value VARCHAR)"
        )
        for one in WITHHELD[short:]:
            connection.execute(
                "INSERT INTO opened_field SELECT ledger_id, entry_index, 'decision',"
                " $value FROM withheld_decision WHERE decision_ref = $ref",
                {
                    "ref": one.decision_ref,
                    "value": msgspec.json.encode(one.decision).decode(),
                },
            )
        language = Language("en")
        yield Scene(
            connection=connection,
            state=parse_state(""),
            language=language,
            labels=read_labels(connection, language),
            stamp=ledgers(connection)[0],
        )


def by_destination() -> Counter[str]:
    return Counter(one.decision.destination for one in WITHHELD if one.decision)


def test_the_withheld_are_a_series_of_their_own_and_in_no_outcome(demo: Home) -> None:
    scene = scene_of(demo, "grain=month")
    shown = VIEWS["outcomes"].show(scene)
    assert shown.figure is not None
    place = shown.table.headings.index("withheld")
    assert sum(row[place] for row in shown.table.rows) == len(WITHHELD)  # type: ignore[misc] # numbers
    assert [t.get("name") for t in shown.figure["data"]].count("withheld") == 1
    found = totals(scene.connection, scene.filters)
    every = outcomes_over_time(scene.connection, scene.filters, "month")
    assert found.decisions == sum(row.decisions for row in every)
    assert found.decisions + found.excluded + len(WITHHELD) == PLAN.decisions


@pytest.mark.parametrize(
    "name", ["outcomes", "map", "destinations", "terms", "weighing-coverage"]
)
def test_what_counts_decisions_says_how_many_are_withheld_and_why(
    demo: Home, name: str
) -> None:
    for query, says in (
        ("", "ithheld"),
        ("destination=CN", "Whether they fit this selection is not public"),
    ):
        shown = VIEWS[name].show(scene_of(demo, query))
        (note,) = (one for one in shown.notes if "Woo 5.1(1)(c)" in one)
        assert says in note
        assert f"{len(WITHHELD)} decisions" in note


def test_a_selection_by_destination_shows_no_series_that_would_mislead(
    demo: Home,
) -> None:
    shown = VIEWS["outcomes"].show(scene_of(demo, "destination=CN"))
    assert "withheld" not in shown.table.headings


def test_each_month_and_ground_has_what_was_withheld(demo: Home) -> None:
    shown = VIEWS["withheld-over-time"].show(scene_of(demo, "grain=month"))
    language = Language("en")
    said = {row[0]: row[2] for row in shown.table.rows}
    for month, number in Counter(one.decided_in for one in WITHHELD).items():
        first = date.fromisoformat(f"{month}-01")
        assert said[language.period(first, "month")] == number
    assert sum(said.values()) == len(WITHHELD)  # type: ignore[arg-type] # numbers


def test_the_true_ranks_lie_in_the_intervals_that_the_public_sees(
    demo: Home, tmp_path: Path
) -> None:
    public = VIEWS["withheld-effect"].show(scene_of(demo))
    assert "not public" in public.summary
    bounds = {row[0]: (row[2], row[3], row[5], row[6]) for row in public.table.rows}
    with opened(demo, tmp_path) as scene:
        exact = VIEWS["withheld-effect"].show(scene)
    assert exact.table.headings[3] == "withheld"
    truth = by_destination()
    moved = 0
    for code, _, known, hidden, together, before, after in exact.table.rows:
        assert isinstance(code, str)
        assert isinstance(after, int)
        assert hidden == truth[code]
        moved += before != after
        if code in bounds:
            least, most, best, worst = bounds[code]
            assert least == known
            assert isinstance(together, int)
            assert isinstance(most, int)
            assert together <= most
            assert isinstance(best, int)
            assert isinstance(worst, int)
            assert best <= after <= worst
    assert moved > 0


def test_while_one_withheld_decision_stays_closed_the_ranks_are_intervals(
    demo: Home, tmp_path: Path
) -> None:
    with opened(demo, tmp_path, short=1) as scene:
        shown = VIEWS["withheld-effect"].show(scene)
    assert "at most, with what is withheld" in shown.table.headings


def test_a_manifest_that_declares_other_numbers_is_shown_to_do_so(
    demo: Home, tmp_path: Path
) -> None:
    with opened(demo, tmp_path) as scene:
        before = declared(scene.connection, scene.stamp.ledger_id)
        assert all(one.said == one.held for one in before)
        assert sum(one.held for one in before) == len(WITHHELD)
        scene.connection.execute(
            "DELETE FROM manifest_count WHERE kind = 'withheld_decision' AND"
            " entry_index = (SELECT min(entry_index) FROM manifest_count"
            " WHERE kind = 'withheld_decision')"
        )
        shown = VIEWS["withheld-declared"].show(scene)
    assert [row[4] for row in shown.table.rows].count("no") == 1


def test_the_page_shows_which_rule_stood_when_and_what_it_withheld(
    demo: Home, stage: Stage
) -> None:
    shown = VIEWS["disclosure-rules"].show(scene_of(demo))
    rows = {(row[0], row[5]): row[9] for row in shown.table.rows}
    assert {name for name, _ in rows} == {
        "demo_1 · All disclosed",
        "demo_2 · National list withheld",
        "demo_3 · Withheld until the Union lists the items",
    }
    kept = [number for (_, rule), number in rows.items() if rule == "withheld"]
    assert sum(kept) == len(WITHHELD)  # type: ignore[arg-type] # numbers
    said: dict[Tongue, str] = {"nl": "verzonnen", "en": "invented"}
    for tongue in TONGUES:
        text = text_of(stage, f"/{tongue}/withheld", "?destination=CN")
        assert said[tongue] in text
        assert "Woo 5.1" in text
