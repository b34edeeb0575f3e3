"""Witnesses of a ledger under test, asked directly or over HTTP."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from ledger.checkpoint import Checkpoint
from ledger.note import SignatureLine, SignedNote
from ledger.policy import Group, Policy, Witness
from ledger.web import Answer
from ledger.witness.client import request_for
from ledger.witness.cosigner import Cosigner, create_cosigner
from ledger.witness.server import WitnessServer
from tests.ledger.ledgers import Home

NOW = datetime(2026, 11, 24, tzinfo=UTC)
NOTE = SignedNote(
    text=Checkpoint(origin="a.example", size=9, root=bytes(32)).format(),
    signatures=(SignatureLine(name="a.example", key_id=b"abcd", signature=b"s"),),
)


def witness_of(home: Home, name: str = "rekenkamer.example") -> Cosigner:
    return create_cosigner(home.path / name, name, home.policy.logs)


def ask(home: Home, cosigner: Cosigner, old: int) -> Answer:
    request = request_for(home.reader, home.note(), old)
    return cosigner.answer(request.format(), NOW)


@contextmanager
def running(cosigner: Cosigner) -> Iterator[str]:
    said: list[str] = []
    server = WitnessServer(("127.0.0.1", 0), cosigner, lambda: NOW, said.append)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def with_witnesses(home: Home, quorum: str, urls: dict[Cosigner, str]) -> Policy:
    witnesses = tuple(
        Witness(name=f"{one.name}-{key.key_type}", key=key, url=url)
        for one, url in urls.items()
        for key in one.verifier_keys
    )
    names = tuple(one.name for one in witnesses)
    groups = (Group(name="toezicht", threshold=quorum, members=names),)
    return Policy(
        logs=home.policy.logs, witnesses=witnesses, groups=groups, quorum="toezicht"
    )
