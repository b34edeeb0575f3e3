import io
import zipfile
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import weegboek
from dashboards.errors import DashboardError, ExportError, NotAtHandError
from dashboards.exports.answer import Answer, answer_of
from dashboards.exports.csv_file import read_csv, write_csv
from dashboards.exports.difference import differences
from dashboards.exports.formats import FORMATS, format_of
from dashboards.exports.manifest import format_manifest, parse_manifest
from dashboards.exports.recompute import check_figure
from dashboards.exports.workbook import read_workbook, write_workbook
from dashboards.tables import Table
from dashboards.views import VIEWS
from etl.demo.home import Home
from etl.warehouse.build import build_warehouse
from etl.warehouse.verified import LedgerInput
from tests.dashboards.scenes import scene_in


@pytest.fixture(scope="module")
def answer(demo: Home) -> Answer:
    with scene_in(demo.warehouse, "destination=CN") as scene:
        return answer_of(scene, VIEWS["outcomes"])


def input_of(demo: Home) -> LedgerInput:
    return LedgerInput(reader=demo.reader, policy=demo.policy())


def with_one_number_changed(answer: Answer) -> Answer:
    """Return an answer as a liar would write it, who keeps the true manifest."""
    first, *rest = answer.table.rows
    changed = tuple(n + 1 if isinstance(n, int) else n for n in first[:2]) + first[2:]
    figures: Any = deepcopy(answer.figures)
    figures[0][1]["data"][0]["y"][0] += 1
    table = replace(answer.table, rows=(changed, *rest))
    return replace(answer, table=table, figures=figures)


@pytest.mark.parametrize("suffix", [name for name in FORMATS if "manifest" not in name])
def test_one_number_changed_is_caught_in_every_format(
    answer: Answer, suffix: str
) -> None:
    form = FORMATS[suffix]
    true = form.read(form.write(answer))
    raw = form.write(with_one_number_changed(answer))
    assert format_of(raw) is form
    found = differences(form.read(raw), true)
    assert found
    if not form.drawn:
        (one,) = found
        assert one.place == "row 1, column decisions"
    assert differences(form.read(form.write(answer)), true) == ()


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_manifest_that_was_changed_is_caught_in_every_format(
    answer: Answer, suffix: str
) -> None:
    form = FORMATS[suffix]
    true = form.read(form.write(answer))
    lie = msgspec.structs.replace(answer.manifest, row_digest="0" * 64)
    found = differences(form.read(form.write(replace(answer, manifest=lie))), true)
    assert "manifest, row_digest" in [one.place for one in found]


@pytest.mark.parametrize("suffix", ["csv", "json", "xlsx", "parquet", "svg"])
def test_a_sentence_that_was_changed_is_caught(answer: Answer, suffix: str) -> None:
    form = FORMATS[suffix]
    true = form.read(form.write(answer))
    lie = replace(answer, summary="No decision was refused.")
    assert differences(form.read(form.write(lie)), true)


def test_a_row_left_out_is_caught(answer: Answer) -> None:
    table = replace(answer.table, rows=answer.table.rows[:-1])
    short = read_csv(write_csv(replace(answer, table=table)))
    (one,) = differences(short, read_csv(write_csv(answer)))
    assert one.in_file == "(nothing)"


def test_a_digit_changed_by_hand_in_csv_and_svg_is_caught(answer: Answer) -> None:
    row = ",".join(str(cell) for cell in answer.table.rows[3]).encode()
    csv = FORMATS["csv"].write(answer)
    assert row in csv
    other = csv.replace(row, row.replace(b",", b",1", 1))
    assert differences(read_csv(other), read_csv(csv))
    form = FORMATS["svg"]
    svg = form.write(answer)
    wider = svg.replace(b'height="', b'height="1', 3)
    assert differences(form.read(wider), form.read(svg))


