"""How the values that many records share become columns."""

from typing import Any

from ledger.records.values import Money, Text

Row = dict[str, Any]
TableRow = tuple[str, Row]
"""The name of a table and one row of it, by column."""


def text_columns(name: str, text: Text | None) -> Row:
    """Return a text as two columns."""
    if text is None:
        return {f"{name}_nl": None, f"{name}_en": None}
    return {f"{name}_nl": text.nl, f"{name}_en": text.en}


def money_columns(value: Money | None) -> Row:
    """Return an amount as two columns."""
    if value is None:
        return {"currency": None, "minor": None}
    return {"currency": value.currency, "minor": value.minor}
