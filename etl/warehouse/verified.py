"""Ledgers to build from: audited first, or what was added since the last build."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from etl.errors import UnverifiedError, WarehouseError
from etl.warehouse.current import BuiltLedger, Current
from ledger.audit import AuditResult, audit
from ledger.checkpoint import Checkpoint
from ledger.errors import FormatError, StorageError
from ledger.policy import Policy
from ledger.reader import LedgerReader
from ledger.tile_hashes import prefix_root

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerInput:
    """A ledger to build from, and the keys pinned for it.

    Attributes:
        reader: The ledger.
        policy: The keys pinned for it.
        size: How many of its entries to build from; None for all.
    """

    reader: LedgerReader
    policy: Policy
    size: int | None = None

    def up_to(self, size: int) -> "LedgerInput":
        """Return the same ledger as it was at an earlier size."""
        return replace(self, size=size)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A ledger that was audited: from entry ``since`` on, at this time.

    Attributes:
        reader: The ledger.
        checkpoint: What to build from.
        slug: Short name in addresses.
        note: The signed checkpoint; empty when an earlier size is built from.
        since: Size up to which it was audited before.
    """

    reader: LedgerReader
    checkpoint: Checkpoint
    slug: str
    note: str
    since: int

    @property
    def built(self) -> BuiltLedger:
        """What a build of it says of it."""
        checkpoint = self.checkpoint
        return BuiltLedger(
            note=self.note,
            origin=checkpoint.origin,
            root=checkpoint.root_text,
            size=checkpoint.size,
            slug=self.slug,
        )


def verify(
    inputs: Sequence[LedgerInput],
    old: Current | None,
    *,
    processes: int,
    progress: Progress | None,
) -> list[Verified]:
    """Audit ledgers; of those that a sound build holds, what was added since.

    Raises:
        UnverifiedError: One does not verify.
    """
    notes = {} if old is None else {built.origin: built for built in old.ledgers}
    verified: list[Verified] = []
    for given in inputs:
        result = _audited(given, notes, processes, progress)
        if not result.verified or result.checkpoint is None or result.note is None:
            lines = [f"{f.place}: {f.code}: {f.message}" for f in result.findings]
            raise UnverifiedError(
                f"{given.reader.where} does not verify; nothing was built",
                (*lines, *result.could_not_check),
                checked=bool(result.findings),
            )
        slugs = {ledger.slug for ledger in verified}
        whole = given.size in {None, result.checkpoint.size}
        verified.append(
            Verified(
                reader=given.reader,
                checkpoint=_earlier(given, result.checkpoint),
                slug=_slug(result.checkpoint.origin, slugs),
                note=result.note.format().decode() if whole else "",
                since=result.since,
            )
        )
    return verified


def _audited(
    given: LedgerInput,
    notes: Mapping[str, BuiltLedger],
    processes: int,
    progress: Progress | None,
) -> AuditResult:
    told = None if progress is None else partial(progress, "auditing")
    run = partial(audit, given.reader, given.policy, processes=processes, progress=told)
    try:
        now = given.reader.checkpoint()
    except (FormatError, StorageError):
        return run()  # which says what is wrong
    before = notes.get(now.origin)
    # What was built stands in the last build, whose digest was checked: it need not be
    # read again. Of a ledger that did not grow, there is nothing to save.
    if before is not None and before.note and before.size < now.size:
        result = run(since=before.note.encode())
        if result.verified:
            return result
    return run()


def _earlier(given: LedgerInput, checkpoint: Checkpoint) -> Checkpoint:
    """Return the state to build from: that of the checkpoint or one before it."""
    if given.size is None or given.size == checkpoint.size:
        return checkpoint
    if not 0 < given.size < checkpoint.size:
        raise WarehouseError(
            f"{checkpoint.origin} has {checkpoint.size} entries, not {given.size}"
        )
    root = first_root(given.reader, given.size)
    return Checkpoint(origin=checkpoint.origin, size=given.size, root=root)


def _slug(origin: str, taken: set[str]) -> str:
    """Return a short name for addresses: what follows the host in the origin."""
    path = origin.partition("/")[2] or origin
    base = re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-") or "ledger"
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def first_root(reader: LedgerReader, size: int) -> bytes:
    """Return the root over the first entries of a ledger as it is published."""
    return prefix_root(reader, size, within=reader.checkpoint().size)
