"""The report of a run, for people: one page that needs nothing beside it.

Every text is in Dutch and in English, since a report travels. What stands in a cell
comes from a source and is escaped; what was withheld stays withheld.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Final

from etl.ingest.account import Account
from etl.ingest.rejection import Rejection
from ledger.checkpoint import Checkpoint
from ledger.durable import Disk, put_durably

FIRST: Final = 100
"""How many rejected rows, corrections and disappearances are listed."""

_NAME: Final = re.compile(r"ingest-[0-9]{8}T[0-9]{6}Z-[0-9a-f]{12}\.html")

_STYLE: Final = """
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto;
  padding: 0 1rem }
h1, h2 { line-height: 1.25 } h2 { margin-top: 2rem }
.en { opacity: .8 } .en::before { content: "/ " }
table { border-collapse: collapse; width: 100% }
caption { text-align: left; padding-bottom: .5rem }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem;
  border-bottom: 1px solid #8888 }
.n { text-align: right; font-variant-numeric: tabular-nums }
tbody th { font-weight: normal } .hash { overflow-wrap: anywhere }
.wide { overflow-x: auto }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a report says.

    Attributes:
        account: What became of every row.
        appended: Whether anything was appended.
        before: The checkpoint before the run.
        after: The checkpoint after it.
        digests: SHA-256 of the files, by name.
        ended_at: When the run ended.
        mapping: Name of the mapping's file.
        note: Why nothing was appended, if something else was meant.
        system: The source.
        code_version: Version of the software.
    """

    account: Account
    appended: bool
    before: Checkpoint
    after: Checkpoint
    digests: dict[str, str]
    ended_at: datetime
    mapping: str
    note: str
    system: str
    code_version: str


def write_report(directory: Path, report: Report) -> Path:
    """Write a report and return where it is."""
    directory.mkdir(parents=True, exist_ok=True)
    digest = next(iter(report.digests.values()))[:12]
    path = directory / f"ingest-{report.ended_at:%Y%m%dT%H%M%SZ}-{digest}.html"
    put_durably(Disk(), path, report_page(report).encode())
    return path


def prune_reports(directory: Path, keep: int, disk: Disk) -> int:
    """Remove the oldest reports of a directory, and nothing else that is there.

    Args:
        directory: Where reports are written.
        keep: How many of the newest stay.
        disk: Where they are removed.

    Returns:
        How many were removed.

    Raises:
        OSError: One could not be removed.
    """
    names = sorted(path.name for path in directory.iterdir() if _is_report(path))
    old = names[: max(len(names) - keep, 0)]
    for name in old:
        disk.remove(directory / name)
    return len(old)


def _is_report(path: Path) -> bool:
    return _NAME.fullmatch(path.name) is not None and path.is_file()


def report_page(report: Report) -> str:
    """Return the report as a page of HTML."""
    account = report.account
    parts = [
        f"<h1>{_both('Verslag van inlezen', 'Report of an ingest run')}</h1>",
        _verdict(report),
        _totals(account, appended=report.appended),
        _rules(account),
        _rejects(account),
        _revisions(account),
        _disappeared(account),
        _evidence(report),
    ]
    return (
        '<!doctype html>\n<html lang="nl"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Weegboek: {escape(report.system)}</title>"
        f"<style>{_STYLE}</style></head><body><main>\n"
        + "\n".join(part for part in parts if part)
        + "\n</main></body></html>\n"
    )


def _both(nl: str, en: str) -> str:
    return f'{escape(nl)} <span class="en" lang="en">{escape(en)}</span>'


def _verdict(report: Report) -> str:
    account = report.account
    if report.note:
        text = _both(
            "Er is niets toegevoegd: te veel rijen zijn afgewezen.", report.note
        )
    elif not report.appended:
        text = _both("Proef: er is niets toegevoegd.", "Dry run: nothing was appended.")
    elif not account.appends:
        text = _both(
            "Alles stond al in het grootboek.", "All of it was in the ledger already."
        )
    else:
        text = _both(
            f"{account.decisions} besluiten en {account.corrections} correcties"
            " toegevoegd.",
            f"{account.decisions} decisions and {account.corrections} corrections"
            " appended.",
        )
    return f"<p><strong>{text}</strong></p>"


def _totals(account: Account, *, appended: bool) -> str:
    done = (
        ("toegevoegd", "appended")
        if appended
        else ("zou worden toegevoegd", "would be appended")
    )
    rows = [
        (_both("gelezen", "read"), account.read),
        (_both(*done), account.appended),
        (_both("leidt tot een correctie", "makes a correction"), account.corrected),
    ]
    rows += [
        (_both(*_WHY[why]), number)
        for why, number in sorted(account.explanations.items())
    ]
    rows.append((_both("afgewezen", "rejected"), account.rejected))
    caption = _both(
        "Elke gelezen rij is precies één keer verantwoord.",
        "Every row read is accounted for exactly once.",
    )
    return _section(
        ("Rijen", "Rows"),
        caption,
        (("wat", "what"), ("rijen", "rows")),
        rows,
        {1},
    )


_WHY: Final = {
    "duplicate": ("staat twee keer in het bestand", "stands in the file twice"),
    "empty": ("leeg", "empty"),
    "header": ("herhaalde kop", "a repeated header"),
    "in_ledger": ("stond al in het grootboek", "in the ledger already"),
    "repaired": ("elders hersteld en toegevoegd", "repaired and appended elsewhere"),
}


def _rules(account: Account) -> str:
    if not account.rejections:
        return ""
    rows = [(f"<code>{escape(rule)}</code>", n) for rule, n in account.rules().items()]
    caption = _both(
        "Een rij kan meer dan één regel breken.", "A row can break several rules."
    )
    heads = (("regel", "rule"), ("rijen", "rows"))
    return _section(
        ("Afwijzingen per regel", "Rejections by rule"),
        caption,
        heads,
        rows,
        {1},
    )


def _rejects(account: Account) -> str:
    found: list[Rejection] = sorted(account.rejections)
    if not found:
        return ""
    rows = [
        (
            one.row,
            f"<code>{escape(one.column)}</code>",
            escape(one.value),
            f"<code>{escape(one.rule)}</code>",
            escape(one.message),
            escape("; ".join(one.nearest)),
        )
        for one in found[:FIRST]
    ]
    heads = (
        ("rij", "row"),
        ("kolom", "column"),
        ("waarde", "value"),
        ("regel", "rule"),
        ("reden", "reason"),
        ("komt in de buurt", "comes near"),
    )
    return _section(
        ("Afgewezen rijen", "Rejected rows"),
        _first(len(rows), len(found)),
        heads,
        rows,
        {0},
    )


def _revisions(account: Account) -> str:
    found = account.revised
    if not found:
        return ""
    rows = [
        (
            f"<code>{escape(one.reference)}</code>",
            escape(", ".join(str(row) for row in one.rows)),
            escape(", ".join(one.changed)),
            escape(one.why),
        )
        for one in found[:FIRST]
    ]
    heads = (
        ("besluit", "decision"),
        ("rijen", "rows"),
        ("gewijzigd", "changed"),
        ("herkend aan", "recognised by"),
    )
    return _section(
        ("Correcties", "Corrections"),
        _first(len(rows), len(found)),
        heads,
        rows,
    )


def _disappeared(account: Account) -> str:
    found = account.disappeared
    if not found:
        return ""
    rows = [(f"<code>{escape(reference)}</code>",) for reference in found[:FIRST]]
    text = _both(
        "Deze besluiten uit de periode van het bestand staan er niet meer in. Zij"
        " blijven in het grootboek; verwijderd wordt nooit.",
        "These decisions of the file's period are no longer in it. They stay in the"
        " ledger; nothing is ever deleted.",
    )
    caption = f"{text} {_first(len(rows), len(found))}"
    heads = (("besluit", "decision"),)
    return _section(("Verdwenen", "Disappeared"), caption, heads, rows)


def _evidence(report: Report) -> str:
    rows = [(escape(name), _hash(digest)) for name, digest in report.digests.items()]
    for words, checkpoint in (
        (("controlepunt ervoor", "checkpoint before"), report.before),
        (("controlepunt erna", "checkpoint after"), report.after),
    ):
        root = _hash(checkpoint.root.hex())
        rows.append((_both(*words), f"{checkpoint.size} {root}"))
    rows += [
        (_both("grootboek", "ledger"), escape(report.after.origin)),
        (_both("bron", "source"), escape(report.system)),
        (_both("mapping", "mapping"), escape(report.mapping)),
        (_both("invoerverslag", "ingest run"), escape(report.account.run_ref or "–")),
        (_both("programmatuur", "software"), f"weegboek {escape(report.code_version)}"),
        (_both("beëindigd", "ended"), f"{report.ended_at:%Y-%m-%d %H:%M:%S} UTC"),
    ]
    caption = _both(
        "Bestanden bij hun SHA-256; wortels hexadecimaal.",
        "Files by their SHA-256; roots in hexadecimal.",
    )
    return _section(
        ("Bewijs", "Evidence"),
        caption,
        (("wat", "what"), ("waarde", "value")),
        rows,
    )


def _hash(text: str) -> str:
    return f'<code class="hash">{escape(text)}</code>'


def _first(shown: int, of: int) -> str:
    return _both(f"De eerste {shown} van {of}.", f"The first {shown} of {of}.")


def _section(
    heading: tuple[str, str],
    caption: str,
    heads: Sequence[tuple[str, str]],
    rows: Iterable[Sequence[object]],
    numbers: frozenset[int] | set[int] = frozenset(),
) -> str:
    """Return a heading with a table; caption and cells are HTML already."""
    aligned = [' class="n"' if place in numbers else "" for place in range(len(heads))]
    head = "".join(
        f'<th scope="col"{align}>{_both(*words)}</th>'
        for words, align in zip(heads, aligned, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{align}>{cell}</td>"
            if place
            else f'<th scope="row"{align}>{cell}</th>'
            for place, (cell, align) in enumerate(zip(row, aligned, strict=True))
        )
        + "</tr>"
        for row in rows
    )
    name = escape(" / ".join(heading))
    return (
        f"<section><h2>{_both(*heading)}</h2>"
        f'<div class="wide" tabindex="0" role="region" aria-label="{name}">'
        f"<table><caption>{caption}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></section>"
    )
