"""A ledger, its signer, and files to ingest into it, all in one directory."""

import csv
import json
from pathlib import Path
from typing import Any

import msgspec
from typer.testing import CliRunner, Result

from etl.code_lists import data_directory
from etl.ingest.command import app
from ledger.audit import audit
from ledger.entry import Entry
from ledger.policy import Policy
from ledger.reader import LedgerReader
from ledger.records.authority import Authority
from ledger.records.decision import LicenceDecision
from ledger.records.record import Record
from ledger.records.values import Text
from ledger.signer import create_signer
from ledger.store import create_ledger
from tests.ledger.ledgers import TickingClock

MAPPINGS = data_directory() / "mappings"
SHARED = Path(__file__).parents[4] / "shared" / "real"


class Place:
    def __init__(self, path: Path, country: str = "GB", mapping: str = "uk") -> None:
        self.path = path
        self.ledger = path / "ledger"
        self.signer = path / "signer"
        self.mapping = MAPPINGS / f"{mapping}.toml"
        self.origin = f"test.example/{country.lower()}"
        signer = create_signer(self.signer, self.origin)
        opening = Authority(
            country=country,
            office=Text(en="Office"),
            origin=self.origin,
            synthetic=True,
        )
        create_ledger(self.ledger, opening=opening, signer=signer, clock=TickingClock())

    @property
    def reader(self) -> LedgerReader:
        return LedgerReader.at(self.ledger)

    @property
    def policy(self) -> Policy:
        return Policy.parse((self.signer / "policy").read_bytes())

    @property
    def size(self) -> int:
        return self.reader.checkpoint().size

    def records(self) -> list[Record]:
        return [Entry.parse(raw).record for raw in self.reader.entries(1, self.size)]

    def decisions(self) -> list[LicenceDecision]:
        return [one for one in self.records() if isinstance(one, LicenceDecision)]

    def contents(self) -> list[Any]:
        """Every entry without its time and without the hash before it."""
        entries = []
        for raw in self.reader.entries(0, self.size):
            entry = msgspec.json.decode(raw)
            del entry["_prev"], entry["recorded_at"]
            entries.append(entry)
        return entries

    def write(self, text: str | bytes, name: str = "in.csv") -> Path:
        file = self.path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def words(self, file: Path) -> list[str]:
        fixed = ["--mapping", str(self.mapping), "--ledger", str(self.ledger)]
        return [str(file), *fixed, "--signer", str(self.signer)]

    def ingest(self, file: Path, *words: str) -> Result:
        return CliRunner().invoke(app, [*self.words(file), *words])

    def account(self, file: Path, *words: str) -> dict[str, Any]:
        result = self.ingest(file, "--json", *words)
        assert result.stdout, result.stderr
        account: dict[str, Any] = json.loads(result.stdout)
        became = ("appended", "would_append", "corrected", "explained", "rejected")
        assert account["read"] == sum(account[name] for name in became)
        return account

    def rejects(self, name: str = "in.csv") -> list[dict[str, str]]:
        with (self.path / f"{name}.rejects.csv").open(newline="") as file:
            return [
                {name.removeprefix("weegboek_"): cell for name, cell in row.items()}
                for row in csv.DictReader(file)
            ]

    def verified(self) -> bool:
        return audit(self.reader, self.policy).verified
