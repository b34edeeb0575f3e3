"""What a run tells to whoever keeps logs and watches many jobs."""

import json
from pathlib import Path
from typing import Any

from prometheus_client.openmetrics.parser import text_string_to_metric_families

from tests.etl.ingest.place import Place

ROWS = (
    "licence_group,date,rating,count,value,country,refused\n"
    "1,2008-01-02,ML10,1,3540,Italy,0\n"
    "2,2008-01-02,ML7,1,3600,Neverland,0\n"
)


def events(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def rows_of(file: Path) -> dict[str, float]:
    families = text_string_to_metric_families(  # type: ignore[no-untyped-call] # the library leaves its parser untyped
        file.read_text("utf-8")
    )
    return {
        sample.labels.get("became") or sample.labels.get("rule") or sample.name: (
            sample.value
        )
        for family in families
        for sample in family.samples
    }


def test_a_run_logs_its_start_its_account_and_its_exit_status(place: Place) -> None:
    log = place.path / "job.log"
    place.ingest(place.write(ROWS), "--log", str(log))
    told = events(log)
    assert [one["event"] for one in told] == [
        "run_started",
        "rows_rejected",
        "rows_accounted",
        "run_ended",
    ]
    start, rejected, account, end = told
    assert start["root"] != account["root"] == place.reader.checkpoint().root.hex()
    assert (rejected["level"], rejected["rows"]) == ("warning", 1)
    assert (account["read"], account["appended"], account["rejected"]) == (2, 1, 1)
    assert end["status"] == 1


def test_logs_of_several_runs_are_added_to_one_file(place: Place) -> None:
    log = place.path / "job.log"
    file = place.write(ROWS.replace("Neverland", "France"))
    for _ in range(2):
        place.ingest(file, "--log", str(log))
    ended = [one for one in events(log) if one["event"] == "run_ended"]
    assert [one["status"] for one in ended] == [0, 0]


def test_no_value_of_a_row_is_logged(place: Place) -> None:
    log = place.path / "job.log"
    place.ingest(place.write(ROWS), "--log", str(log))
    place.ingest(place.path / "none-such.csv", "--log", str(log))
    text = log.read_text("utf-8")
    for value in ("Neverland", "Italy", "ML10", "3540", "none-such"):
        assert value not in text


def test_a_run_that_fails_logs_the_class_of_its_error(place: Place) -> None:
    log = place.path / "job.log"
    broken = place.write(b"licence_group\n\xff\n")
    assert place.ingest(broken, "--log", str(log)).exit_code == 1
    assert events(log)[-1]["event"] == "run_failed"
    assert events(log)[-1]["error"] == "SourceError"


def test_a_log_that_cannot_be_written_stops_before_anything_is_done(
    place: Place,
) -> None:
    nowhere = place.path / "none" / "job.log"
    result = place.ingest(place.write(ROWS), "--log", str(nowhere))
    assert result.exit_code == 3
    assert str(nowhere) in result.stderr
    assert place.size == 1


def test_metrics_tell_what_became_of_every_row(place: Place) -> None:
    file = place.path / "ingest.prom"
    place.ingest(place.write(ROWS), "--metrics", str(file))
    told = rows_of(file)
    parts = ("appended", "corrected", "explained", "held_back", "rejected")
    assert [told[part] for part in parts] == [1, 0, 0, 0, 1]
    assert told["country"] == 1
    assert told["weegboek_ledger_entries"] == place.size


def test_metrics_of_a_run_that_was_stopped_count_what_was_held_back(
    place: Place,
) -> None:
    file = place.path / "ingest.prom"
    words = ("--metrics", str(file), "--max-rejects", "0")
    assert place.ingest(place.write(ROWS), *words).exit_code == 1
    told = rows_of(file)
    assert (told["appended"], told["held_back"]) == (0, 1)


def test_a_dry_run_leaves_the_metrics_of_the_last_run(place: Place) -> None:
    file = place.path / "ingest.prom"
    place.ingest(place.write(ROWS), "--metrics", str(file), "--dry-run")
    assert not file.exists()
