"""The publication manifest of a month, counted from the ledger itself."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import msgspec

from ledger.entry import Entry
from ledger.errors import FormatError, RecordError
from ledger.reader import LedgerReader
from ledger.records.authority import Authority
from ledger.records.manifest_count import Group, entry_counts, group_of
from ledger.records.publication import ApplicationCount, PublicationManifest
from ledger.records.record import Record
from ledger.records.values import Month
from ledger.tiles import WIDTH


def month_manifest(
    reader: LedgerReader,
    period: str,
    now: datetime,
    *,
    applications: ApplicationCount | None = None,
    code_version: str | None = None,
) -> PublicationManifest:
    """Count every entry since the manifest before, for the manifest of a month.

    Args:
        reader: The ledger, as it is signed.
        period: The month, ``YYYY-MM``.
        now: The present moment; the month must be over by then.
        applications: The applications of the month, when the authority counts them.
        code_version: Version of the software.

    Raises:
        FormatError: The month is none, or an entry is malformed.
        RecordError: The month is not over, or has a manifest already.
        StorageError: A file of the ledger is missing.
    """
    try:
        msgspec.convert(period, Month)
    except msgspec.ValidationError as error:
        raise FormatError("period", f"{period!r} is no month as YYYY-MM") from error
    reference = f"manifest-{period}"
    if period >= f"{now:%Y-%m}":
        reason = f"is not over: it is {now:%Y-%m-%d} now (UTC)"
        raise RecordError(reference, "period", "R14", reason)
    counts: Counter[Group] = Counter()
    for record in _since_last(reader):
        if isinstance(record, PublicationManifest):
            if record.period >= period:
                reason = f"is not after {record.period}, which has a manifest already"
                raise RecordError(reference, "period", "R14", reason)
            break
        if isinstance(record, Authority):  # entry 0: no manifest counts it
            break
        counts[group_of(record)] += 1
    return PublicationManifest(
        applications=applications,
        code_version=code_version,
        counts=entry_counts(counts),
        manifest_ref=reference,
        period=period,
    )


def _since_last(reader: LedgerReader) -> Iterator[Record]:
    """Yield the records of a ledger from the last one back."""
    stop = reader.checkpoint().size
    while stop:
        start = (stop - 1) // WIDTH * WIDTH
        for raw in reversed(list(reader.entries(start, stop))):
            yield Entry.parse(raw).record
        stop = start
