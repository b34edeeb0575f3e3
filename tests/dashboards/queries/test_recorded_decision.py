"""A decision read from its record is what the tables say of it."""

from typing import Any

from dashboards.queries import DecisionDetail, decision
from dashboards.queries.recorded_decision import recorded_decision
from etl.warehouse.connection import Connection
from ledger.entry import Entry
from ledger.records.decision import LicenceDecision

LEDGER = 1


def plain(found: DecisionDetail) -> dict[str, Any]:
    """Return all that a record by itself can say, lists and tuples alike."""
    shape = found._asdict()
    for name in ("withheld", "changes", "events", "original"):
        del shape[name]
    return shape


def test_a_record_says_of_a_decision_what_the_tables_say(cursor: Connection) -> None:
    """Of those to which nothing happened, and of overrides but for their status."""
    refs = cursor.execute(
        "SELECT decision_ref, events = 0 FROM decision"
        " WHERE reading_index = entry_index"
        " AND (events = 0 OR override_by IS NOT NULL) ORDER BY entry_index"
    ).fetchall()
    seen: set[str] = set()
    for ref, is_quiet in refs:
        found = decision(cursor, LEDGER, ref)
        assert found is not None
        record = Entry.parse(found.entry.raw.encode()).record
        assert isinstance(record, LicenceDecision)
        read = recorded_decision(cursor, LEDGER, record, found.entry)
        if not is_quiet:
            status = found.fields.status
            read = read._replace(fields=read.fields._replace(status=status))
        assert plain(read) == plain(found)
        seen |= {name for name, value in plain(found).items() if value}
        seen |= {"moved" for line in found.lines if line.current}
    assert len(refs) > 200
    told = {"lines", "findings", "override", "grounds", "conditions", "moved"}
    assert told <= seen
