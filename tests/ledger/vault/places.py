"""A small ledger with a vault, and the identities of its audiences, for tests."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import msgspec

from ledger.durable import Disk
from ledger.records.confidential import Party
from ledger.records.decision import LicenceDecision
from ledger.vault.audience_key import Identity, load_identity, make_identity
from ledger.vault.builds import remember_build
from ledger.vault.keeper import keeping
from ledger.vault.vault_files import Audience, Vault, VaultRecord, create_vault
from tests.ledger.ledgers import ORIGIN, Home, make_home, numbered

BUYER = "Uitgevonden Gieterij BV"
STATEMENT = "For the pilot line in hall seven."


def random_bytes() -> Callable[[int], bytes]:
    """Return bytes that repeat from run to run, and never within one."""
    numbers = count()

    def random(size: int) -> bytes:
        return sha256(next(numbers).to_bytes(8, "big")).digest()[:size]

    return random


def confidential(number: int) -> LicenceDecision:
    return msgspec.structs.replace(
        numbered(number),
        end_use_statement=STATEMENT,
        end_user=Party(country="TW", name=BUYER),
    )


@dataclass
class VaultHome:
    """A ledger, a vault, and the keys of audiences, each in its directory."""

    home: Home
    random: Callable[[int], bytes] = field(default_factory=random_bytes)

    @property
    def path(self) -> Path:
        return self.home.path / "vault"

    @property
    def vault(self) -> Vault:
        return Vault(self.path)

    def identity(self, name: str) -> Identity:
        return load_identity(self.keys(name))

    def keys(self, name: str) -> Path:
        return self.home.path / "keys" / name

    def audience(self, name: str, clearance: Any = "committee", at: str = "") -> Any:
        made = make_identity(self.keys(at or name), name, disk=Disk())
        self.vault.add_audience(Audience(clearance, made.key))
        return made

    def append(self, *records: Any, disk: Disk | None = None) -> int:
        """Append records with the vault and return the new size."""
        vault = Vault(self.path, disk)
        with (
            keeping(vault, self.random) as keeper,
            self.home.open(disk).appending(keeper) as batch,
        ):
            for record in records:
                batch.append(record)
        return self.home.reader.checkpoint().size

    def kept(self, index: int) -> VaultRecord | None:
        leaf = next(self.home.reader.leaf_hashes(index, index + 1))
        found = self.vault.find(index, leaf)
        return None if found is None else found[1]


def make_vault_home(path: Path) -> VaultHome:
    made = VaultHome(make_home(path, 1))
    create_vault(made.path, ORIGIN, Disk())
    made.audience("commissie")
    return made


def built(place: VaultHome, name: str = "committee") -> Path:
    """Make a directory as a build for the committee leaves it, broken off or not."""
    directory = place.home.path / name
    (directory / ".building" / "spill").mkdir(parents=True)
    with place.vault.held():
        remember_build(place.vault, directory)
    for file in ("weegboek-1.duckdb", "CURRENT.json", ".building/spill/1"):
        (directory / file).write_text(f"{BUYER}\n")
    return directory


def holding(root: Path, text: str) -> list[Path]:
    """Return every file below a directory in which a text stands."""
    wanted = text.encode()
    return [
        file
        for file in root.rglob("*")
        if file.is_file() and wanted in file.read_bytes()
    ]
