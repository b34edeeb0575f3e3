"""Vaults in which a command is made to fail, and what must hold after it."""

from pathlib import Path

import msgspec

from ledger.disclosure import Disclosure
from ledger.entry import Entry
from ledger.errors import VaultError
from ledger.records.erasure import Erasure
from ledger.records.sealable import sealed_parts
from ledger.sealing import unseal
from ledger.tree import leaf_hash
from ledger.vault.audience_key import Identity
from ledger.vault.opening import open_record
from tests.faults.injection import Nursery, Outcome, run
from tests.faults.world import (
    AFTER,
    BEFORE,
    DONE,
    World,
    check_ledger,
    check_said,
    require,
    size_of,
)
from tests.ledger.vault.places import (
    BUYER,
    VaultHome,
    built,
    confidential,
    holding,
    make_vault_home,
)

ERASED = 2
"""Index of the entry that is erased."""


# Worlds


def sealed(world: World, _: str) -> None:
    """A ledger of which two entries are sealed, and a file of records to append."""
    place = make_vault_home(world.path)
    place.append(confidential(7), confidential(8))
    records = [
        {"kind": "licence_decision", "record": confidential(number)}
        for number in (900, 901)
    ]
    lines = [msgspec.json.encode(record).decode() for record in records]
    (world.path / "records").write_text("\n".join(lines) + "\n")


def sealed_and_built(world: World, url: str) -> None:
    """The same, and a build for the committee that holds what is sealed."""
    sealed(world, url)
    built(VaultHome(world.home))


def sealed_to_an_old_key(world: World, url: str) -> None:
    """The same, and the audience has a new key."""
    sealed(world, url)
    VaultHome(world.home).audience("commissie", at="new")


# Commands


def append_sealed(world: World) -> list[str]:
    words = ["ledger", "append", f"{world.ledger}", "--signer", f"{world.signer}"]
    return [*words, "--vault", f"{_vault(world)}", f"{world.path / 'records'}"]


def rewrap(world: World) -> list[str]:
    words = ["vault", "rewrap", "--vault", f"{_vault(world)}", "--audience"]
    return [
        *words,
        "commissie",
        "--identity",
        f"{VaultHome(world.home).keys('commissie')}",
    ]


def erase(world: World) -> list[str]:
    words = ["vault", "erase", f"{world.ledger}", f"{ERASED}", "--signer"]
    words += [f"{world.signer}", "--vault", f"{_vault(world)}", "--reference", "V-1"]
    return [*words, "--selection-category", "12.3"]


def _vault(world: World) -> Path:
    return VaultHome(world.home).path


def _builds(world: World) -> Path:
    return world.path / "committee"


# Checks


def check_sealed(world: World, before: bytes | None, outcome: Outcome) -> str:
    """Whatever was published can be opened, and nothing of it stands in clear."""
    state = check_ledger(world, before, size_of(before) + 2, outcome)
    check_opens(world)
    require(not holding(world.ledger, BUYER), "the ledger holds a confidential value")
    VaultHome(world.home).append(confidential(990))
    check_opens(world)
    return state


def check_rewrapped(
    world: World, nursery: Nursery, before: bytes | None, outcome: Outcome
) -> str:
    """Each record opens with one of the keys, and the same command ends the work."""
    state = check_ledger(world, before, size_of(before), outcome)
    place = VaultHome(world.home)
    old, new = place.identity("commissie"), place.identity("new")
    anew = check_opens(world, new, old)
    require(outcome.status or anew, "acknowledged, yet sealed to the old key")
    again = run(nursery, rewrap(world), world.path)
    require(again.status == 0, f"again: {again.err}")
    check_opens(world, new)
    require(
        not check_opens(world, old, new), "something is still sealed to the old key"
    )
    _check_no_remains(world)
    return AFTER if state == BEFORE and anew else state


def check_erased(
    world: World, nursery: Nursery, before: bytes | None, outcome: Outcome
) -> str:
    """What is acknowledged is gone, and the same command ends what was begun."""
    check_said(outcome)
    signed, new = size_of(world.signed()), size_of(before) + 1
    require(signed in {new - 1, new}, f"signed {signed}, not of {new - 1, new}")
    place = VaultHome(world.home)
    kept = place.kept(ERASED) is not None or holding(_builds(world), BUYER) != []
    require(outcome.status or not kept, "acknowledged, yet kept")
    again = run(nursery, erase(world), world.path)
    require(again.status == 0, f"again: {again.err}")
    check_ledger(world, before, new, again)
    require(place.kept(ERASED) is None, "it is still kept")
    require(not holding(_builds(world), BUYER), "a build still holds it")
    records = [Entry.parse(raw).record for raw in _entries(world)]
    erasures = sum(isinstance(record, Erasure) for record in records)
    require(erasures == 1, f"{erasures} erasures are logged")
    check_opens(world, but=ERASED)
    _check_no_remains(world)
    if outcome.status == 0:
        return DONE
    return AFTER if signed == new else BEFORE


def check_opens(world: World, *identities: Identity, but: int | None = None) -> bool:
    """Every entry with digests opens; return whether all do with the first identity."""
    place = VaultHome(world.home)
    keys = identities or (place.identity("commissie"),)
    first = True
    for index, raw in enumerate(_entries(world)):
        record = Entry.parse(raw).record
        if index == but or not any(part.digests for _, part in sealed_parts(record)):
            continue
        found = place.vault.find(index, leaf_hash(raw))
        require(found is not None, f"the vault keeps nothing of entry {index}")
        if found is None:
            continue
        opened: list[Disclosure] = []
        for place_of_key, identity in enumerate(keys):
            try:
                opened = [
                    one for _, one in open_record(place.vault, found[1], identity)
                ]
            except VaultError:
                continue
            first = first and place_of_key == 0
            break
        require(opened, f"entry {index} opens with no key")
        unseal(record, opened)
    return first


def _entries(world: World) -> list[bytes]:
    reader = world.home.reader
    return list(reader.entries(0, reader.checkpoint().size))


def _check_no_remains(world: World) -> None:
    left = [path.name for path in _vault(world).rglob(".*")]
    require(not left, f"the vault keeps {left}")
