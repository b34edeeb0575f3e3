"""Every format of the ledger: values to write, its parser and its formatter.

``FORMS`` is the one table that the property tests, the tests of floods and the
fuzzing harness share.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from ledger.checkpoint import Checkpoint
from ledger.disclosure import Disclosure
from ledger.entry import Entry, Source
from ledger.intake import parse_line
from ledger.keys import VerifierKey
from ledger.note import SignatureLine, SignedNote
from ledger.policy import Policy
from ledger.proof import Proof
from ledger.split_view import SplitView
from ledger.tiles import (
    Bundle,
    Tile,
    bundle_path,
    format_bundle,
    format_tile,
    parse_bundle,
    parse_path,
    parse_tile,
    tile_path,
)
from ledger.vault.audience_key import AudienceKey
from ledger.vault.pack import Pack
from ledger.vault.vault_files import format_records, parse_records
from ledger.witness.client import sound_lines
from ledger.witness.request import Request
from tests.strategies import (
    ANY,
    AUDIENCE_KEYS,
    BUNDLE_WIDTH,
    COSIGNED,
    COSIGNERS,
    TILE_WIDTH,
    bundles,
    checkpoints,
    cosignatures,
    disclosures,
    entries,
    evidence,
    inclusion_proofs,
    notes,
    packs,
    places,
    policies,
    requests,
    signature_lines,
    tiles,
    vault_records,
    verifier_keys,
)

OPAQUE = "surrogateescape"


@dataclass(frozen=True, kw_only=True)
class Form:
    """One format.

    Attributes:
        values: What can be written.
        parse: Its parser.
        format: Its formatter; None where nothing writes what is read.
        exact: Whether one value has one spelling only.
    """

    values: ANY
    parse: Callable[[bytes], Any]
    format: Callable[[Any], bytes]
    exact: bool = True


def _intake(entry: Entry) -> bytes:
    """Write an entry's record as the line that could have brought it in."""
    raw = entry.format()
    kind = b'{"kind"' + raw.split(b'"kind"', 1)[1]
    if entry.source is None:
        return kind.rsplit(b',"recorded_at"', 1)[0] + b"}"
    body, rest = kind.rsplit(b',"recorded_at"', 1)
    return body + b',"source"' + rest.split(b',"source"', 1)[1]


def _path_of(place: Tile | Bundle) -> str:
    return tile_path(place) if isinstance(place, Tile) else bundle_path(*place)


def _text(parse: Callable[[str], Any]) -> Callable[[bytes], Any]:
    return lambda raw: parse(raw.decode("utf-8", OPAQUE))


FORMS: dict[str, Form] = {
    "signature line": Form(
        values=signature_lines,
        parse=_text(SignatureLine.parse),
        format=lambda line: line.format().encode(),
    ),
    "note": Form(values=notes, parse=SignedNote.parse, format=SignedNote.format),
    "checkpoint": Form(
        values=checkpoints, parse=Checkpoint.parse, format=Checkpoint.format
    ),
    "verifier key": Form(
        values=verifier_keys(),
        parse=_text(VerifierKey.parse),
        format=lambda key: key.format().encode(),
    ),
    "cosignatures": Form(
        values=cosignatures(),
        parse=lambda raw: sound_lines(raw, COSIGNED, COSIGNERS),
        format=lambda some: "".join(f"{line.format()}\n" for line in some).encode(),
        exact=False,
    ),
    "disclosure": Form(
        values=disclosures,
        parse=_text(Disclosure.parse),
        format=lambda one: one.format().encode(),
    ),
    "audience key": Form(
        values=st.sampled_from(AUDIENCE_KEYS),
        parse=_text(AudienceKey.parse),
        format=lambda key: key.format().encode(),
    ),
    "vault records": Form(
        values=st.lists(vault_records, max_size=3),
        parse=parse_records,
        format=format_records,
    ),
    "pack": Form(values=packs, parse=Pack.parse, format=Pack.to_bytes),
    "path": Form(
        values=places,
        parse=_text(parse_path),
        format=lambda place: _path_of(place).encode(),
    ),
    "tile": Form(
        values=tiles,
        parse=lambda raw: parse_tile(raw, TILE_WIDTH),
        format=format_tile,
    ),
    "bundle": Form(
        values=bundles,
        parse=lambda raw: parse_bundle(raw, BUNDLE_WIDTH),
        format=format_bundle,
    ),
    "proof": Form(values=inclusion_proofs, parse=Proof.parse, format=Proof.format),
    "policy": Form(
        values=policies(), parse=Policy.parse, format=Policy.format, exact=False
    ),
    "request": Form(values=requests, parse=Request.parse, format=Request.format),
    "evidence": Form(values=evidence, parse=SplitView.parse, format=SplitView.format),
    "entry": Form(values=entries, parse=Entry.parse, format=Entry.format),
    "intake": Form(
        values=entries,
        parse=lambda raw: _reread(*parse_line(raw)),
        format=_intake,
        exact=False,
    ),
}
"""Every format, by name."""


def _reread(record: Any, source: Source | None) -> Entry:
    when = datetime(2026, 1, 1, tzinfo=UTC)
    return Entry(previous=bytes(32), record=record, recorded_at=when, source=source)
