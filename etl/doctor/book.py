"""The ledger and its signer, as the next append will find them."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from etl.doctor.check import Check, failed, ok, unknown, warning
from ledger.beyond import files_beyond
from ledger.durable import TEMPORARY
from ledger.entry import Entry
from ledger.errors import FormatError, LedgerError, LockedError, SignerError
from ledger.lock import locked
from ledger.note import SignedNote
from ledger.reader import LedgerReader
from ledger.records.ingest_run import IngestRun
from ledger.signer import Signer, load_signer
from ledger.tiles import WIDTH

_OTHERS_WRITE: Final = 0o022
_OTHERS: Final = 0o077
_FAR: Final = 100 * WIDTH
"""Entries at the end of the ledger among which the last run is looked for."""


def key_check(directory: Path, passphrase: str | None) -> tuple[Check, Signer | None]:
    """Look whether the signer's keys open."""
    try:
        signer = load_signer(directory, passphrase=passphrase)
    except SignerError as error:
        return failed("keys", str(error)), None
    return ok("keys", f"{len(signer.keys)} keys of {signer.origin} open"), signer


def permission_check(ledger: Path, signer: Path) -> Check:
    """Look who may write the ledger and read the keys."""
    troubles = [
        f"this user may not write {path}"
        for path in (ledger, signer)
        if not os.access(path, os.R_OK | os.W_OK | os.X_OK)
    ]
    if ledger.resolve() in {signer.resolve(), *signer.resolve().parents}:
        troubles.append(f"{signer} lies within the ledger, which is published")
    try:
        if ledger.stat().st_mode & _OTHERS_WRITE:
            troubles.append(f"others may write {ledger}; run: chmod go-w {ledger}")
        if signer.stat().st_mode & _OTHERS:
            troubles.append(f"others may enter {signer}; run: chmod 700 {signer}")
    except OSError as error:
        troubles.append(f"{error.filename}: {error.strerror}")
    if troubles:
        return failed("permissions", "; ".join(troubles))
    return ok("permissions", "only this user may write the ledger and see the keys")


def agreement_check(reader: LedgerReader, signer: Signer) -> Check:
    """Look whether what is published is what the signer signed last."""
    name = "checkpoint"
    try:
        signed = signer.last_signed()
        published = signer.verify(reader.checkpoint_note())
        last = None if signed is None else signer.verify(signed)
    except (LedgerError, OSError) as error:
        return failed(name, str(error))
    if last is None or published.size > last.size:
        return failed(name, "the signer did not sign it; was the signer put back?")
    if published.size < last.size:
        return warning(
            name,
            f"size {last.size} is signed and {published.size} published: the next"
            " append publishes it",
        )
    if published != last:
        return failed(name, "another one than the signer signed; see: audit run")
    lines = SignedNote.parse(reader.checkpoint_note()).signatures
    return ok(name, f"size {published.size}, {len(lines)} signatures")


def writer_check(ledger: Path) -> Check:
    """Look whether somebody is writing."""
    try:
        with locked(ledger, wait=0):
            return ok("writer", "nobody holds the ledger")
    except LockedError:
        return ok("writer", "somebody is appending at this moment")
    except LedgerError as error:
        return failed("writer", str(error))


def leftover_check(ledger: Path, signer: Path, size: int) -> Check:
    """Look what an append that was broken off has left."""
    beyond = list(files_beyond(ledger, size))
    unfinished = [
        path for place in (ledger, signer) for path in place.glob(f"{TEMPORARY}*")
    ]
    count = len(beyond) + len(unfinished)
    if count:
        return warning(
            "leftovers",
            f"{count} files of an append that was broken off; the next one takes them"
            " away or writes over them",
        )
    return ok("leftovers", "none")


def last_recorded(reader: LedgerReader) -> datetime:
    """Return when the last entry was recorded.

    Raises:
        LedgerError: The ledger cannot be read.
    """
    size = reader.checkpoint().size
    return Entry.parse(next(reader.entries(size - 1, size))).recorded_at


def age_check(recorded: datetime, now: datetime, most: timedelta) -> Check:
    """Look how long ago something was appended."""
    age = now - recorded
    said = f"the last entry is {_hours(age)} old"
    if age > most:
        return warning("checkpoint_age", f"{said}, over {_hours(most)}")
    return ok("checkpoint_age", said)


def run_check(reader: LedgerReader, now: datetime, most: timedelta) -> Check:
    """Look how long ago a run of ``ingest`` appended something."""
    name = "last_run"
    try:
        found = _last_run(reader)
    except (LedgerError, OSError) as error:
        return unknown(name, str(error))
    if found is None:
        return warning(name, f"no run among the last {_FAR} entries")
    run, when = found
    rejected = f"{run.rows.rejected} of {run.rows.read} rows rejected"
    said = f"{run.run_ref} of {run.system}, {_hours(now - when)} ago, {rejected}"
    if now - when > most:
        return warning(name, f"{said}; over {_hours(most)}")
    return ok(name, said)


def _last_run(reader: LedgerReader) -> tuple[IngestRun, datetime] | None:
    for raw in _backwards(reader):
        if b'"kind":"ingest_run"' not in raw[:120]:
            continue
        entry = Entry.parse(raw)
        if isinstance(entry.record, IngestRun):
            return entry.record, entry.recorded_at
    return None


def _backwards(reader: LedgerReader) -> Iterator[bytes]:
    size = reader.checkpoint().size
    for stop in range(size, max(size - _FAR, 0), -WIDTH):
        yield from reversed(list(reader.entries(max(stop - WIDTH, 0), stop)))


def _hours(span: timedelta) -> str:
    hours = span.total_seconds() / 3600
    return f"{hours:.1f} hours"


def opening_check(reader: LedgerReader) -> Check:
    """Look whether the ledger opens at all."""
    try:
        checkpoint = reader.checkpoint()
    except (LedgerError, FormatError, OSError) as error:
        return failed("ledger", str(error))
    return ok("ledger", f"{checkpoint.origin}, {checkpoint.size} entries")
