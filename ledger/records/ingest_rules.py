"""Rules on one ingest run: its rows add up, and it did append something."""

from collections.abc import Iterator

from ledger.records.breach import Breach, repeat_breaches
from ledger.records.ingest_run import IngestRun


def ingest_breaches(run: IngestRun) -> Iterator[Breach]:
    """Yield every rule that an ingest run breaks."""
    rows = run.rows
    became = rows.appended + rows.corrected + rows.explained + rows.rejected
    if rows.read != became:
        reason = f"do not add up: {rows.read} read, {became} accounted for"
        yield Breach("rows", "rows", reason)
    if not run.corrections + run.decisions + run.lists:
        yield Breach("decisions", "rows", "name nothing that the run appended")
    if not run.inputs:
        yield Breach("inputs", "rows", "must name what was read")
    yield from repeat_breaches("inputs", [given.role for given in run.inputs])
    yield from repeat_breaches("rejects", [reject.rule for reject in run.rejects])
