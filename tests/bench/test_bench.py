"""That the benchmark runs and its document is whole; how fast it was is not tested."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.__main__ import main
from tests.bench.measure import processor, worked_by
from tests.bench.rows import PEERS, ROWS, figure
from tests.bench.stage import ROOT
from tests.bench.table import COMMAND, HEAD, PEERS_HEAD


def table(text: str, head: str) -> list[list[str]]:
    rows = text.partition(f"{head}\n")[2].split("\n\n")[0].strip().split("\n")[1:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def assert_whole(text: str) -> None:
    found = [(row[0], row[1], row[3]) for row in table(text, HEAD)]
    assert found == [(row.what, row.beside, row.target_text) for row in ROWS]
    for row in table(text, HEAD):
        assert re.fullmatch(r"(yes|\*\*no\*\*|–)", row[4])
        assert row[2]
    assert [row[0] for row in table(text, PEERS_HEAD)] == [peer.what for peer in PEERS]


def test_the_document_has_the_rows_and_targets_of_the_benchmark() -> None:
    text = (ROOT / "docs" / "BENCHMARKS.md").read_text("utf-8")
    assert_whole(text)
    assert f"`{COMMAND}`" in text
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert COMMAND.split()[1] + ": " in makefile


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (2.2, "x", "2.2x"),
        (1 / 300, "x", "1/300"),
        (50, "us", "50 us"),
        (0.4, "x", "0.4x"),
    ],
)
def test_figures_are_told_with_their_unit(value: float, unit: str, text: str) -> None:
    assert figure(value, unit) == text


def test_what_a_process_worked_is_told_while_it_runs_and_counts_with_ours() -> None:
    program = "import time; print(time.process_time(), flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        said = float(child.stdout.readline())
        told = worked_by(child.pid)
        assert 0 < said <= told <= processor()
        child.communicate(b"\n")
    assert worked_by(child.pid) == 0


def test_a_small_benchmark_measures_every_row(tmp_path: Path) -> None:
    out = tmp_path / "BENCHMARKS.md"
    words = ["--entries", "600", "--repeat", "1", "--no-peers"]
    words += ["--home", str(tmp_path / "bench"), "--out", str(out)]
    assert main(words) == 0
    assert_whole(out.read_text("utf-8"))
