from typing import Any

import msgspec
import pytest
import rfc8785

from ledger.records.ingest_run import IngestInput, IngestRows, IngestRun, RejectCount
from ledger.records.rules import record_breaches


def run(**changes: Any) -> IngestRun:
    sound = IngestRun(
        code_version="0.1.0",
        corrections=1,
        decisions=3,
        disappeared=0,
        inputs=(IngestInput(digest="ab" * 32, role="main"),),
        lists=0,
        mapping="cd" * 32,
        rejects=(RejectCount(rows=2, rule="country"),),
        root_before="ef" * 32,
        rows=IngestRows(appended=5, corrected=1, explained=4, read=12, rejected=2),
        run_ref="ingest-7-abc",
        size_before=7,
        system="uk-export-licences",
    )
    return msgspec.structs.replace(sound, **changes)


def test_a_run_whose_rows_add_up_breaks_no_rule_and_is_canonical() -> None:
    assert not list(record_breaches(run()))
    encoded = msgspec.json.encode(run())
    assert encoded == rfc8785.dumps(msgspec.json.decode(encoded))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        (
            {
                "rows": IngestRows(
                    appended=5, corrected=1, explained=4, read=13, rejected=2
                )
            },
            "rows",
        ),
        ({"corrections": 0, "decisions": 0}, "decisions"),
        ({"inputs": ()}, "inputs"),
        ({"inputs": (IngestInput(digest="ab" * 32, role="main"),) * 2}, "inputs"),
        ({"rejects": (RejectCount(rows=2, rule="country"),) * 2}, "rejects"),
    ],
)
def test_a_run_that_does_not_add_up_is_refused(
    changes: dict[str, Any], field: str
) -> None:
    assert [breach.field for breach in record_breaches(run(**changes))] == [field]
