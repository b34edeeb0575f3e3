"""When decisions are alike, and which way each went.

Alike are decisions on the same item codes, for the same destination and kind of end
use. A decision whose kind of end use is not published is alike to none; one of which
it is known that the end use is unknown is alike to others of that kind.
"""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from typing import Final

from dashboards.queries.selection import LEDGER, Parameters
from etl.warehouse.as_decided import WAY

CODES: Final = "list_sort(list_distinct(codes))"
"""The item codes of a decision, in one order."""

COMPARABLE: Final = "end_use IS NOT NULL"
"""Whether a decision can be alike to others."""


def like_one(ref: str) -> tuple[str, Parameters]:
    """Return the condition on decisions that are alike to one, or are that one."""
    key = f"({CODES}, destination, end_use)"
    part = (
        f"{key} IN (SELECT {key} FROM decision WHERE {LEDGER}"
        f" AND decision_ref = $like AND {COMPARABLE})"
    )
    return part, {"like": ref}


def went(ways: str, condition: str) -> str:
    """Return the condition on decisions whose like went different ways, or the same.

    Args:
        ways: ``different`` or ``same``.
        condition: Which decisions are compared with each other.
    """
    test = {"different": "least <> most", "same": "least = most AND alike > 1"}[ways]
    return f"""entry_index IN (
        SELECT entry_index FROM (
            SELECT entry_index, min({WAY}) OVER same AS least,
                max({WAY}) OVER same AS most, count(*) OVER same AS alike
            FROM decision WHERE {condition} AND {COMPARABLE} AND {WAY} IS NOT NULL
            WINDOW same AS (PARTITION BY {CODES}, destination, end_use)
        ) WHERE {test})"""
