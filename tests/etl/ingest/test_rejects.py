"""Rejected rows: guarded, repaired, fed back alone, and reported."""

import csv
import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from etl.ingest.rejection import guarded, unguarded
from tests.etl.ingest.place import Place

HEADER = "licence_group,date,rating,count,value,country,refused\n"
TEXT = HEADER + (
    "1,2008-01-02,ML10,1,3540,Itly,0\n"
    "2,2008-01-02,ML7,1,3600,France,0\n"
    "2,2008-01-02,End Use,x,0,France,0\n"
    "3,2008-01-02,ML7,1,3600,Peru,0\n"
)


def repair(place: Place) -> Path:
    repaired = place.path / "repaired.csv"
    with (
        (place.path / "in.csv.rejects.csv").open(newline="") as given,
        repaired.open("w", newline="") as file,
    ):
        rows = csv.DictReader(given)
        writer = csv.DictWriter(file, rows.fieldnames or ())
        writer.writeheader()
        for row in rows:
            right = {"Itly": "Italy", "x": "2"}
            writer.writerow(
                {
                    name: cell
                    if name.startswith("weegboek_")
                    else right.get(cell, cell)
                    for name, cell in row.items()
                }
            )
    return repaired


@settings(deadline=None)
@given(st.text())
def test_a_guarded_cell_reads_back_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d"))


def test_a_formula_in_a_source_is_no_formula_in_the_rejects(place: Place) -> None:
    place.account(place.write(TEXT.replace("Itly", "=cmd()").replace(",x,", ",-1,")))
    assert "'=cmd()" not in {row["country"] for row in place.rejects()}
    assert {row["count"] for row in place.rejects()} == {"1", "'-1"}
    cells = (cell for row in place.rejects() for cell in row.values())
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_rejected_rows_can_be_repaired_and_fed_back_alone(place: Place) -> None:
    file = place.write(TEXT)
    account = place.account(file)
    assert (account["appended"], account["rejected"]) == (1, 3)
    repaired = repair(place)
    account = place.account(repaired)
    assert (account["read"], account["appended"], account["decisions"]) == (3, 3, 2)
    assert account["disappeared"] == []
    size = place.size
    assert place.account(repaired)["explained"] == 3
    account = place.account(file)
    assert account["explanations"] == {"in_ledger": 1, "repaired": 3}
    assert (account["rejected"], account["disappeared"]) == (0, [])
    assert place.size == size
    assert place.verified()


def test_a_whole_file_that_was_repaired_finds_what_was_repaired_alone(
    place: Place,
) -> None:
    place.account(place.write(TEXT))
    place.account(repair(place))
    size = place.size
    whole = TEXT.replace("Itly", "Italy").replace(",x,", ",2,")
    assert place.account(place.write(whole, "whole.csv"))["explained"] == 4
    assert place.size == size


def test_a_repaired_twin_of_what_is_there_is_undecided(place: Place) -> None:
    twin = "4,2008-01-02,ML10,1,3540,Italy,0\n"
    place.account(place.write(TEXT + twin))
    assert place.account(repair(place))["rules"] == {"undecided_revision": 1}


def test_a_repaired_file_that_lost_its_origin_is_refused(place: Place) -> None:
    place.account(place.write(TEXT))
    path = repair(place)
    path.write_text(re.sub(r"[0-9a-f]{64}", "", path.read_text()))
    result = place.ingest(path)
    assert result.exit_code == 1
    assert "no SHA-256 in column weegboek_input" in result.stderr


def test_too_many_rejects_append_nothing_and_still_report(place: Place) -> None:
    reports = place.path / "reports"
    words = ("--max-rejects", "2", "--report", str(reports))
    result = place.ingest(place.write(TEXT), *words)
    assert result.exit_code == 1
    assert place.size == 1
    (report,) = reports.iterdir()
    assert "over --max-rejects 2" in report.read_text("utf-8")
    assert len(place.rejects()) == 3


def test_a_report_says_in_both_languages_what_became_of_every_row(
    place: Place,
) -> None:
    reports = place.path / "reports"
    hostile = TEXT.replace("Itly", "<script>alert(1)</script>Itly")
    place.ingest(place.write(hostile), "--report", str(reports))
    (path,) = reports.iterdir()
    page = path.read_text("utf-8")
    assert "<script" not in page
    assert "http" not in page
    for words in ("gelezen", "read", "afgewezen", "rejected", "country_withheld"):
        assert words in page
    assert place.reader.checkpoint().root.hex() in page
    assert str(place.path) not in page
    assert re.search(r"<html lang=.nl.>", page)


def test_blank_rows_and_repeated_headers_are_explained(place: Place) -> None:
    text = HEADER + "\n" + HEADER + "3,2008-01-02,ML7,1,3600,Peru,0\n,,,,,,\n"
    account = place.account(place.write(text))
    assert account["explanations"] == {"empty": 2, "header": 1}
    assert (account["read"], account["appended"]) == (4, 1)