def test_a_picture_changed_by_one_pixel_or_byte_is_caught(answer: Answer) -> None:
    form = FORMATS["png"]
    raw = bytearray(form.write(answer))
    raw[len(raw) // 2] ^= 1
    with pytest.raises(ExportError, match="damaged"):
        form.read(bytes(raw))


def test_a_workbook_with_a_formula_is_refused(answer: Answer) -> None:
    raw = write_workbook(answer)
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.endswith("sheet1.xml"):
                text = text.replace(b"<v>", b"<f>1+1</f><v>", 1)
            new.writestr(name, text)
    with pytest.raises(ExportError, match="formula"):
        read_workbook(file.getvalue())


HOSTILE = Table(
    headings=("=a", "b"),
    rows=(
        ("=1+1", 1),
        ("@x", None),
        ("'=1", 2),
        ("+1", 3),
        ("<script>alert(1)</script>", 4),
        ('"; drop', -5),
        ("a\x0bb\u2028c\r\nd", 6),
        ("http://example.nl", 7),
    ),
    not_published="n.p.",
)


@pytest.mark.parametrize("suffix", ["csv", "json", "xlsx", "parquet"])
def test_hostile_cells_are_texts_and_come_back_as_such(
    answer: Answer, suffix: str
) -> None:
    form = FORMATS[suffix]
    bad = replace(answer, table=HOSTILE)
    raw = form.write(bad)
    contents = form.read(raw)
    assert contents.cells is not None
    if suffix == "csv":
        text = raw.decode("utf-8-sig")
        rows = [line for line in text.split("\r\n") if not line.startswith("#")]
        assert not any(row.startswith(("=", "@", "+", "-")) for row in rows)
        assert ["'=1+1", "1"] in [list(row) for row in contents.cells]
        assert ["''=1", "2"] in [list(row) for row in contents.cells]
    if suffix == "json":
        assert contents.cells[1:] == HOSTILE.rows
    if suffix == "xlsx":
        with zipfile.ZipFile(io.BytesIO(raw)) as book:
            sheet = book.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert contents.cells[1] == ("=1+1", "1")


def test_script_in_a_text_stays_text_in_a_drawing(answer: Answer) -> None:
    bad = replace(answer, title="<script>alert(1)</script>\x00", notes=("]]>&",))
    svg = FORMATS["svg"].write(bad).decode()
    assert "<script" not in svg
    assert "\x00" not in svg
    assert FORMATS["png"].write(bad)


@given(st.data())
def test_only_the_exact_form_of_a_manifest_is_read(
    answer: Answer, data: st.DataObject
) -> None:
    text = format_manifest(answer.manifest)
    assert parse_manifest(text) == answer.manifest
    at = data.draw(st.integers(0, len(text) - 1))
    for other in (text[:at] + text[at + 1 :], text[:at] + " " + text[at:]):
        try:
            read = parse_manifest(other)
        except ExportError:
            continue
        assert read != answer.manifest
        assert format_manifest(read) == other


@given(st.binary(max_size=200), st.sampled_from(sorted(FORMATS)))
def test_any_bytes_are_refused_in_words(raw: bytes, suffix: str) -> None:
    starts = {
        "csv": b"# ",
        "json": b"{",
        "svg": b"<svg",
        "png": b"\x89PNG\r\n\x1a\n",
        "xlsx": b"PK\x03\x04",
        "parquet": b"PAR1",
        "manifest.json": b"{",
    }
    with pytest.raises(ExportError):
        format_of(raw).read(raw)
    start = starts[suffix] + raw
    with pytest.raises(ExportError):
        format_of(start).read(start)


def test_a_figure_of_an_earlier_checkpoint_still_verifies(
    demo: Home, tmp_path: Path
) -> None:
    earlier = 1000
    build_warehouse(tmp_path, [input_of(demo).up_to(earlier)])
    with scene_in(tmp_path, "grain=year", "nl") as scene:
        early = answer_of(scene, VIEWS["destinations"])
    assert early.manifest.size == earlier
    raw = FORMATS["svg"].write(early)
    check = check_figure(raw, input_of(demo))
    assert check.verified
    assert check.manifest == early.manifest


def test_what_is_not_at_hand_is_no_verdict(demo: Home, answer: Answer) -> None:
    for change in (
        {"view": "none"},
        {"view_version": 99},
        {"origin": "elsewhere.example/x"},
        {"size": 10**6},
    ):
        lie = msgspec.structs.replace(answer.manifest, **change)
        raw = FORMATS["csv"].write(replace(answer, manifest=lie))
        with pytest.raises(NotAtHandError):
            check_figure(raw, input_of(demo))
    assert issubclass(NotAtHandError, DashboardError)


def run(demo: Home, file: Path, *more: str) -> int:
    command = ["figure", "verify", str(file), "--ledger", str(demo.ledger)]
    command += ["--policy", str(demo.policy_file), *more]
    return weegboek.main(command)


def test_the_command_says_yes_what_differs_or_that_it_could_not_check(
    demo: Home, answer: Answer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "figure.png"
    file.write_bytes(FORMATS["png"].write(answer))
    assert run(demo, file, "--warehouse", str(demo.warehouse)) == 0
    assert capsys.readouterr().out.startswith("verified: figure.png")
    file.write_bytes(FORMATS["json"].write(with_one_number_changed(answer)))
    assert run(demo, file, "--json") == 1
    said = capsys.readouterr()
    report = msgspec.json.decode(said.out)
    assert not report["verified"]
    assert report["differences"][0]["place"] == "row 1, column decisions"
    assert "the ledger gives" in said.err
    file.write_bytes(b"nothing")
    assert run(demo, file) == 1
    assert run(demo, tmp_path / "none") == 3
    lie = msgspec.structs.replace(answer.manifest, size=10**6)
    file.write_bytes(FORMATS["csv"].write(replace(answer, manifest=lie)))
    assert run(demo, file) == 3
