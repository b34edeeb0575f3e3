"""The native format: four forms of the same decisions, and what may be wrong."""

import os
import pickle
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
import polars as pl
import pytest
import xlsxwriter
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from etl.errors import SourceError
from etl.ingest.command import app
from etl.ingest.native_columns import native_columns
from etl.ingest.native_lines import (
    PIECE,
    Lines,
    Said,
    pieces_of,
    read_lines,
    stamp_of,
)
from etl.ingest.ready import ReadyRows
from etl.ingest.template import EXAMPLES, rows_of
from ledger.records.decision import LicenceDecision
from ledger.records.event import DecisionEvent
from ledger.records.schema import record_schema
from ledger.records.values import last_day
from ledger.records.visibility import visibility_map
from tests.etl.ingest.place import Place
from tests.ledger.records.sample_records import decision

FORMS = ["csv", "jsonl", "parquet", "xlsx"]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, country="NL", mapping="native")


def frame(*decisions: LicenceDecision) -> pl.DataFrame:
    return pl.DataFrame([row for one in decisions for row in rows_of(one)])


def template(path: Path) -> Path:
    result = CliRunner().invoke(app, ["--template", str(path)])
    assert result.exit_code == 0, result.stderr
    return path


@pytest.mark.parametrize("form", FORMS)
def test_a_template_can_be_ingested_and_says_the_same_in_every_form(
    place: Place, form: str
) -> None:
    file = template(place.path / f"template.{form}")
    account = place.account(file)
    assert account["rejected"] == 0
    assert tuple(place.decisions()) == EXAMPLES
    assert place.account(file)["appended"] == 0
    assert place.verified()


def test_a_template_overwrites_nothing_and_knows_its_forms(tmp_path: Path) -> None:
    path = template(tmp_path / "t.csv")
    assert CliRunner().invoke(app, ["--template", str(path)]).exit_code == 1
    odd = CliRunner().invoke(app, ["--template", str(tmp_path / "t.doc")])
    assert "ends in none of" in odd.stderr


def test_the_examples_fit_the_published_schema() -> None:
    validator = Draft202012Validator(
        msgspec.to_builtins(record_schema("licence_decision"))
    )
    for example in EXAMPLES:
        validator.validate(msgspec.json.decode(msgspec.json.encode(example)))


def test_a_whole_decision_with_its_weighing_survives_rows(place: Place) -> None:
    frame(decision()).write_csv(place.path / "d.csv")
    assert place.account(place.path / "d.csv")["rejected"] == 0
    assert place.decisions() == [decision()]


def test_every_public_field_of_a_decision_has_a_column_and_no_other_one() -> None:
    names = {column.name for column in native_columns()}
    seen = visibility_map(LicenceDecision)
    assert {seen[name] for name in names if name in seen} == {"public"}
    public = {name for name in LicenceDecision.__struct_fields__ if name in seen}
    public = {name for name in public if seen[name] == "public"}
    assert public <= {name.split(".")[0] for name in names}


def test_typed_parquet_is_read_as_its_text(place: Place) -> None:
    table = frame(EXAMPLES[0]).with_columns(
        pl.col("decided_on").str.to_date(),
        pl.col("value.minor").cast(pl.Int64),
        pl.col("framework_applies") == "true",
        pl.col("legal_basis").str.split(";"),
    )
    table.write_parquet(place.path / "d.parquet")
    place.account(place.path / "d.parquet")
    assert place.decisions() == [EXAMPLES[0]]


def test_the_words_and_columns_of_an_office_are_its_mapping(place: Place) -> None:
    mapping = place.path / "office.toml"
    text = place.mapping.read_text("utf-8")
    text = text.replace('# "Zaaknummer"', '"Zaaknummer"')
    text = text.replace('# "verleend"', '"verleend"')
    mapping.write_text(text, "utf-8")
    place.mapping = mapping
    table = frame(EXAMPLES[0]).rename({"decision_ref": "Zaaknummer"})
    table = table.with_columns(outcome=pl.lit("verleend"))
    table.write_csv(place.path / "d.csv")
    place.account(place.path / "d.csv")
    assert place.decisions() == [EXAMPLES[0]]


def test_a_decision_that_reads_otherwise_becomes_a_correction(place: Place) -> None:
    file = place.path / "d.jsonl"
    encode = msgspec.json.Encoder().encode_lines
    file.write_bytes(encode(EXAMPLES))
    place.account(file)
    changed = msgspec.structs.replace(EXAMPLES[1], destination="QA")
    file.write_bytes(encode([changed]))
    account = place.account(file)
    assert (account["corrections"], account["disappeared"]) == (1, [])
    event = place.records()[-2]
    assert isinstance(event, DecisionEvent)
    assert event.corrected == changed


def test_a_reference_twice_in_a_file_is_a_repeat_or_a_fault(place: Place) -> None:
    other = msgspec.structs.replace(EXAMPLES[0], destination="JP")
    lines = msgspec.json.Encoder().encode_lines([EXAMPLES[0], EXAMPLES[0], other])
    account = place.account(place.write(lines, "d.jsonl"))
    assert account["explanations"] == {"duplicate": 1}
    assert account["rules"] == {"reference_repeated": 1}


