"""The rows of a build: what entries say, where the pages read it."""

from datetime import UTC, datetime

from etl.demo.home import Home
from etl.warehouse.reader import open_current


def test_the_stamp_names_the_last_recording(demo: Home) -> None:
    with open_current(demo.warehouse).cursor() as cursor:
        ((moment,),) = cursor.execute("SELECT checkpoint_at FROM ledger").fetchall()
    assert moment.replace(tzinfo=UTC) < datetime(2026, 3, 1, tzinfo=UTC)


def test_the_concordance_leads_each_line_to_its_place_in_the_newest_lists(
    demo: Home,
) -> None:
    with open_current(demo.warehouse).cursor() as cursor:
        places = cursor.execute(
            "SELECT code, current_list_id, current_code, relation, is_illustrative"
            " FROM concordance WHERE list_id = 'NL_SEMICON'"
            " AND code IN ('3B001.l', '3B001.m', '3D007') ORDER BY ALL"
        ).fetchall()
        ((lost,),) = cursor.execute(
            "SELECT count(*) FROM decision_line"
            " ANTI JOIN concordance USING (ledger_id, list_id, code)"
        ).fetchall()
    assert places == [
        ("3B001.l", "EU_ANNEX_I", "3B501.f", "same", True),
        ("3B001.m", "EU_ANNEX_I", "3B501.l", "split", True),
        ("3B001.m", "EU_ANNEX_I", "3B501.m", "split", True),
        ("3D007", "NL_SEMICON", "3D007", None, True),
    ]
    assert lost == 0


def test_the_books_and_counts_of_the_manifests_are_rows(demo: Home) -> None:
    with open_current(demo.warehouse).cursor() as cursor:
        ((months, broken, counted, decisions),) = cursor.execute(
            "SELECT count(*), count(*) FILTER (pending_before + received"
            " <> decided + withdrawn + not_processed + pending_after),"
            " (SELECT sum(entries) FROM manifest_count"
            " WHERE kind = 'licence_decision'),"
            " (SELECT count(*) FROM decision) FROM publication_manifest"
        ).fetchall()
    assert (months, broken) == (98, 0)
    assert counted == decisions


def test_what_an_event_changed_and_what_is_withheld_are_rows(demo: Home) -> None:
    with open_current(demo.warehouse).cursor() as cursor:
        changes = cursor.execute(
            "SELECT DISTINCT event_type, field FROM event_change"
            " JOIN decision_event USING (ledger_id, entry_index)"
        ).fetchall()
        ((withheld,),) = cursor.execute(
            "SELECT count(DISTINCT entry_index) FROM withheld_field"
            " WHERE field = 'exporter'"
        ).fetchall()
        ((decisions,),) = cursor.execute("SELECT count(*) FROM decision").fetchall()
    assert changes == [("modified", "valid_to")]
    assert withheld == decisions


def test_each_finding_says_which_outcome_it_speaks_for(demo: Home) -> None:
    with open_current(demo.warehouse).cursor() as cursor:
        found = dict(
            cursor.execute("SELECT DISTINCT finding, direction FROM finding").fetchall()
        )
    assert found["unacceptable"] == found["concern"] == "refuse"
    assert found["no_concern"] == found["concern_mitigated"] == "grant"
    assert found["not_engaged"] == "neutral"


def test_the_term_of_eight_weeks_leaves_clock_stops_out(demo: Home) -> None:
    with open_current(demo.warehouse).cursor() as cursor:
        ((wrong,),) = cursor.execute(
            "SELECT count(*) FROM decision"
            " WHERE net_days <> processing_days - clock_stopped_days"
            " OR within_norm <> (net_days <= 56)"
        ).fetchall()
    assert wrong == 0
