"""How fast the dashboards are over very many decisions: `make bench-dashboards`.

CPU time stands beside wall clock, because others may work on the same machine.
"""

import argparse
import os
import time
from pathlib import Path

from etl.demo.home import Home
from tests.bench_dashboards.asking import alone, side_by_side
from tests.bench_dashboards.large import BASE, make_large, sizes
from tests.bench_dashboards.painting import painted
from tests.bench_dashboards.row import Row, table
from tests.browser.visits import serve

HEAD = """# Benchmarks of the dashboards

Made by `make bench-dashboards`; do not edit. {decisions:,} decisions: those of a demo
of {base:,}, each there {copies} times in the warehouse, spread over the destinations of
its group so that cubes are larger too; the largest has {cells:,} cells. Load of the
machine over the last minute: {load:.1f} on {cores} cores. Where that is well above
nothing, wall clock says little and CPU time more.

A selection that is asked for the first time is computed; asked again, it is remembered.
The server itself asks each new build for every page without a selection.

"""


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
    while (now := worked_by(process)) > before:
        before = now
        time.sleep(3)


def worked_by(process: int) -> int:
    """Return the CPU seconds of a process and all that it started (Linux)."""
    stat = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    ticks = int(stat[11]) + int(stat[12])
    own = ticks // os.sysconf("SC_CLK_TCK")
    return own + sum(worked_by(one) for one in started_by(process))


def started_by(process: int) -> list[int]:
    """Return the processes that a process started and that still run (Linux)."""
    lists = Path(f"/proc/{process}/task").glob("*/children")
    return [int(one) for path in lists for one in path.read_text("ascii").split()]


def main() -> None:
    """Make the warehouse, ask, and write what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=100)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--keep", action="store_true", help="use what is there")
    given = parser.parse_args()
    home = Home(given.home)
    if not (given.keep and home.warehouse.is_dir()):
        make_large(home, given.copies)
    decisions, cells = sizes(home)
    rows = list(alone(home))
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
    head = HEAD.format(
        decisions=decisions,
        cells=cells,
        base=BASE,
        copies=given.copies,
        load=os.getloadavg()[0],
        cores=os.cpu_count(),
    )
    given.out.write_text(head + table(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