def numbered(number: int) -> LicenceDecision:
    return msgspec.structs.replace(EXAMPLES[0], decision_ref=f"NL-N-{number}")


def piece(lines: bytes) -> bytes:
    """Return lines with spaces behind the last, so that they are read together."""
    assert len(lines) <= PIECE
    return lines[:-1].ljust(PIECE - 1) + b"\n"


def test_lines_read_many_at_a_time_become_what_each_of_them_would(
    place: Place,
) -> None:
    encode = msgspec.json.Encoder().encode_lines
    place.account(place.write(encode([numbered(700)]), "before.jsonl"))
    contrary = msgspec.structs.replace(numbered(5), destination="JP")
    # Pieces: all new; one empty; one said before, two ways; one held before.
    lines = [numbered(number) for number in range(99)]
    file = piece(encode([*lines, numbered(300)])) + piece(
        b"\n" + encode([numbered(400)])
    )
    file += piece(encode([numbered(7), contrary]))
    file += encode([numbered(number) for number in range(401, 800)])
    account = place.account(place.write(file, "d.jsonl"))
    assert account["read"] == 100 + 2 + 2 + 399
    assert account["appended"] == 100 + 1 + 398
    assert account["explanations"] == {"duplicate": 1, "empty": 1, "in_ledger": 1}
    assert account["rules"] == {"reference_repeated": 1}
    (reject,) = place.rejects("d.jsonl")
    assert reject["row"] == "104"
    expected = [numbered(700), *lines, numbered(300), numbered(400)]
    expected += [numbered(number) for number in range(401, 800) if number != 700]
    assert place.decisions() == expected
    assert place.verified()


def lines_in(path: Path) -> Lines:
    return Lines(path, stamp_of(path), "ab" * 32, "test", is_ready=True)


def test_rows_that_are_ready_pass_from_process_to_process_unchanged(
    place: Place,
) -> None:
    file = place.write(msgspec.json.Encoder().encode_lines(EXAMPLES), "d.jsonl")
    (only,) = pieces_of(lines_in(file))
    said = read_lines(only)
    assert isinstance(said, ReadyRows)
    assert [one.decision() for one in said.each()] == [*EXAMPLES]
    assert pickle.loads(pickle.dumps(said)) == said  # noqa: S301 - made just here
    days = [last_day(one.decided_on) for one in EXAMPLES]
    assert (said.first, said.last) == (f"{min(days)}", f"{max(days)}")
    each = [*said.each()]
    assert [one.last for one in each] == [f"{day}" for day in days]


@pytest.mark.parametrize("end", [b"", b"\n", b"\n\n", b"\r\n"])
@pytest.mark.parametrize(
    "lengths",
    [
        [1],
        [PIECE - 2, 5],
        [PIECE - 1, 5],
        [PIECE, 5],
        [3 * PIECE, 0, 5],
        [7] * 50_000,
    ],
)
def test_every_line_of_a_file_is_in_one_piece(
    tmp_path: Path, lengths: list[int], end: bytes
) -> None:
    path = tmp_path / "lines"
    path.write_bytes(b"\n".join([b"x" * length for length in lengths]) + end)
    pieces = [*pieces_of(lines_in(path))]
    assert [one.start for one in pieces] == [0, *[one.stop for one in pieces[:-1]]]
    with path.open("rb") as file:
        lines = [line.removesuffix(b"\n") for line in file]
    said: list[Said] = []
    for each in pieces:
        made = read_lines(each)
        assert isinstance(made, list)
        said += made
    assert [one is None for one in said] == [not line.strip() for line in lines]


def change(path: Path) -> None:
    os.utime(path, ns=(0, 0))


