"""The files of a vault: whose it is, its audiences, and what is sealed to them.

::

    vault.json             the ledger that it belongs to
    audiences              one line each: who it is cleared for, and its key
    records/<index>.jsonl  lines of sealed disclosures, from the entry of that index on
    packs/<name>.json      the disclosure packs that were made

Files are added; one is replaced only when a key is changed or something is erased,
and what it was is then overwritten. A line of an index that the ledger does not have,
or has with another leaf hash, is what a broken append left: nobody reads it.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from ledger.durable import TEMPORARY, Disk, put_durably
from ledger.errors import ExistsError, FormatError, StorageError, VaultError
from ledger.key_files import PRIVATE
from ledger.lock import WAIT, locked
from ledger.records.values import Count, LeafHash, Value
from ledger.records.visibility import VISIBILITIES, Visibility
from ledger.vault.audience_key import AudienceKey

FORMAT: Final = "weegboek vault 1"
OLD: Final = ".old-"
"""How the second name of a file begins that is to be overwritten."""

_ABOUT: Final = "vault.json"
_AUDIENCES: Final = "audiences"
RECORDS: Final = "records"
PACKS: Final = "packs"


class About(Value, frozen=True, kw_only=True):
    """Which ledger a vault belongs to."""

    format: str
    origin: str


class Audience(NamedTuple):
    """Who may open what is sealed to a key.

    Attributes:
        clearance: The narrowest tier that it may see, ``committee`` or ``classified``.
        key: Its public key.
    """

    clearance: Visibility
    key: AudienceKey

    def may_see(self, visibility: Visibility) -> bool:
        """Whether something of a tier is for this audience."""
        return VISIBILITIES.index(visibility) <= VISIBILITIES.index(self.clearance)


class SealedTo(Value, frozen=True, kw_only=True):
    """Disclosures, joined by tildes and sealed to one key.

    Attributes:
        audience: Name of the audience.
        key: Its key's id.
        text: The encapsulated key and the sealed text, as HPKE has them.
    """

    audience: str
    key: str
    text: bytes


class VaultRecord(Value, frozen=True, kw_only=True):
    """What a vault keeps of one entry.

    Attributes:
        entry: The index of the entry.
        leaf: Its leaf hash.
        sealed: What is sealed, once for each audience.
    """

    entry: Count
    leaf: LeafHash
    sealed: tuple[SealedTo, ...]


_RECORDS: Final = msgspec.json.Decoder(VaultRecord)


def format_records(records: Iterable[VaultRecord]) -> bytes:
    """Write records, one a line."""
    return msgspec.json.Encoder().encode_lines(list(records))


def parse_records(raw: bytes) -> list[VaultRecord]:
    """Read records.

    Raises:
        FormatError: They are not exactly what ``format_records`` writes.
    """
    try:
        records = _RECORDS.decode_lines(raw)
    except (msgspec.MsgspecError, ValueError) as error:
        raise FormatError("vault record", str(error)[:300]) from error
    if format_records(records) != raw:
        raise FormatError("vault record", "not in its one spelling")
    return records


class Vault:
    """A vault on disk."""

    def __init__(self, path: Path, disk: Disk | None = None) -> None:
        self.path = path
        self.disk = disk or Disk()
        try:
            raw = (path / _ABOUT).read_bytes()
            about = msgspec.json.decode(raw, type=About)
        except OSError as error:
            raise StorageError(f"{path} is no vault: {error.strerror}") from error
        except msgspec.MsgspecError as error:
            raise FormatError("vault", str(error)[:300]) from error
        if about.format != FORMAT:
            raise FormatError("vault", f"its format is {about.format!r}")
        self.origin = about.origin

    @contextmanager
    def held(self, wait: float = WAIT) -> Iterator[None]:
        """Hold the vault's lock, and clear away what was broken off.

        Raises:
            LockedError: Another holds it.
        """
        with locked(self.path, wait=wait):
            for path in sorted(self.path.rglob(".*")):
                if path.name.startswith((OLD, TEMPORARY)):
                    self.destroy(path)
            yield

    def audiences(self) -> dict[str, Audience]:
        """Return the audiences by name, each with the key it has now.

        Raises:
            FormatError: The file of audiences is malformed.
        """
        return {one.key.name: one for one in self.all_keys()}

    def all_keys(self) -> list[Audience]:
        """Return every key that any audience has had, in order.

        Raises:
            FormatError: The file of audiences is malformed.
        """
        path = self.path / _AUDIENCES
        lines = path.read_text("ascii").splitlines() if path.exists() else []
        found = []
        for line in lines:
            clearance, _, key = line.partition(" ")
            if clearance not in {"committee", "classified"}:
                raise FormatError("audiences", f"clearance {clearance!r}")
            tier: Visibility = "committee" if clearance == "committee" else "classified"
            found.append(Audience(tier, AudienceKey.parse(key)))
        return found

    def add_audience(self, audience: Audience) -> None:
        """Add an audience, or give one a new key; what is sealed stays as it is.

        Raises:
            VaultError: The very key is there.
        """
        keys = self.all_keys()
        if audience.key in {one.key for one in keys}:
            raise VaultError(f"key {audience.key.key_id} is there already")
        lines = [f"{one.clearance} {one.key.format()}\n" for one in [*keys, audience]]
        raw = "".join(lines).encode()
        put_durably(self.disk, self.path / _AUDIENCES, raw, mode=PRIVATE)

    def segments(self) -> list[Path]:
        """Return the files of records in order."""
        return sorted((self.path / RECORDS).glob("[0-9]*.jsonl"))

    def put_segment(self, records: Sequence[VaultRecord]) -> Path:
        """Write records to a file of their own, durably."""
        path = self.path / RECORDS / f"{records[0].entry:018}.jsonl"
        put_durably(self.disk, path, format_records(records), mode=PRIVATE)
        if path.read_bytes() != format_records(records):
            raise StorageError(f"{path} does not read back as it was written")
        return path

    def replace_segment(self, path: Path, records: Sequence[VaultRecord]) -> None:
        """Put records in place of those of a file, and overwrite what was there."""
        old = path.with_name(f"{OLD}{path.name}")
        self.disk.link(path, old)
        if records:
            put_durably(self.disk, path, format_records(records), mode=PRIVATE)
        else:
            self.disk.remove(path)
        self.destroy(old)

    def destroy(self, path: Path) -> None:
        """Overwrite a file and remove it; under another name that it has, it stays."""
        if path.stat().st_nlink == 1:
            self.disk.overwrite(path)
        self.disk.remove(path)
        self.disk.sync_directory(path.parent)

    def find(self, index: int, leaf: bytes) -> tuple[Path, VaultRecord] | None:
        """Return what is kept of an entry and the file where, or None.

        Raises:
            FormatError: A file is malformed.
        """
        for path in reversed(self.segments()):
            if int(path.stem) > index:
                continue
            for record in parse_records(path.read_bytes()):
                if record.entry == index and record.leaf == leaf.hex():
                    return path, record
        return None


def create_vault(path: Path, origin: str, disk: Disk) -> Vault:
    """Make a vault for a ledger.

    Raises:
        ExistsError: Something is there already.
    """
    if path.exists() and any(path.iterdir()):
        raise ExistsError(f"{path} is not empty: creating never overwrites")
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in (RECORDS, PACKS):
        disk.make_directory(path / name)
    about = msgspec.json.encode(About(format=FORMAT, origin=origin))
    put_durably(disk, path / _ABOUT, about, mode=PRIVATE)
    return Vault(path, disk)
