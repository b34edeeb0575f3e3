"""Asking witnesses for cosignatures, and what came of it."""

import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from ledger.checkpoint import Checkpoint
from ledger.errors import FormatError, LedgerError, ProofError, SignatureError
from ledger.keys import VerifierKey
from ledger.note import SignatureLine, SignedNote
from ledger.policy import Policy
from ledger.reader import LedgerReader
from ledger.store import Ledger
from ledger.tile_hashes import tile_roots
from ledger.tree import prove_consistency
from ledger.web import post
from ledger.witness.cosigner import SIZE_KIND
from ledger.witness.request import Request

DEADLINE: Final = 10.0
"""Seconds that one witness may take to answer."""

_MAX_ANSWER: Final = 65_536
_SIZE: Final = re.compile(rb"(0|[1-9][0-9]{0,17})\n?")
_OK: Final = 200
_CONFLICT: Final = 409


@dataclass(frozen=True, slots=True, kw_only=True)
class Cosigning:
    """What came of asking the witnesses of a policy.

    Attributes:
        cosigners: Names of the witnesses that cosigned the published checkpoint.
        quorum: Name of the quorum that the policy asks for.
        reached: Whether they reach it.
        troubles: What is wrong with the others, one line each.
    """

    cosigners: tuple[str, ...]
    quorum: str
    reached: bool
    troubles: tuple[str, ...]


def collect(
    ledger: Ledger, policy: Policy, *, ask: bool = True, deadline: float = DEADLINE
) -> Cosigning:
    """Ask every witness that answers at some URL, and publish their cosignatures.

    Args:
        ledger: The ledger.
        policy: Its witnesses.
        ask: Whether to ask; else only to say how the checkpoint stands.
        deadline: Seconds that one witness may take.

    A witness that is down, slow or wrong is part of the result; it stops nothing.

    Raises:
        LockedError: Another writer holds the ledger.
        StorageError: The ledger could not be read or written.
    """
    note = SignedNote.parse(ledger.reader.checkpoint_note())
    urls = sorted({one.url for one in policy.witnesses if one.url and ask})
    troubles: list[str] = []
    lines: list[SignatureLine] = []

    def asked(url: str) -> tuple[SignatureLine, ...]:
        keys = [one.key for one in policy.witnesses if one.url == url]
        return cosignatures(ledger.reader, note, url, keys, deadline=deadline)

    with ThreadPoolExecutor(max_workers=max(1, len(urls))) as pool:
        answers = [(url, pool.submit(asked, url)) for url in urls]
    for url, answer in answers:
        try:
            lines += answer.result()
        except LedgerError as error:
            troubles.append(f"{url}: {error}")
    if lines and not ledger.add_cosignatures(note.text, lines):
        troubles.append("the ledger grew meanwhile; ask again")
    published = SignedNote.parse(ledger.reader.checkpoint_note())
    cosigners = policy.cosigners(published)
    return Cosigning(
        cosigners=tuple(sorted(cosigners)),
        quorum=policy.quorum,
        reached=policy.reaches_quorum(cosigners),
        troubles=tuple(troubles),
    )


def request_for(reader: LedgerReader, note: SignedNote, old: int) -> Request:
    """Return the request for a witness that has seen a checkpoint of some size.

    Raises:
        ProofError: It has seen more than there is.
        StorageError: A file of the ledger is missing.
    """
    size = Checkpoint.parse(note.text).size
    if old > size:
        raise ProofError(
            f"the witness has seen {old} entries and the ledger has {size}: one of"
            " them was restored from a copy, or somebody else signs for this ledger"
        )
    proof = prove_consistency(old, size, tile_roots(reader, size)) if old else []
    return Request(old=old, proof=tuple(proof), note=note)


def cosignatures(
    reader: LedgerReader,
    note: SignedNote,
    url: str,
    keys: Iterable[VerifierKey],
    *,
    deadline: float = DEADLINE,
) -> tuple[SignatureLine, ...]:
    """Ask one witness to cosign a checkpoint, and check what it answers.

    Raises:
        FormatError: The answer is malformed.
        ProofError: The witness refuses, or its answer is not by its keys.
        StorageError: It does not answer.
    """
    address = f"{url.rstrip('/')}/add-checkpoint"
    first = request_for(reader, note, 0).format()
    answer = post(address, first, most=_MAX_ANSWER, deadline=deadline)
    if answer.status == _CONFLICT and answer.kind == SIZE_KIND:
        body = request_for(reader, note, _size(answer.body)).format()
        answer = post(address, body, most=_MAX_ANSWER, deadline=deadline)
    if answer.status != _OK:
        said = answer.body[:200].decode("utf-8", "replace").strip()
        raise ProofError(f"it answers {answer.status}: {said}")
    return sound_lines(answer.body, note, keys)


def sound_lines(
    raw: bytes, note: SignedNote, keys: Iterable[VerifierKey]
) -> tuple[SignatureLine, ...]:
    """Return the cosignatures that pinned keys made over a checkpoint.

    Raises:
        FormatError: They are malformed.
        SignatureError: One is not over this checkpoint, or none is by those keys.
    """
    lines = SignedNote.parse(note.text + b"\n" + raw).signatures
    found = []
    for key in keys:
        for line in lines:
            if key.made(line):
                key.check(line, note.text)
                found.append(line)
    if not found:
        raise SignatureError("none of the cosignatures is by the keys that are pinned")
    return tuple(found)


def _size(raw: bytes) -> int:
    match = _SIZE.fullmatch(raw)
    if match is None:
        raise FormatError("size", f"{raw[:60]!r}")
    return int(match[1])
