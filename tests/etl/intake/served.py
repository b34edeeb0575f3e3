"""An intake that really listens, and somebody who submits to it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_bytes
from typing import Any

import msgspec
import requests

from etl.intake.tokens import SCOPES, Tokens
from ledger.records.record import Record, kind_of
from tests.ledger.ledgers import Home, make_home, numbered

ROOT = Path(__file__).parents[3]
SYSTEM = "office"


def line(record: Record, **source: str) -> bytes:
    shape: dict[str, Any] = {"kind": kind_of(record), "record": record}
    return msgspec.json.encode(shape | ({"source": source} if source else {}))


def lines(*numbers: int) -> bytes:
    return b"".join(line(numbered(number)) + b"\n" for number in numbers)


@dataclass
class Served:
    """One intake, that can be started, killed, and started again."""

    home: Home
    options: tuple[str, ...] = ()
    token: str = ""
    process: subprocess.Popen[str] | None = None
    port: int = 0
    said: list[dict[str, Any]] = field(default_factory=list)

    @property
    def state(self) -> Path:
        return self.home.path / "intake"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def add_token(self, system: str = SYSTEM, scopes: tuple[str, ...] = SCOPES) -> str:
        self.state.mkdir(exist_ok=True)
        _, text = Tokens(self.state).add(
            system, scopes, now=datetime.now(UTC), days=1, random=token_bytes
        )
        return text

    def start(self) -> None:
        words = [sys.executable, "weegboek.py", "intake", "serve"]
        words += [str(self.home.ledger), "--signer", str(self.home.signer)]
        words += ["--state", str(self.state), "--port", "0", *self.options]
        log = self.home.path / "log"
        with log.open("w") as stderr:
            self.process = subprocess.Popen(words, stderr=stderr, cwd=ROOT, text=True)
        while not (port := self._port(log)):
            assert self.process.poll() is None, log.read_text()
        self.port = port

    def _port(self, log: Path) -> int:
        for text in log.read_text().splitlines(keepends=True):
            if text.endswith("\n") and text.startswith("{"):
                said = json.loads(text)
                if said["event"] == "serving":
                    return int(said["port"])
        return 0

    def log(self) -> list[dict[str, Any]]:
        text = (self.home.path / "log").read_text()
        return [json.loads(one) for one in text.splitlines()]

    def kill(self) -> None:
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def end(self) -> int:
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait()

    def post(
        self, body: bytes, key: str, *, token: str | None = None, **headers: str
    ) -> requests.Response:
        asked = {
            "Authorization": f"Bearer {self.token if token is None else token}",
            "Content-Type": "application/jsonl",
            "Idempotency-Key": key,
        }
        return requests.post(
            f"{self.url}/batches", data=body, headers=asked | headers, timeout=30
        )

    def get(self, path: str, *, token: str | None = None) -> requests.Response:
        bearer = f"Bearer {self.token if token is None else token}"
        return requests.get(
            f"{self.url}{path}", headers={"Authorization": bearer}, timeout=30
        )

    def published(self, batch: str, **page: int) -> dict[str, Any]:
        """Wait until a batch is published, and return its state."""
        query = "&".join(f"{name}={value}" for name, value in page.items())
        while True:
            answer = self.get(f"/batches/{batch}?{query}")
            assert answer.status_code == 200, answer.text
            state: dict[str, Any] = answer.json()
            if state["state"] != "accepted":
                return state


@contextmanager
def served(path: Path, *options: str) -> Iterator[Served]:
    home = make_home(path)
    intake = Served(home, options)
    intake.token = intake.add_token()
    intake.start()
    try:
        yield intake
    finally:
        intake.end()


def references(home: Home) -> list[str]:
    raws = home.reader.entries(1, home.reader.checkpoint().size)
    return [msgspec.json.decode(raw)["record"]["decision_ref"] for raw in raws]
