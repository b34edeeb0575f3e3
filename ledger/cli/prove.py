"""The commands ``weegboek ledger prove`` and ``prove-growth``."""

from pathlib import Path
from typing import Annotated

import typer

from ledger.checkpoint import Checkpoint
from ledger.cli.options import ENTRY_SUFFIX, GROWTH_SUFFIX, LedgerPlace
from ledger.durable import Disk, put_durably
from ledger.entry import Entry
from ledger.note import SignedNote
from ledger.proof import prove_entry, prove_growth
from ledger.proof_page import proof_page
from ledger.proof_pdf import print_pdf
from ledger.reader import LedgerReader
from ledger.records.authority import Authority
from ledger.search import find_entry
from ledger.terminal import FINDINGS, fail, proved, reported, show
from ledger.witness.request import Request

Out = Annotated[
    Path,
    typer.Option(
        envvar="WEEGBOEK_OUT", help="Directory for the proof; made when missing."
    ),
]


def prove(
    ledger: LedgerPlace,
    which: Annotated[str, typer.Argument(help="Index, reference or leaf hash.")],
    *,
    out: Out = Path(),
    page: Annotated[
        bool,
        typer.Option(
            envvar="WEEGBOEK_PAGE", help="Also make a page to print, with a QR code."
        ),
    ] = False,
    pdf: Annotated[
        bool,
        typer.Option(
            envvar="WEEGBOEK_PDF", help="Also make that page as PDF, by a Chromium."
        ),
    ] = False,
    browser: Annotated[
        str | None,
        typer.Option(
            envvar="WEEGBOEK_BROWSER", help="Chromium for --pdf; else, one in PATH."
        ),
    ] = None,
) -> None:
    """Write the proof that an entry stands in the ledger, and the entry beside it."""
    with reported():
        reader = LedgerReader.at(ledger)
        found = find_entry(reader, which)
        if found is None:
            fail(f"no entry {which} in {ledger}", FINDINGS)
        proof, entry = prove_entry(reader, found[0])
        files = {".tlog-proof": proof.format(), ENTRY_SUFFIX: entry}
        if page or pdf:
            sheet = proof_page(proof, entry, synthetic=_is_synthetic(reader))
            files |= {".html": sheet.encode()} if page else {}
            files |= {".pdf": print_pdf(sheet, browser)} if pdf else {}
        out.mkdir(parents=True, exist_ok=True)
        for suffix, data in files.items():
            path = out / f"entry-{proof.index}{suffix}"
            put_durably(Disk(), path, data)
            show(str(path))


def prove_growth_between(
    ledger: LedgerPlace,
    old: Annotated[Path, typer.Argument(help="An older signed checkpoint.")],
    new: Annotated[
        Path | None,
        typer.Argument(help="A later one; the published one when left out."),
    ] = None,
    *,
    out: Out = Path(),
) -> None:
    """Write the proof that nothing changed from one checkpoint to another.

    Exit status: 0 written, 1 the ledger does not continue the older checkpoint.
    """
    with reported():
        reader = LedgerReader.at(ledger)
        raw = reader.checkpoint_note() if new is None else new.read_bytes()
        note = SignedNote.parse(raw)
        ends = [
            Checkpoint.parse(one.text)
            for one in (SignedNote.parse(old.read_bytes()), note)
        ]
        proof = proved(lambda: prove_growth(reader, *ends))
        request = Request(old=ends[0].size, proof=tuple(proof), note=note)
        out.mkdir(parents=True, exist_ok=True)
        path = out / f"growth-{ends[0].size}-{ends[1].size}{GROWTH_SUFFIX}"
        put_durably(Disk(), path, request.format())
    show(str(path))


def _is_synthetic(reader: LedgerReader) -> bool:
    opening = Entry.parse(next(reader.entries(0, 1))).record
    return isinstance(opening, Authority) and opening.synthetic