def replace(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(path.read_bytes())
    other.replace(path)


@pytest.mark.parametrize("alter", [change, replace, Path.unlink])
def test_a_file_that_changes_while_it_is_read_is_refused(
    place: Place, alter: Callable[[Path], None]
) -> None:
    file = place.write(msgspec.json.Encoder().encode_lines(EXAMPLES), "d.jsonl")
    lines = lines_in(file)
    (only,) = pieces_of(lines)
    alter(file)
    with pytest.raises(SourceError, match=r"changed while it was read|cannot read"):
        read_lines(only)
    with pytest.raises(SourceError):
        list(pieces_of(lines))


def test_a_reference_of_another_source_is_refused(place: Place) -> None:
    lines = msgspec.json.Encoder().encode_lines(EXAMPLES)
    file = place.write(lines, "d.jsonl")
    place.account(file)
    other = place.path / "other.toml"
    other.write_text(place.mapping.read_text("utf-8").replace('"native"\n#', '"b"\n#'))
    place.mapping = other
    assert place.account(file)["rules"] == {"reference_taken": 2}


def broken(**changes: Any) -> dict[str, Any]:
    record: dict[str, Any] = msgspec.to_builtins(EXAMPLES[0])
    return record | changes


@pytest.mark.parametrize(
    ("line", "rule", "column"),
    [
        (b"{", "schema", ""),
        (b"[1]", "schema", ""),
        (b"\xef\xbb\xbf{}", "schema", ""),
        (b"[" * 100_000, "schema", ""),
        (msgspec.json.encode(broken(outcome="maybe")), "schema", "outcome"),
        (msgspec.json.encode(broken(exporter="Someone")), "schema", "exporter"),
        (msgspec.json.encode(broken(decided_on="2024-02-31")), "schema", "decided_on"),
        (msgspec.json.encode(broken(destination="Taiwan")), "schema", "destination"),
        (
            msgspec.json.encode(broken(value={"currency": "EUR", "minor": -1})),
            "schema",
            "value.minor",
        ),
        (
            msgspec.json.encode(broken(value={"currency": "EUR", "minor": 1})),
            "R11",
            "value",
        ),
        (msgspec.json.encode(broken(lines=[])), "lines", "lines"),
    ],
)
def test_a_line_that_is_no_sound_decision_is_rejected_and_never_shown(
    place: Place, line: bytes, rule: str, column: str
) -> None:
    sound = msgspec.json.encode(EXAMPLES[1])
    file = place.write(line + b"\n\n" + sound + b"\n", "d.jsonl")
    account = place.account(file)
    assert account["rules"] == {rule: 1}
    assert (account["appended"], account["explanations"]) == (1, {"empty": 1})
    (reject,) = place.rejects("d.jsonl")
    assert (reject["row"], reject["column"]) == ("1", column)
    assert "Someone" not in (place.path / "d.jsonl.rejects.csv").read_text()


@pytest.mark.parametrize(
    ("column", "text", "rule"),
    [
        ("decided_on", "4 maart 2024", "schema"),
        ("destination", "Taiwan", "schema"),
        ("outcome", "perhaps", "schema"),
        ("lines.value.minor", "-5", "schema"),
        ("weighing", "{", "schema"),
        ("value.minor", "7", "R11"),
    ],
)
def test_a_cell_that_is_no_value_of_its_column_rejects_its_decision(
    place: Place, column: str, text: str, rule: str
) -> None:
    table = frame(*EXAMPLES).with_columns(
        pl.when(pl.col("decision_ref") == "EXAMPLE-1")
        .then(pl.lit(text))
        .otherwise(pl.col(column))
        .alias(column)
    )
    table.write_csv(place.path / "d.csv")
    account = place.account(place.path / "d.csv")
    assert account["rules"] == {rule: 2}
    assert account["appended"] == 1


def test_rows_of_one_decision_that_contradict_each_other_are_rejected(
    place: Place,
) -> None:
    table = frame(EXAMPLES[0]).with_columns(destination=pl.Series(["TW", "JP"]))
    table.write_csv(place.path / "d.csv")
    assert place.account(place.path / "d.csv")["rules"] == {"contradiction": 2}


def test_a_column_that_the_format_lacks_is_refused_before_it_leaks(
    place: Place,
) -> None:
    table = frame(*EXAMPLES).with_columns(end_user=pl.lit("Someone"))
    table.write_csv(place.path / "d.csv")
    result = place.ingest(place.path / "d.csv")
    assert result.exit_code == 1
    assert "has column end_user, which the native format lacks" in result.stderr
    table.drop("end_user", "outcome").write_csv(place.path / "d.csv")
    assert "has no column outcome" in place.ingest(place.path / "d.csv").stderr


def test_days_and_numbers_of_a_workbook_are_read_as_they_are(place: Place) -> None:
    (row,) = rows_of(EXAMPLES[1])
    cells = {name: text for name, text in row.items() if text}
    with xlsxwriter.Workbook(place.path / "d.xlsx") as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, (name, text) in enumerate(cells.items()):
            sheet.write(0, number, name)
            if name == "decided_on":
                sheet.write_datetime(1, number, datetime(2024, 4, 1), day)  # noqa: DTZ001 - a workbook knows no zones
            elif name == "lines.line_no":
                sheet.write_number(1, number, 1)
            else:
                sheet.write_string(1, number, text)
    assert place.account(place.path / "d.xlsx")["rejected"] == 0
    (found,) = place.decisions()
    assert found == msgspec.structs.replace(EXAMPLES[1], decided_on=date(2024, 4, 1))


def test_a_decision_that_no_entry_can_hold_is_rejected_alone(place: Place) -> None:
    one = EXAMPLES[1].lines[0]
    lines = tuple(
        msgspec.structs.replace(one, line_no=number) for number in range(1, 2_000)
    )
    large = msgspec.structs.replace(EXAMPLES[1], lines=lines, decision_ref="large")
    file = place.write(
        msgspec.json.Encoder().encode_lines([large, EXAMPLES[0]]), "d.jsonl"
    )
    account = place.account(file)
    assert (account["rules"], account["appended"]) == ({"too_large": 1}, 1)
