"""Invented rows in the shapes of the Swiss lists, with all that is odd in them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from etl.ingest.codes import dotted
from ledger.records.decision import LicenceDecision
from ledger.records.event import DecisionEvent
from ledger.records.values import Interval, Money
from tests.etl.ingest.place import Place

TRACKER = (
    "Geschäftstyp,Bewilligungsnummer,Richtung,Bewilligungsdatum,Bestimmungsland,"
    "Catch-All,AG (GKV),MTCR (GKV),NSGI (GKV),NSGII (GKV),WA (GKV),ML (GKV),"
    "Anhang 5.1,Anhang 5.2,Anhang 5.3,ChKV,Wert\n"
)
LATER_TRACKER = (
    "Geschäftsnummer,Bewilligungsdatum,Endverbraucherland,AG (GKV),MTCR (GKV),"
    "NSGI (GKV),NSGII (GKV),WA (GKV),ML (GKV),Anhang 5.1,Anhang 5.2,Anhang 5.3,"
    "ChKV,Wert\n"
)
QUARTER = (
    "Geschäftsnummer",
    "Bestimmungsland",
    "Güterart",
    "Geschäftstyp",
    "Richtung",
    "Exportkontrollnummer [EKN]",
    "Wert [CHF]",
)
DUAL, ONE = "Dual Use Güter", "Einzelbewilligung"


def workbook(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("export_result")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


@pytest.fixture
def tracker(tmp_path: Path) -> Place:
    return Place(tmp_path, country="CH", mapping="ch_tracker")


@pytest.fixture
def elic(tmp_path: Path) -> Place:
    return Place(tmp_path, country="CH", mapping="ch_elic")


def row(
    number: str = "7", day: str = "10/02/1997", land: str = "Kenia", **at: str
) -> str:
    columns = TRACKER.strip().split(",")
    cells = dict.fromkeys(columns, "")
    cells |= {
        "Geschäftstyp": "DUAL_USE",
        "Bewilligungsnummer": number,
        "Richtung": "EXPORT",
        "Bewilligungsdatum": day,
        "Bestimmungsland": land,
        "Wert": "10",
    }
    names = {"ag": "AG (GKV)", "nsg": "NSGII (GKV)", "wa": "WA (GKV)", "ml": "ML (GKV)"}
    cells |= {names.get(name, name): value for name, value in at.items()}
    return ",".join(f'"{cells[name]}"' for name in columns) + "\n"


def lines(decision: LicenceDecision) -> list[tuple[str, str]]:
    return [(line.list_id, line.code) for line in decision.lines]


def test_a_row_with_two_codes_counts_its_value_once(tracker: Place) -> None:
    text = TRACKER + row(nsg="2B201b", wa="SL2B001.b2", Wert="100.05")
    tracker.account(tracker.write(text))
    (decision,) = tracker.decisions()
    assert decision.value == Money(currency="CHF", minor=10_005)
    assert [line.value for line in decision.lines] == [None, None]
    assert lines(decision) == [
        ("CH_DUAL_USE", "2B001.b.2"),
        ("CH_DUAL_USE", "2B201.b"),
    ]


def test_one_item_under_two_regimes_is_one_line(tracker: Place) -> None:
    text = TRACKER + row(nsg="(2B001.B2)", wa="2B001b2", Wert="3.5")
    tracker.account(tracker.write(text))
    (decision,) = tracker.decisions()
    assert lines(decision) == [("CH_DUAL_USE", "2B001.b.2")]
    assert decision.value == Money(currency="CHF", minor=350)
    assert decision.lines[0].value == decision.value


def test_repeated_rows_are_position_lines_and_each_counts(tracker: Place) -> None:
    tracker.account(tracker.write(TRACKER + 3 * row(wa="5A002.a1")))
    (decision,) = tracker.decisions()
    values = [line.value and line.value.minor for line in decision.lines]
    assert values == [1_000] * 3
    assert decision.value == Money(currency="CHF", minor=3_000)


def test_a_number_that_restarts_is_another_decision(tracker: Place) -> None:
    text = TRACKER + row(wa="5A002") + row(day="10/03/2007", wa="5A002")
    text += row(land="Peru", wa="5A002")
    tracker.account(tracker.write(text))
    assert [decision.decision_ref for decision in tracker.decisions()] == [
        "CH-T-7-1997-10-02-KE",
        "CH-T-7-2007-10-03-KE",
        "CH-T-7-1997-10-02-PE",
    ]


@pytest.mark.parametrize(
    ("code", "column", "expected"),
    [
        ("3B17", "ChKV", ("CH_CHEMICALS", "3B.17")),
        ("2B4", "ChKV", ("CH_CHEMICALS", "2B.4")),
        ("3B001.e", "WA (GKV)", ("CH_DUAL_USE", "3B001.e")),
        ("VSL4A003.b", "WA (GKV)", ("CH_DUAL_USE", "4A003.b")),
        ("(SL2B001.b2)", "NSGII (GKV)", ("CH_DUAL_USE", "2B001.b.2")),
        ("2E+101", "MTCR (GKV)", ("CH_DUAL_USE", "2E101")),
        ("200", "WA (GKV)", ("CH_DUAL_USE", "2E002")),
        ("ML08.a13a", "ML (GKV)", ("CH_MIL", "ML8.a.13.a")),
        ("1a", "ML (GKV)", ("CH_MIL", "ML1.a")),
        ("5.0999999999999996", "Anhang 5.1", ("CH_NATIONAL", "5.1")),
        ("", "WA (GKV)", ("CH_NOT_STATED", "Not stated")),
    ],
)
def test_codes_are_written_as_their_list_does(
    tracker: Place, code: str, column: str, expected: tuple[str, str]
) -> None:
    tracker.account(tracker.write(TRACKER + row(**{column: code})))
    (decision,) = tracker.decisions()
    assert lines(decision) == [expected]


@pytest.mark.parametrize(
    "code", ["-700", "0", "0.000000", "70", "1", "(7B00.3a)", "3B0"]
)
def test_a_damaged_code_of_several_readings_is_rejected(
    tracker: Place, code: str
) -> None:
    account = tracker.account(tracker.write(TRACKER + row(wa=code)))
    assert account["rules"] == {"item_code": 1}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("2b350.G2", "2B350.g.2"),
        ("1C111.a2a3", "1C111.a.2.a.3"),
        ("3B.05", "3B.5"),
        ("III.A1.003", "III.A1.003"),
        ("End Use", "End Use"),
        ("ML10/b", "ML10/b"),
    ],
)
def test_only_codes_of_a_known_form_are_dotted(code: str, expected: str) -> None:
    assert dotted(code) == expected
    assert dotted(expected) == expected


def test_a_name_that_may_be_an_end_user_is_shown_nowhere(tracker: Place) -> None:
    name = "Polytechnic University of Nowhere"
    text = TRACKER + row(land=f" {name}", wa="5A002") + row(day="1997", land=name)
    file = tracker.write(text)
    result = tracker.ingest(file, "--report", str(tracker.path / "reports"))
    assert result.exit_code == 1
    explained = tracker.ingest(file, "--explain", "2")
    (report,) = (tracker.path / "reports").iterdir()
    ledger = b"".join(tracker.reader.entries(0, tracker.size))
    for text in (
        result.output,
        explained.output,
        report.read_text("utf-8"),
        (tracker.path / "in.csv.rejects.csv").read_text("utf-8"),
        ledger.decode(),
    ):
        assert "Nowhere" not in text
    first, second = tracker.rejects()
    assert (first["rule"], first["value"]) == ("country_withheld", "[withheld]")
    assert second["Bestimmungsland"] == "[withheld]"


@pytest.mark.parametrize(
    ("land", "rule"),
    [
        ("OECD-Staaten", "not_a_country"),
        ("Country 99", "not_a_country"),
        ("Diverse", "not_a_country"),
        ("Kein Endverbraucher vorhanden", "not_a_country"),
        ("Kennia", "country"),
        ("", "country"),
    ],
)
def test_what_is_no_known_country_is_never_guessed(
    tracker: Place, land: str, rule: str
) -> None:
    account = tracker.account(tracker.write(TRACKER + row(land=land, wa="5A002")))
    assert account["rules"] == {rule: 1}
    near = tracker.rejects()[0]["suggestion"]
    assert ("Kenia" in near) == (land == "Kennia")


def test_a_mark_behind_a_country_is_kept_as_what_it_is(tracker: Place) -> None:
    text = LATER_TRACKER + "9,01-04-12,Indien (CA),,,,,2B001c,,,,,,5\n"
    tracker.account(tracker.write(text))
    (decision,) = tracker.decisions()
    assert (decision.destination, decision.legal_basis) == ("IN", ("ch_mark_CA",))
    assert str(decision.decided_on) == "2012-01-04"


def test_an_import_licence_is_kept_and_not_counted(tracker: Place) -> None:
    tracker.account(tracker.write(TRACKER + row(Richtung="IMPORT", wa="5A002")))
    (decision,) = tracker.decisions()
    assert decision.excluded_from_statistics is not None


def test_a_quarter_in_the_name_of_a_file_is_an_interval(elic: Place) -> None:
    rows = [
        QUARTER,
        ("80", "Kenia", f"{DUAL}\n{DUAL}", ONE, "Ausfuhr", "2b001.b\n2B201.a", "9.5"),
        ("80", "Kenia", DUAL, ONE, "Ausfuhr", "5A002.a1", "1"),
        (
            "81",
            "Iran",
            "Sanktionsgüter",
            f"{ONE} Sanktionen",
            "Ausfuhr",
            "II.A1.003 e)",
            "7",
        ),
        ("82", "Peru", DUAL, ONE, "Vermittlung", "1C350.9", "0"),
        ("83", "Schweiz", "Chemikalien CWÜ", ONE, "Einfuhr", "3B.17", "4"),
    ]
    name = "elic_2016-04-01-2016-06-30.xlsx"
    elic.account(workbook(elic.path / name, rows))
    several, sanctions, brokering, bought = elic.decisions()
    assert isinstance(several.decided_on, Interval)
    assert str(several.decided_on.last) == "2016-06-30"
    assert several.decision_ref == "CH-E-80-2016-04-01..2016-06-30-KE"
    assert several.value == Money(currency="CHF", minor=1_050)
    assert [line.value for line in several.lines] == [None] * 3
    assert sanctions.legal_basis == ("ch_sanctions",)
    assert lines(sanctions) == [("CH_SANCTIONS", "II.A1.003.e")]
    assert brokering.authorisation_type == "brokering"
    assert bought.excluded_from_statistics is not None
    assert lines(bought) == [("CH_CHEMICALS", "3B.17")]


def test_a_day_with_a_time_is_that_day(elic: Place) -> None:
    head = ["Geschäftsnummer", "Ausstellungsdatum", "Bestimmungs-/Lieferland"]
    head += ["Position / Güterart", "Position / EKN", "Position / Wert [CHF]"]
    cells = ("80", "2014-02-07 09:41:35.994", "China, Taiwan", DUAL, "2B120", "1950000")
    elic.account(workbook(elic.path / "elic_2014.xlsx", [head, cells]))
    (decision,) = elic.decisions()
    assert (str(decision.decided_on), decision.destination) == ("2014-02-07", "TW")


def test_words_that_are_not_one_for_each_code_are_rejected(elic: Place) -> None:
    words = f"{DUAL}\n{DUAL}"
    cells = ("80", "Kenia", words, ONE, "Ausfuhr", "2B001.b\n2B201.a\n5A002", "9")
    file = workbook(elic.path / "elic_2016-04-01-2016-06-30.xlsx", [QUARTER, cells])
    assert elic.account(file)["rules"] == {"item_class": 1}


def test_a_file_without_days_whose_name_gives_no_period_is_refused(elic: Place) -> None:
    cells = ("80", "Kenia", DUAL, ONE, "Ausfuhr", "2B001.b", "9")
    result = elic.ingest(workbook(elic.path / "elic.xlsx", [QUARTER, cells]))
    assert result.exit_code == 1
    assert "its name gives no period" in result.stderr


def test_a_damaged_workbook_is_refused_and_nothing_appended(elic: Place) -> None:
    cells = ("80", "Kenia", DUAL, ONE, "Ausfuhr", "2B001.b", "9")
    file = workbook(elic.path / "elic_2016-04-01-2016-06-30.xlsx", [QUARTER, cells])
    whole = file.read_bytes()
    for broken in (whole[: len(whole) // 2], b"PK\x03\x04" + bytes(80), b"a,b\n1,2\n"):
        file.write_bytes(broken)
        result = elic.ingest(file)
        assert result.exit_code == 1
        assert "no sound xlsx file" in result.stderr
    assert elic.size == 1


def test_two_systems_that_ran_side_by_side_are_both_kept(tmp_path: Path) -> None:
    place = Place(tmp_path, country="CH", mapping="ch_tracker")
    text = LATER_TRACKER + "9,01-04-14,Kenia,,,,,2B001c,,,,,,5\n"
    place.account(place.write(text))
    place.mapping = place.mapping.with_name("ch_elic.toml")
    head = ["Geschäftsnummer", "Ausstellungsdatum", "Bestimmungsland"]
    head += ["Güterart", "EKN", "Wert [CHF]"]
    cells = ("9", "2014-01-04 09:41:35.994", "Kenia", DUAL, "2B001.c", "5")
    account = place.account(workbook(place.path / "elic.xlsx", [head, cells]))
    assert (account["decisions"], account["disappeared"]) == (1, [])
    assert len(place.decisions()) == 2


def test_a_row_can_be_asked_after(tracker: Place) -> None:
    text = TRACKER + row(wa="5A002") + row(wa="5A002") + row(number="8", wa="zz")
    file = tracker.write(text + ",,,\n")

    def asked(number: str) -> str:
        return tracker.ingest(file, "--explain", number).stdout

    assert "would be appended" in asked("3")
    assert tracker.size == 1
    tracker.account(file)
    told: dict[str, Any] = json.loads(
        tracker.ingest(file, "--explain", "3", "--json").stdout
    )
    assert (told["became"], told["why"], told["entry"]) == ("explained", "in_ledger", 1)
    assert told["rows"] == [2, 3]
    assert "entry 1" in asked("3")
    assert "with rows 2 of licence 7" in asked("3")
    assert "rule item_code" in asked("4")
    assert "is empty" in asked("5")
    assert tracker.ingest(file, "--explain", "99").exit_code == 2


def test_a_licence_whose_country_is_corrected_is_found_by_its_number(
    tracker: Place,
) -> None:
    other = row(number="8", day="10/09/1997", wa="5A002")
    tracker.account(tracker.write(TRACKER + row(wa="5A002") + other))
    later = row(land="Peru", wa="5A002", Wert="11") + other
    account = tracker.account(tracker.write(TRACKER + later, "later.csv"))
    assert (account["corrections"], account["disappeared"]) == (1, [])
    event = tracker.records()[-2]
    assert isinstance(event, DecisionEvent)
    assert event.decision_ref == "CH-T-7-1997-10-02-KE"
    assert event.changed_fields == ("destination", "lines", "value")


def test_a_licence_that_is_rejected_has_not_disappeared(tracker: Place) -> None:
    text = TRACKER + row(wa="5A002") + row(number="8", day="10/01/1997", wa="5A002")
    text += row(number="9", day="10/09/1997", wa="5A002")
    tracker.account(tracker.write(text))
    later = text.replace("10/02/1997", "2 Oktober")
    account = tracker.account(tracker.write(later, "later.csv"))
    assert account["rules"] == {"date": 1}
    assert account["disappeared"] == []
