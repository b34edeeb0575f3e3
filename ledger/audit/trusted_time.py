"""What tokens of pinned authorities show about the time of entries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple, Self

LATE_DAYS: Final = 30
"""Days by default after which an entry that was not there is late (R15)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timestamp:
    """A token that was checked: by an authority that is pinned, over this ledger.

    Attributes:
        size: How many entries it covers.
        stamped_at: By when they were there.
        authority: Who says so: the name in its certificate.
        file: The token, below the ledger.
    """

    size: int
    stamped_at: datetime
    authority: str
    file: str


class UncheckedTimestamp(NamedTuple):
    """A token that shows nothing to this audit: its file, and why not."""

    file: str
    reason: str


class Moment(NamedTuple):
    """A size of the ledger and a time at which it was stamped."""

    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class TrustedTimes:
    """Between which times entries came in, as far as tokens show.

    Attributes:
        moments: What was stamped when.
        late_days: Days after which an entry that was not there is called late.
    """

    moments: tuple[Moment, ...] = ()
    late_days: int = LATE_DAYS

    def around(self, start: int, stop: int) -> Self:
        """Return what says something on the entries from ``start`` to ``stop``.

        So that each bundle is sent no more than it needs.
        """
        within = [one for one in self.moments if start < one.size < stop]
        before, after = self.absent_at(start), self.there_by(stop - 1)
        kept = [one for one in (before, *within, after) if one is not None]
        return type(self)(tuple(kept), self.late_days)

    def there_by(self, index: int) -> Moment | None:
        """Return the first time at which an entry is known to have been there."""
        first: Moment | None = None
        for one in self.moments:
            if one.size > index and (first is None or one.at < first.at):
                first = one
        return first

    def absent_at(self, index: int) -> Moment | None:
        """Return the last time at which an entry was not in what was stamped."""
        last: Moment | None = None
        for one in self.moments:
            if one.size <= index and (last is None or one.at > last.at):
                last = one
        return last
