"""One build of a warehouse in a process of its own, as its memory is measured.

``python -m tests.bench.building LEDGER POLICY WAREHOUSE`` writes as JSON what the part
after the audit took.
"""

import os
import sys
import time
from pathlib import Path

import msgspec
from msgspec import Struct

from etl.warehouse.build import build_warehouse
from etl.warehouse.verified import LedgerInput
from ledger.policy import Policy
from ledger.reader import LedgerReader
from tests.bench.measure import processor


class Built(Struct, frozen=True):
    """How it was built, and the seconds that it and the processors took to load."""

    how: str
    seconds: float
    processor: float


def main(ledger: Path, policy: Path, warehouse: Path) -> None:
    """Build, and tell what loading took."""
    given = LedgerInput(
        reader=LedgerReader.at(ledger), policy=Policy.parse(policy.read_bytes())
    )
    audited = time.perf_counter(), processor()

    def told(task: str, done: int, total: int) -> None:
        nonlocal audited
        if task == "auditing" and done == total:
            audited = time.perf_counter(), processor()

    result = build_warehouse(
        warehouse, [given], processes=os.cpu_count() or 1, progress=told
    )
    began, worked = audited
    built = Built(result.how, time.perf_counter() - began, processor() - worked)
    sys.stdout.buffer.write(msgspec.json.encode(built))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
