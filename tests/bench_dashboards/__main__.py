"""How fast the dashboards are over very many decisions: `make bench-dashboards`.

CPU time stands beside wall clock, because others may work on the same machine.
"""

import argparse
import os
from pathlib import Path

from etl.demo.home import Home
from tests.bench_dashboards.asking import alone, side_by_side
from tests.bench_dashboards.large import BASE, make_large
from tests.bench_dashboards.painting import painted
from tests.bench_dashboards.row import Row, table
from tests.browser.visits import serve

HEAD = """# Benchmarks of the dashboards

Made by `make bench-dashboards`; do not edit. {decisions:,} decisions: {base:,} of the
demo, each copied {copies} times in the warehouse, so that cubes have the cells of the
demo and larger counts. Load of the machine over the last minute: {load:.1f} on {cores}
cores. Where that is well above nothing, wall clock says little and CPU time more.

"""


def memory_of(process: int) -> float:
    """Return the MB that a process holds now (Linux)."""
    for line in Path(f"/proc/{process}/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise ValueError(process)


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
    server, url = serve(home)
    try:
        rows = [*alone(home), *side_by_side(url), *painted(url)]
        held = memory_of(server.pid)
        rows.append(Row("memory of the server, after all that", held, 400, "MB"))
    finally:
        server.terminate()
        server.wait()
    head = HEAD.format(
        decisions=BASE * given.copies,
        base=BASE,
        copies=given.copies,
        load=os.getloadavg()[0],
        cores=os.cpu_count(),
    )
    given.out.write_text(head + table(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
