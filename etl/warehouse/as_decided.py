"""What follows from what a decision says of itself, for statements and Python alike."""

from collections.abc import Iterable, Mapping
from typing import Final

from etl.warehouse.connection import Connection
from ledger.records.weighing import DIRECTIONS

STATUSES: Final[Mapping[str, str]] = {
    "granted": "in_force",
    "other": "closed",
    "refused": "refused",
}
"""How a decision stands before anything became of it, by the group of its outcome."""

NORM_DAYS: Final = 56
"""The term of decision: eight weeks, clock stops left out."""

WAY: Final = """CASE
    WHEN outcome = 'sondage_positive' THEN 'granted'
    WHEN outcome_group <> 'other' THEN outcome_group END"""
"""Which way a decision went; null when it was closed without a decision on it.

A licence for some of the items went the way of granting, and so did a positive
answer to a preliminary enquiry.
"""


def make_macros(connection: Connection) -> None:
    """Let the statements of this connection say what stands here."""
    macros = {
        "direction_of(finding)": _cases("finding", DIRECTIONS.items()),
        "is_in_time(net_days)": f"net_days <= {NORM_DAYS}",
        "status_as_decided(outcome_group)": _cases("outcome_group", STATUSES.items()),
        "way(outcome, outcome_group)": WAY,
    }
    for name, said in macros.items():
        connection.execute(f"CREATE OR REPLACE TEMP MACRO {name} AS {said}")


def _cases(column: str, values: Iterable[tuple[str, str]]) -> str:
    cases = " ".join(f"WHEN '{one}' THEN '{value}'" for one, value in values)
    return f"CASE {column} {cases} END"
