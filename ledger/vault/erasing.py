"""Erasing: first an entry says so, for everyone; then what opens the digests goes.

Salt, value and the key that sealed them are destroyed together, in the vault, in the
packs that it holds and in the builds that were made from it. A crash between the two
leaves an entry that claims too much: the same erasure again adds no second one, and
finishes the work.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ledger.entry import Entry
from ledger.errors import VaultError
from ledger.reader import LedgerReader
from ledger.records.erasure import Erasure
from ledger.records.event import DecisionEvent
from ledger.records.record import reference_of
from ledger.store import Ledger
from ledger.tree import leaf_hash
from ledger.vault.audience_key import Identity
from ledger.vault.builds import HeldBuilds, check_held, destroy_builds
from ledger.vault.opening import audience_of, check_cleared, open_record, take_out
from ledger.vault.pack import Pack
from ledger.vault.vault_files import PACKS, Vault, VaultRecord


class Ground(NamedTuple):
    """Why, and under which reference, something is destroyed.

    Attributes:
        reference: Reference of the erasure.
        erased_on: The day.
        article: The article of law.
        selection_category: The category of the selection list.
        declaration: Reference of the declaration of destruction.
    """

    reference: str
    erased_on: date
    article: str | None = None
    selection_category: str | None = None
    declaration: str | None = None


class Erased(NamedTuple):
    """What an erasure did.

    Attributes:
        entries: Indices of the entries about which something was destroyed.
        logged: How many erasures were appended.
        packs: Names of the packs that were destroyed.
        builds: Directories whose builds were destroyed.
    """

    entries: tuple[int, ...]
    logged: int
    packs: tuple[str, ...]
    builds: tuple[str, ...] = ()


class _Target(NamedTuple):
    entry_index: int
    leaf: bytes
    reference: str
    kept: VaultRecord | None


def erase(  # noqa: PLR0913 - what, why, and who opens it
    vault: Vault,
    ledger: Ledger,
    entry_index: int,
    fields: frozenset[str],
    ground: Ground,
    *,
    identity: Identity | None = None,
    builds: HeldBuilds = HeldBuilds(),  # noqa: B008 - a tuple, which never changes
) -> Erased:
    """Destroy what opens an entry, or some fields of it, its corrections included.

    Args:
        vault: The vault, which the caller holds.
        ledger: The ledger, to which the erasure is appended.
        entry_index: Index of the entry.
        fields: The fields; all of them when none is named.
        ground: Why.
        identity: What opens the entry; needed only to tell fields apart.
        builds: The builds that were made from the vault, which the caller holds.

    Raises:
        RecordError: There is no ground, or a field is never sealed.
        VaultError: Nothing of the entry or of a field is kept, the identity cannot
            open what has to be sealed again, or a build is not held.
    """
    check_held(vault, builds)
    reader = ledger.reader
    targets = list(_targets(vault, reader, entry_index))
    done = _logged(reader, ground, fields)
    todo = [one for one in targets if _holds(vault, one, fields, identity)]
    fresh = [one for one in todo if one.leaf.hex() not in done]
    if not todo and not done & {one.leaf.hex() for one in targets}:
        what = ", ".join(sorted(fields)) or "anything"
        raise VaultError(f"{vault.path} does not keep {what} of entry {entry_index}")
    if fresh:
        with ledger.appending() as batch:
            for one in fresh:
                batch.append(_erasure(one, fields, ground))
    for one in todo:
        if one.kept is not None:
            take_out(vault, one.kept, fields, identity)
    packs = _destroy_packs(vault, {one.entry_index for one in targets})
    destroyed = destroy_builds(vault, builds)
    return Erased(tuple(one.entry_index for one in todo), len(fresh), packs, destroyed)


def _targets(vault: Vault, reader: LedgerReader, entry_index: int) -> Iterator[_Target]:
    """Yield the entry, and the corrections that seal the same decision again."""
    size = reader.checkpoint().size
    raws = reader.entries(entry_index, size)
    raw = next(raws)
    leaf = leaf_hash(raw)
    yield _target(vault, entry_index, raw)
    for index, later in enumerate(raws, start=entry_index + 1):
        if leaf.hex().encode() not in later:
            continue
        record = Entry.parse(later).record
        if (
            isinstance(record, DecisionEvent)
            and record.decision == leaf.hex()
            and record.corrected is not None
        ):
            yield _target(vault, index, later)


def _target(vault: Vault, index: int, raw: bytes) -> _Target:
    leaf = leaf_hash(raw)
    found = vault.find(index, leaf)
    reference = reference_of(Entry.parse(raw).record)
    return _Target(index, leaf, reference, None if found is None else found[1])


def _holds(
    vault: Vault, one: _Target, fields: frozenset[str], identity: Identity | None
) -> bool:
    """Whether the vault keeps what is to go; refuse what could not be sealed again."""
    if one.kept is None:
        return False
    if not fields:
        return True
    if identity is None:
        raise VaultError("to take out single fields, a key that opens them is needed")
    names = {sealed.audience for sealed in one.kept.sealed}
    known = vault.audiences()
    others = [known[name] for name in names]
    check_cleared(audience_of(vault, identity), others)
    opened = open_record(vault, one.kept, identity)
    return bool(fields & {each.name for _, each in opened})


def _logged(reader: LedgerReader, ground: Ground, fields: frozenset[str]) -> set[str]:
    """Return the leaf hashes of entries of which this very erasure is logged."""
    found: set[str] = set()
    for raw in reader.entries(0, reader.checkpoint().size):
        if b'"kind":"erasure"' in raw:
            record = Entry.parse(raw).record
            if (
                isinstance(record, Erasure)
                and record.erasure_ref.rpartition("/")[0] == ground.reference
                and set(record.fields) == fields
            ):
                found.add(record.entry)
    return found


def _erasure(one: _Target, fields: frozenset[str], ground: Ground) -> Erasure:
    return Erasure(
        article=ground.article,
        declaration=ground.declaration,
        entry=one.leaf.hex(),
        entry_ref=one.reference,
        erased_on=ground.erased_on,
        erasure_ref=f"{ground.reference}/{one.entry_index}",
        fields=tuple(sorted(fields)),
        selection_category=ground.selection_category,
    )


def _destroy_packs(vault: Vault, indices: set[int]) -> tuple[str, ...]:
    """Destroy every pack that the vault holds of some entries."""
    gone: list[str] = []
    paths: Sequence[Path] = sorted((vault.path / PACKS).glob("*.json"))
    for path in paths:
        if indices & set(Pack.parse(path.read_bytes()).entries):
            vault.destroy(path)
            gone.append(path.stem)
    return tuple(gone)
