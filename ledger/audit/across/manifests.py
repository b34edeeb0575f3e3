"""The publication manifests: a heartbeat every month, and books that go on (R14)."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from ledger.audit.across.account import Account
from ledger.audit.across.facts import Facts
from ledger.audit.across.kept import Ruling
from ledger.audit.finding import Finding
from ledger.records.authority import Authority
from ledger.records.manifest_count import Group
from ledger.records.publication import PublicationManifest

_EARLIEST: Final = timedelta(hours=14)
"""How far the clock is ahead where a month begins first."""

Groups = Counter[Group]


class Manifests:
    """Follows the manifests of a ledger and what stands between them."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._promised: str | None = None
        self._seen: dict[str, tuple[int, PublicationManifest]] = {}
        self._between: Groups = Counter()
        self._spanned = account.first == 0
        self._closed: Counter[tuple[str, str]] = Counter()
        self._withheld: Counter[str] = Counter()

    def take(self, facts: Facts) -> None:
        """Take in a run of entries."""
        for ruling in facts.rulings:
            if isinstance(ruling.record, Authority):
                self._promised = ruling.record.manifest_from
            elif isinstance(ruling.record, PublicationManifest):
                self._between += ruling.counts
                self._account.findings += self._manifest(ruling, ruling.record)
                self._between = Counter()
                self._spanned = True
        self._between += facts.counts
        self._closed += facts.closed
        self._withheld += facts.withheld

    def finish(self) -> None:
        """Judge what could only be judged when everything was seen."""
        self._account.findings += self._missing()
        for period, (index, manifest) in sorted(self._seen.items()):
            before = self._seen.get(_month(_number(period) - 1))
            self._account.findings += _books(index, manifest, before)
            if self._account.whole:
                self._account.findings += self._decided(index, manifest)

    def _manifest(
        self, ruling: Ruling, manifest: PublicationManifest
    ) -> Iterator[Finding]:
        index, period = ruling.entry_index, manifest.period
        if period in self._seen:
            message = (
                f"is a second manifest of {period}; entry {self._seen[period][0]} is"
            )
            yield Finding("manifest_repeated", f"{message} the first", index=index)
        else:
            self._seen[period] = (index, manifest)
        if _begun(ruling.recorded_at) <= period:
            message = f"of {period} was recorded at {ruling.recorded_at.isoformat()}"
            yield Finding("manifest_early", message, index=index)
        if not self._spanned or self._account.damaged:
            self._account.not_judged += 1
            return
        said: Groups = Counter(
            {
                (count.kind, count.rule, count.grounds): count.entries
                for count in manifest.counts
            }
        )
        for group in sorted({*said, *self._between}, key=str):
            if group[0] != "authority" and said[group] != self._between[group]:
                yield _other_count(index, group, said[group], self._between[group])

    def _missing(self) -> Iterator[Finding]:
        first = self._promised or min(self._seen, default=None)
        if first is None:
            return
        if self._account.first and self._seen:
            first = max(first, min(self._seen))
        if self._account.damaged:
            self._account.not_judged += 1
            return
        # The manifest of a month may be written at any time in the month after it.
        due = _number(f"{date.fromordinal(max(self._account.last_day, 1))}"[:7]) - 2
        last = max((due, *map(_number, self._seen)))
        for month in map(_month, range(_number(first), last + 1)):
            if month not in self._seen:
                yield Finding("manifest_missing", f"there is no manifest of {month}")

    def _decided(self, index: int, manifest: PublicationManifest) -> Iterator[Finding]:
        """Hold the books against the decisions of the month."""
        books = manifest.applications
        if books is None:
            return
        stands = Counter(
            {
                outcome: number
                for (month, outcome), number in self._closed.items()
                if month == manifest.period
            }
        )
        withdrawn, not_processed = stands["withdrawn"], stands["not_processed"]
        rest = stands.total() - withdrawn - not_processed
        # How a withheld decision closed its application is not public.
        hidden = self._withheld[manifest.period]
        also = f", and {hidden} that are withheld" if hidden else ""
        counts = (
            ("decided", books.decided, rest),
            ("withdrawn", books.withdrawn, withdrawn),
            ("not processed", books.not_processed, not_processed),
        )
        for what, said, there in counts:
            if not there <= said <= there + hidden:
                message = (
                    f"says that {said} applications were {what} in {manifest.period};"
                    f" the ledger holds {there}{also}"
                )
                yield Finding("books_differ", message, index=index)
                return
        closed = books.decided + books.withdrawn + books.not_processed
        if closed != stands.total() + hidden:
            message = (
                f"says that {closed} applications were closed in {manifest.period}; the"
                f" ledger holds {stands.total()}{also}"
            )
            yield Finding("books_differ", message, index=index)


def _other_count(index: int, group: Group, said: int, there: int) -> Finding:
    kind, rule, grounds = group
    name = " ".join(word for word in (kind, rule, *grounds) if word)
    message = (
        f"counts {said} entries of {name} since the manifest before it; there are"
        f" {there}"
    )
    if kind == "withheld_decision":
        return Finding("withheld_counts_differ", message, index=index)
    return Finding("manifest_counts_differ", message, index=index)


def _books(
    index: int,
    manifest: PublicationManifest,
    before: tuple[int, PublicationManifest] | None,
) -> Iterator[Finding]:
    if before is None:
        return
    ended, begun = before[1].applications, manifest.applications
    if ended is None or begun is None or ended.pending_after == begun.pending_before:
        return
    message = (
        f"begins {manifest.period} with {begun.pending_before} open applications; the"
        f" month before, in entry {before[0]}, ended with {ended.pending_after}"
    )
    yield Finding("books_broken", message, index=index)


def _number(month: str) -> int:
    """Return how many months a month comes after the first that can be written."""
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def _begun(when: datetime) -> str:
    """Return the latest month that has begun anywhere on earth at some time."""
    try:
        return (when + _EARLIEST).isoformat()[:7]
    except OverflowError:  # the last day of all calendars
        return when.isoformat()[:7]
