"""Opening what a vault keeps, sealing it anew under another key, taking out of it."""

from collections.abc import Callable
from typing import Final

from msgspec.structs import replace

from ledger.disclosure import Disclosure
from ledger.errors import FormatError, VaultError
from ledger.records.sealable import SEAL_COUNTS, sealable_fields
from ledger.records.visibility import VISIBILITIES, Visibility
from ledger.vault.audience_key import Identity
from ledger.vault.keeper import JOINT, Tiered, binding, sealed_to
from ledger.vault.vault_files import (
    Audience,
    SealedTo,
    Vault,
    VaultRecord,
    parse_records,
)

TIERS: Final[dict[str, Visibility]] = {
    path: field.visibility
    for kind in SEAL_COUNTS
    for path, field in sealable_fields(kind).items()
}
"""Who may see a sealed field, by its name; no two kinds have a name in common."""


def open_record(vault: Vault, record: VaultRecord, identity: Identity) -> list[Tiered]:
    """Open what is kept of an entry.

    Raises:
        FormatError: What is sealed is no disclosure of a field that can be sealed.
        VaultError: Nothing of it is sealed to this key, or it was altered.
    """
    found = _sealed_to(record, identity)
    if found is None:
        raise VaultError(f"entry {record.entry} is not sealed to {identity.key.key_id}")
    leaf = bytes.fromhex(record.leaf)
    text = identity.open(found.text, binding(vault.origin, leaf)).decode("latin-1")
    opened = [Disclosure.parse(each) for each in text.rstrip(JOINT).split(JOINT)]
    unknown = [one.name for one in opened if one.name not in TIERS]
    if unknown:
        raise FormatError("vault record", f"{unknown[0]!r} is no field that is sealed")
    return [(TIERS[one.name], one) for one in opened]


def audience_of(vault: Vault, identity: Identity) -> Audience:
    """Return the audience that an identity is of, with this key, old or new.

    Raises:
        VaultError: The vault does not know the key.
    """
    for one in vault.all_keys():
        if one.key == identity.key:
            return one
    raise VaultError(f"{vault.path} knows no key {identity.key.key_id}")


def check_cleared(opener: Audience, others: list[Audience]) -> None:
    """Refuse to seal again for someone who may see what the opener may not.

    Raises:
        VaultError: One of them may see more.
    """
    for other in others:
        if VISIBILITIES.index(other.clearance) > VISIBILITIES.index(opener.clearance):
            raise VaultError(
                f"{other.key.name} may see what {opener.key.name} may not: open with an"
                f" identity cleared for what is {other.clearance}"
            )


def rewrap(vault: Vault, identity: Identity, name: str) -> int:
    """Seal what an identity opens to the key that an audience has now.

    What was sealed to an older key of that audience is overwritten. Entries stay as
    they are: they hold digests only.

    Returns:
        How many records were sealed anew.

    Raises:
        VaultError: There is no such audience, or it may see more than the opener.
    """
    audience = vault.audiences().get(name)
    if audience is None:
        raise VaultError(f"{vault.path} has no audience {name}")
    check_cleared(audience_of(vault, identity), [audience])

    def again(record: VaultRecord) -> VaultRecord:
        if _sealed_to(record, identity) is None or any(
            one.key == audience.key.key_id for one in record.sealed
        ):
            return record
        disclosures = open_record(vault, record, identity)
        leaf = bytes.fromhex(record.leaf)
        texts = sealed_to(vault.origin, leaf, disclosures, [audience])
        others = [one for one in record.sealed if one.audience != name]
        return replace(record, sealed=(*others, *texts))

    return _change(vault, again)


def take_out(
    vault: Vault, record: VaultRecord, fields: frozenset[str], identity: Identity | None
) -> None:
    """Destroy what opens some fields of an entry, or all of them when none is named.

    The salts go with the values. What remains of the record is sealed anew, under a
    key that never sealed what is gone.

    Raises:
        VaultError: A field is not kept, or the identity cannot open the record whole.
    """
    if fields and identity is None:
        raise VaultError("to take out single fields, a key that opens them is needed")

    def without(kept: VaultRecord) -> VaultRecord | None:
        if kept != record:
            return kept
        if not fields or identity is None:
            return None
        disclosures = open_record(vault, kept, identity)
        left = [one for one in disclosures if one[1].name not in fields]
        names = {one.audience for one in kept.sealed}
        audiences = [one for one in vault.audiences().values() if one.key.name in names]
        leaf = bytes.fromhex(kept.leaf)
        texts = sealed_to(vault.origin, leaf, left, audiences)
        return replace(kept, sealed=texts) if texts else None

    _change(vault, without)


def _change(vault: Vault, change: Callable[[VaultRecord], VaultRecord | None]) -> int:
    """Change records, file by file, and return how many changed."""
    changed = 0
    for path in vault.segments():
        before = parse_records(path.read_bytes())
        after = [change(record) for record in before]
        differing = sum(one != other for one, other in zip(before, after, strict=True))
        if differing:
            changed += differing
            vault.replace_segment(path, [one for one in after if one is not None])
    return changed


def _sealed_to(record: VaultRecord, identity: Identity) -> SealedTo | None:
    wanted = identity.key.key_id
    return next((one for one in record.sealed if one.key == wanted), None)
