"""A sound value of every format, the same in each run, to spoil by name."""

from datetime import UTC, datetime
from typing import Any

from ledger.checkpoint import Checkpoint
from ledger.disclosure import Disclosure
from ledger.entry import Entry
from ledger.keys import VerifierKey
from ledger.note import SignatureLine, SignedNote
from ledger.policy import Group, Policy, Witness
from ledger.proof import Proof
from ledger.split_view import SplitView
from ledger.tiles import Tile
from ledger.vault.pack import FORMAT as PACK_FORMAT
from ledger.vault.pack import Pack
from ledger.vault.vault_files import SealedTo, VaultRecord
from ledger.witness.request import Request
from tests.forms import FORMS
from tests.ledger.records.sample_records import decision
from tests.strategies import AUDIENCE_KEYS


def short(case: object) -> str:
    return repr(case)[:30]


def sample(name: str) -> bytes:
    """One sound spelling, the same in each run."""
    form = FORMS[name]
    return form.format(SAMPLES[name])


HASH = bytes(range(32))
LINE = SignatureLine(name="a.example", key_id=b"abcd", signature=b"signature")
SIGNED = SignedNote(
    text=Checkpoint(origin="a.example", size=4711, root=HASH).format(),
    signatures=(LINE,),
)
KEY = VerifierKey(name="a.example", key_type=1, public=HASH)
WITNESS = Witness(name="w", key=VerifierKey(name="w.x", key_type=4, public=HASH))
ENTRY = Entry(
    previous=HASH,
    record=decision(),
    recorded_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
)
SEALED = SealedTo(audience="commissie", key="00" * 8, text=HASH)
SAMPLES: dict[str, Any] = {
    "signature line": LINE,
    "note": SIGNED,
    "checkpoint": Checkpoint.parse(SIGNED.text),
    "verifier key": KEY,
    "cosignatures": (LINE,),
    "disclosure": Disclosure.make(HASH, "end_user", {"name": "Ondernéming"}),
    "audience key": AUDIENCE_KEYS[0],
    "vault records": [VaultRecord(entry=7, leaf=HASH.hex(), sealed=(SEALED,))],
    "pack": Pack(
        audience="commissie",
        entries=(7,),
        format=PACK_FORMAT,
        key="00" * 8,
        origin="a.example",
        text=HASH,
    ),
    "path": Tile(0, 1_234_067, 8),
    "tile": [HASH, HASH],
    "bundle": [b"", b"abc", bytes(300)],
    "proof": Proof(index=4711, hashes=(HASH,), note=SIGNED, extra=b"extra"),
    "policy": Policy(
        logs=(KEY,),
        witnesses=(WITNESS,),
        groups=(Group(name="g", threshold="1", members=("w",)),),
        quorum="g",
    ),
    "request": Request(old=4711, proof=(HASH,), note=SIGNED),
    "evidence": SplitView(
        smaller=SIGNED.format(), larger=SIGNED.format(), root=HASH, proof=(HASH,)
    ),
    "entry": ENTRY,
    "intake": ENTRY,
}
