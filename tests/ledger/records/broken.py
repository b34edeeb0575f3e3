"""Which rules a record breaks, and in which fields."""

from typing import Any

from ledger.records.rules import record_breaches


def rules_broken(record: Any) -> set[tuple[str, str]]:
    return {(breach.rule, breach.field) for breach in record_breaches(record)}
