"""What the command answers: as text and as JSON, pure."""

import json
from collections.abc import Sequence
from typing import Final

from etl.ingest.account import Account, Fate
from etl.ingest.rejection import Rejection
from ledger.checkpoint import Checkpoint

_EXPLAINED: Final = {
    "duplicate": "says again what an earlier row says",
    "empty": "is empty",
    "header": "repeats the header",
    "in_ledger": "is in the ledger already",
    "repaired": "was rejected, and is in the ledger from a repaired file",
}


def answer_json(
    account: Account, before: Checkpoint, after: Checkpoint, *, appended: bool
) -> str:
    """Return the account of a run as JSON."""
    return json.dumps(
        {
            **account.rows(appended=appended),
            "explanations": dict(sorted(account.explanations.items())),
            "rules": account.rules(),
            "decisions": account.decisions,
            "corrections": account.corrections,
            "lists": account.lists,
            "not_compared": account.not_compared,
            "disappeared": account.disappeared,
            "run_ref": account.run_ref or None,
            "size_before": before.size,
            "root_before": before.root.hex(),
            "size": after.size,
            "root": after.root.hex(),
        }
    )


def answer_text(
    account: Account, before: Checkpoint, after: Checkpoint, *, appended: bool
) -> str:
    """Return the account of a run as lines of text."""
    verb = "appended" if appended else "would be appended"
    lines = [
        _line("rows read", account.read),
        _line(f"  {verb}", account.appended, f"{account.decisions} decisions"),
        _line("  corrected", account.corrected, f"{account.corrections} events"),
        _line("  explained", account.explained),
    ]
    lines += [
        _line(f"    {why}", rows) for why, rows in sorted(account.explanations.items())
    ]
    lines.append(_line("  rejected", account.rejected))
    lines += [_line(f"    {rule}", rows) for rule, rows in account.rules().items()]
    gone = len(account.disappeared)
    lines.append(_line("disappeared", gone, "still in the ledger"))
    lines.append(_line("ledger size", after.size, f"before: {before.size}"))
    return "\n".join(lines)


def _line(what: str, number: int, note: str = "") -> str:
    return f"{what:<23}{number:>10}" + (f"  ({note})" if note else "")


def explanation_json(fate: Fate, entry: int | None, why: Sequence[Rejection]) -> str:
    """Return what became of one row as JSON.

    Args:
        fate: What became of it.
        entry: Index of the entry of its decision, if that is in the ledger.
        why: Why it was rejected, if it was.
    """
    shape = fate._asdict() | {
        "entry": entry,
        "rejections": [rejection._asdict() for rejection in why],
    }
    return json.dumps(shape)


def explanation_text(
    row: int, fate: Fate, entry: int | None, why: Sequence[Rejection]
) -> str:
    """Return what became of one row as lines of text; see ``explanation_json``."""
    lines = [_in_words(fate)]
    if fate.reference:
        where = "not in the ledger yet" if entry is None else f"entry {entry}"
        lines.append(f"  decision {fate.reference}: {where}")
    others = [str(number) for number in fate.rows if number != row]
    if others:
        lines.append(f"  with rows {', '.join(others)} of licence {fate.licence}")
    for rejection in why:
        lines.append(f"  rule {rejection.rule}, column {rejection.column or '(all)'}:")
        lines.append(f"    {rejection.value!r} {rejection.message}")
        if rejection.nearest:
            lines.append(f"    comes near: {'; '.join(rejection.nearest)}")
    return "\n".join(lines)


def _in_words(fate: Fate) -> str:
    match fate.became:
        case "appended":
            return "would be appended as part of a decision"
        case "corrected":
            return f"would correct a decision, recognised by {fate.why}"
        case "rejected":
            return "is rejected"
        case "explained":
            return _EXPLAINED[fate.why]
