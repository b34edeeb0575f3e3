"""Make the golden ledger from fixed keys and a fixed clock.

    python -m tests.golden.make DIRECTORY

What comes out is byte for byte what is frozen in ``tests/golden/v1``, but for the
signatures by ML-DSA-44, which the library makes with fresh randomness each time.
The keys are no secrets: they sign nothing but this.
"""

import shutil
import sys
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from ledger.intake import parse_line
from ledger.keys import PrivateKey
from ledger.note import SignedNote
from ledger.policy import Group, Policy, Witness
from ledger.proof import prove_entry
from ledger.reader import LedgerReader
from ledger.records.authority import Authority
from ledger.records.values import Text
from ledger.signer import Signer
from ledger.split_view import find_split_view
from ledger.store import Ledger, create_ledger
from ledger.tree import leaf_hash
from ledger.witness.client import request_for, sound_lines
from ledger.witness.cosigner import Cosigner
from tests.ledger.ledgers import TickingClock

HERE: Final = Path(__file__).parent
ORIGIN: Final = "golden.example/nl"
WITNESS: Final = "witness.golden.example"
EVENTS: Final = 253
"""Context events behind the records: they fill the first bundle and begin another."""

_COSIGNED_AT: Final = datetime(2026, 1, 2, tzinfo=UTC)


def keys_of(name: str) -> tuple[PrivateKey, ...]:
    seed = sha256(name.encode()).digest()
    return (
        Ed25519PrivateKey.from_private_bytes(seed),
        MLDSA44PrivateKey.from_seed_bytes(seed),
    )


def make(out: Path) -> None:
    """Make the ledger, its policy, its checkpoints and every kind of evidence."""
    work = out / "work"
    signer = signer_in(work / "signer")
    opening = Authority(
        country="NL", office=Text(nl="Kantoor"), origin=ORIGIN, synthetic=True
    )
    path = out / "ledger"
    ledger = create_ledger(path, opening=opening, signer=signer, clock=TickingClock())
    append_records(ledger)
    _keep(out, ledger)
    shutil.copytree(path, work / "fork")
    shutil.copytree(signer.directory, work / "other")
    append_events(ledger, "event")
    _keep(out, ledger)
    cosigner = _cosigner(work / "witness", signer)
    policy = _policy(signer, cosigner)
    (out / "policy").write_bytes(policy.format())
    _cosign(out, ledger, cosigner)
    _prove(out, ledger.reader)
    later = TickingClock(datetime(2026, 1, 3, tzinfo=UTC))
    fork = Ledger.open(work / "fork", signer_in(work / "other"), later)
    append_events(fork, "other")
    _contradict(out, policy, ledger.reader, fork.reader)
    shutil.rmtree(work)


def signer_in(directory: Path) -> Signer:
    """Return the signer of the golden ledger, in some directory."""
    directory.mkdir(parents=True, exist_ok=True)
    return Signer(directory=directory, origin=ORIGIN, keys=keys_of(ORIGIN))


def _cosigner(directory: Path, signer: Signer) -> Cosigner:
    (directory / "seen").mkdir(parents=True)
    policy, keys = signer.policy(), keys_of(WITNESS)
    return Cosigner(directory=directory, name=WITNESS, keys=keys, policy=policy)


def append_records(ledger: Ledger) -> None:
    """Append a record of each kind; ``@3@`` in one is the leaf hash of entry 3."""
    with ledger.appending() as batch:
        leaves = [leaf_hash(next(ledger.reader.entries(0, 1)))]
        for line in (HERE / "records.jsonl").read_bytes().splitlines():
            for index, leaf in enumerate(leaves):
                line = line.replace(b"@%d@" % index, leaf.hex().encode())  # noqa: PLW2901 - the same line, filled in
            record, source = parse_line(line)
            leaves.append(batch.append(record, source=source).leaf_hash)


def append_events(ledger: Ledger, name: str) -> None:
    """Append many short records."""
    form = (HERE / "event.json").read_bytes()
    with ledger.appending() as batch:
        for number in range(EVENTS):
            text = form.replace(b"NUMBER", f"{name}-{number}".encode())
            batch.append(parse_line(text)[0])


def _policy(signer: Signer, cosigner: Cosigner) -> Policy:
    one, two = cosigner.verifier_keys
    witnesses = (Witness(name="ed25519", key=one), Witness(name="ml-dsa-44", key=two))
    group = Group(name="both", threshold="all", members=("ed25519", "ml-dsa-44"))
    return replace(signer.policy(), witnesses=witnesses, groups=(group,), quorum="both")


def _keep(out: Path, ledger: Ledger) -> None:
    (out / f"at-{ledger.size}").write_bytes(ledger.reader.checkpoint_note())


def _cosign(out: Path, ledger: Ledger, cosigner: Cosigner) -> None:
    note = SignedNote.parse(ledger.reader.checkpoint_note())
    request = request_for(ledger.reader, note, 0).format()
    answer = cosigner.answer(request, _COSIGNED_AT)
    (out / "request.add-checkpoint").write_bytes(request)
    (out / "cosignatures").write_bytes(answer.body)
    lines = sound_lines(answer.body, note, cosigner.verifier_keys)
    ledger.add_cosignatures(note.text, lines)


def _prove(out: Path, reader: LedgerReader) -> None:
    note = SignedNote.parse(reader.checkpoint_note())
    for index in (3, 257):
        proof, entry = prove_entry(reader, index)
        (out / f"entry-{index}.tlog-proof").write_bytes(proof.format())
        (out / f"entry-{index}.entry").write_bytes(entry)
        (out / f"entry-{index}.short.tlog-proof").write_bytes(proof.short().format())
    growth = request_for(reader, note, 6)
    (out / "growth-6-259.add-checkpoint").write_bytes(growth.format())


def _contradict(
    out: Path, policy: Policy, one: LedgerReader, two: LedgerReader
) -> None:
    """Make evidence that two histories were signed."""
    notes = (one.checkpoint_note(), two.checkpoint_note())
    evidence = find_split_view(policy, *notes, two)
    assert evidence is not None
    (out / "split-view.json").write_bytes(evidence.format())


if __name__ == "__main__":
    make(Path(sys.argv[1]))
