"""How fast the dashboards are over very many decisions: `make bench-dashboards`.

CPU time stands beside wall clock, because others may work on the same machine.
"""

import argparse
import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from etl.demo.home import Home
from tests.bench.measure import started_by, worked_by
from tests.bench_dashboards.asking import FIRST_ASKED, alone, side_by_side
from tests.bench_dashboards.large import BASE, make_large, sizes
from tests.bench_dashboards.painting import painted
from tests.bench_dashboards.row import Row, table
from tests.browser.visits import serve

HEAD = """# Benchmarks of the dashboards

Made by `make bench-dashboards`; do not edit. The decisions are those of a demo of
{base:,}, each there many times in the warehouse: on another day, for another
destination of the same group, with the term, kind and end use of others, so that cubes
are as large as those of so many decisions would be. Load of the machine over the last
minute: {load:.1f} on {cores} cores. Where that is well above nothing, wall clock says
little and CPU time more.

A selection that is asked for the first time is computed; asked again, it is remembered.
The server itself asks each new build for every page without a selection.

"""

SECTION = """
## {decisions:,} decisions

The largest cube has {cells:,} cells.

"""


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of one size.

    Attributes:
        decisions: How many decisions there are.
        cells: Cells of the largest cube.
        rows: What was measured.
    """

    decisions: int
    cells: int
    rows: tuple[Row, ...]

    @property
    def first_asked(self) -> Row:
        """How long pages take that are asked for the first time."""
        return next(row for row in self.rows if row.what == FIRST_ASKED)


def memory_of(process: int) -> float:
    """Return the MB that a process and all that it started hold now (Linux).

    What they share is counted once, in parts (PSS), for the server forks its worker.
    """
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text("ascii")
    held = next(line for line in rollup.splitlines() if line.startswith("Pss:"))
    own = int(held.split()[1]) / 1024
    return own + sum(memory_of(one) for one in started_by(process))


def wait_until_idle(process: int) -> None:
    """Wait until a server has asked its build for every page, and does nothing."""
    time.sleep(5)
    before = -1
    while (now := int(worked_by(process))) > before:
        before = now
        time.sleep(3)


def measure(home: Home) -> Measured:
    """Ask one warehouse, alone and as a server."""
    decisions, cells = sizes(home)
    # In a process of its own: a second size would find ready what the first made.
    with ProcessPoolExecutor(1, get_context("spawn")) as own:
        rows = own.submit(alone, home).result()
    server, url = serve(home)
    try:
        wait_until_idle(server.pid)
        rows += [*side_by_side(url), *painted(url)]
        held = memory_of(server.pid)
        rows.append(
            Row("memory of the server and its worker, after all that", held, 400, "MB")
        )
    finally:
        server.terminate()
        server.wait()
    return Measured(decisions, cells, tuple(rows))


def ratios(least: Measured, most: Measured) -> Iterator[Row]:
    """Yield how much longer pages take where there are many more decisions."""
    of = f"p95 at {most.decisions:,} decisions / at {least.decisions:,}"
    before, after = least.first_asked, most.first_asked
    yield Row(f"{FIRST_ASKED}: {of}", after.value / before.value, 1.3, "x")
    if before.cpu and after.cpu:
        yield Row(f"the same in CPU time: {of}", after.cpu / before.cpu, None, "x")


def main() -> None:
    """Make the warehouses, ask, and write what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--copies",
        type=int,
        nargs="+",
        default=[100],
        help="how often each decision is there; several sizes are compared, the least"
        " first",
    )
    parser.add_argument("--home", type=Path, required=True, help="one for each size")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--keep", action="store_true", help="use what is there")
    given = parser.parse_args()
    measured: list[Measured] = []
    for copies in given.copies:
        home = Home(given.home / str(copies))
        if not (given.keep and home.warehouse.is_dir()):
            make_large(home, copies)
        measured.append(measure(home))
    text = HEAD.format(base=BASE, load=os.getloadavg()[0], cores=os.cpu_count())
    first, *others = measured
    compared = [row for one in others for row in ratios(first, one)]
    if compared:
        text += table(compared)
    for place, one in enumerate(measured):
        # The targets are those of the least; what grows is held against it.
        rows = (
            one.rows if place == 0 else [replace(row, target=None) for row in one.rows]
        )
        text += SECTION.format(decisions=one.decisions, cells=one.cells) + table(rows)
    given.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
