"""Values of every format of the ledger, for hypothesis to draw."""

import re
from datetime import UTC
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from msgspec import inspect

from ledger.checkpoint import MAX_SIZE, Checkpoint
from ledger.disclosure import Disclosure
from ledger.entry import Entry, Source
from ledger.keys import PrivateKey, VerifierKey, sign, verifier_key
from ledger.note import SignatureLine, SignedNote
from ledger.policy import Group, Policy, Witness
from ledger.proof import Proof
from ledger.records.record import KINDS
from ledger.split_view import SplitView
from ledger.tiles import Bundle, Tile
from ledger.vault.audience_key import AudienceKey
from ledger.vault.pack import FORMAT as PACK_FORMAT
from ledger.vault.pack import Pack
from ledger.vault.vault_files import SealedTo, VaultRecord
from ledger.witness.request import Request

ANY = SearchStrategy[Any]
BUNDLE_WIDTH, TILE_WIDTH = 3, 2
SLOW = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
"""For properties that draw whole records."""

hashes = st.binary(min_size=32, max_size=32)
proofs = st.lists(hashes, max_size=4).map(tuple)
sizes = st.integers(0, MAX_SIZE) | st.sampled_from([0, 1, 255, 256, MAX_SIZE])
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
_SEEN = st.characters(exclude_categories=["Cs", "Cc"])
lines = st.text(_SEEN, min_size=1, max_size=20)
_MARKS = st.characters(exclude_categories=["Cs", "Cc", "Z"], exclude_characters="+")
names = st.text(_MARKS, min_size=1, max_size=20)
origins = st.from_regex(r"[!-*,-~]{1,30}", fullmatch=True)


# Keys, signatures, notes

signature_lines = st.builds(
    SignatureLine,
    name=names,
    key_id=st.binary(min_size=4, max_size=4),
    signature=st.binary(min_size=1, max_size=80),
)
checkpoints = st.builds(Checkpoint, origin=origins, size=sizes, root=hashes)
notes = st.builds(
    SignedNote,
    text=st.lists(lines | st.just(""), max_size=4).map(
        lambda some: "".join(f"{line}\n" for line in [*some, ""]).encode()
    ),
    signatures=st.lists(signature_lines, min_size=1, max_size=3).map(tuple),
)
signed = st.builds(
    SignedNote,
    text=checkpoints.map(Checkpoint.format),
    signatures=st.lists(signature_lines, min_size=1, max_size=3).map(tuple),
)


@st.composite
def verifier_keys(draw: DrawFn, types: tuple[int, ...] = (1, 4, 6)) -> VerifierKey:
    key_type = draw(st.sampled_from(types))
    size = 1312 if key_type == 6 else 32
    seed = draw(st.binary(min_size=8, max_size=8))
    public = (seed * 164)[:size]
    return VerifierKey(name=draw(names), key_type=key_type, public=public)


# Sealed fields

_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts,
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2)
    ),
    max_leaves=4,
)
disclosures = st.builds(
    Disclosure.make,
    st.binary(min_size=16, max_size=20),
    names.filter(lambda name: name not in {"_sd", "..."}),
    _values,
)


def _audience_key(name: str, seed: int) -> AudienceKey:
    mlkem = MLKEM768PrivateKey.from_seed_bytes(bytes([seed]) * 64)
    x25519 = X25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
    sides = (mlkem.public_key(), x25519.public_key())
    return AudienceKey(name=name, public=b"".join(s.public_bytes_raw() for s in sides))


AUDIENCE_KEYS = [_audience_key("commissie", 1), _audience_key("rekenkamer-2", 2)]
_leaves = st.from_regex(r"[0-9a-f]{64}", fullmatch=True)
_ids = st.from_regex(r"[0-9a-f]{16}", fullmatch=True)
_indices = st.integers(0, 2**53 - 1)
vault_records = st.builds(
    VaultRecord,
    entry=_indices,
    leaf=_leaves,
    sealed=st.lists(
        st.builds(SealedTo, audience=texts, key=_ids, text=st.binary(max_size=20)),
        max_size=2,
    ).map(tuple),
)
packs = st.builds(
    Pack,
    audience=texts,
    entries=st.lists(_indices, max_size=3).map(tuple),
    format=st.just(PACK_FORMAT),
    key=_ids,
    origin=origins,
    text=st.binary(max_size=20),
)


# Policies


@st.composite
def policies(draw: DrawFn) -> Policy:
    words = st.text(
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=" "),
        min_size=1,
        max_size=12,
    )
    logs = draw(_unlike(verifier_keys()))
    keys = draw(_unlike(verifier_keys((4, 6))))
    called = draw(
        st.lists(words, min_size=8, max_size=8, unique=True).filter(
            lambda some: "none" not in some
        )
    )
    urls = st.none() | words
    witnesses = [
        Witness(name=called.pop(), key=key, url=draw(urls)) for key in keys[:4]
    ]
    free, groups = [one.name for one in witnesses], []
    while draw(st.booleans()) and free and called:
        members = draw(st.lists(st.sampled_from(free), min_size=1, unique=True))
        needed = str(draw(st.integers(1, len(members))))
        threshold = draw(st.sampled_from(["all", "any", needed]))
        made = Group(name=called.pop(), threshold=threshold, members=tuple(members))
        groups.append(made)
        free = [one for one in free if one not in members] + [made.name]
    return Policy(
        logs=tuple(logs),
        witnesses=tuple(witnesses),
        groups=tuple(groups),
        quorum=draw(st.sampled_from(["none", *free])),
    )


def _unlike(keys: ANY) -> ANY:
    return st.lists(keys, max_size=3, unique_by=lambda key: key.public)


# Proofs, requests, evidence, tiles

inclusion_proofs = st.builds(
    Proof,
    index=sizes,
    hashes=proofs,
    note=signed,
    extra=st.none() | st.binary(min_size=1, max_size=30),
)
requests = st.builds(Request, old=sizes, proof=proofs, note=signed)
evidence = st.builds(
    SplitView,
    smaller=signed.map(SignedNote.format),
    larger=signed.map(SignedNote.format),
    root=hashes,
    proof=proofs,
)
_numbers = st.integers(0, 10**18 - 1) | st.integers(0, 2000)
_widths = st.integers(1, 256)
places = st.builds(Tile, st.integers(0, 63), _numbers, _widths) | st.builds(
    Bundle, _numbers, _widths
)
tiles = st.lists(hashes, min_size=TILE_WIDTH, max_size=TILE_WIDTH)
bundles = st.lists(
    st.binary(max_size=300), min_size=BUNDLE_WIDTH, max_size=BUNDLE_WIDTH
)


# Entries and every kind of record, out of the types themselves


def values_of(form: inspect.Type) -> ANY:  # noqa: C901, PLR0911, PLR0912 - a table
    match form:
        case inspect.Metadata():
            return values_of(form.type)
        case inspect.StructType():
            kinds = {field.name: values_of(field.type) for field in form.fields}
            return st.builds(form.cls, **kinds)
        case inspect.StrType(pattern=None):
            return texts
        case inspect.StrType(pattern=str(pattern)) if "x00" in pattern:
            return lines
        case inspect.StrType(pattern=str(pattern)):
            shape = pattern.removesuffix(r"(?!\n)").strip("^$")
            return st.from_regex(re.compile(shape, re.ASCII), fullmatch=True)
        case inspect.IntType():
            return st.integers(form.ge, form.le)
        case inspect.LiteralType():
            return st.sampled_from(form.values)
        case inspect.UnionType():
            return st.one_of(*map(values_of, form.types))
        case inspect.VarTupleType():
            return st.lists(values_of(form.item_type), max_size=2).map(tuple)
        case inspect.DateType():
            return st.dates()
        case inspect.BoolType():
            return st.booleans()
        case inspect.NoneType():
            return st.none()
        case _:
            raise NotImplementedError(form)


@cache
def values_for(kind: type) -> ANY:
    return values_of(inspect.type_info(kind))


records = st.sampled_from(sorted(KINDS)).flatmap(lambda kind: values_for(KINDS[kind]))
entries = st.builds(
    Entry,
    previous=hashes,
    record=records,
    recorded_at=st.datetimes(timezones=st.just(UTC)).map(
        lambda when: when.replace(microsecond=0)
    ),
    source=st.none() | values_for(Source),
)


# Cosignatures, by keys that are fixed: what is signed differs

_ED = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
_ML = MLDSA44PrivateKey.from_seed_bytes(bytes(range(32)))
COSIGNED = SignedNote(
    text=Checkpoint(origin="a.example", size=9, root=bytes(32)).format(),
    signatures=(SignatureLine(name="a.example", key_id=b"abcd", signature=b"s"),),
)
COSIGNERS = tuple(verifier_key("w.example", key, cosigning=True) for key in (_ED, _ML))


@st.composite
def cosignatures(draw: DrawFn) -> tuple[SignatureLine, ...]:
    checkpoint = Checkpoint.parse(COSIGNED.text)
    when = st.integers(0, 2**63 - 1)
    signers: list[tuple[PrivateKey, ...]] = [(_ED,), (_ML,), (_ED, _ML)]
    return tuple(
        sign("w.example", key, checkpoint, timestamp=draw(when), cosigning=True)
        for key in draw(st.sampled_from(signers))
    )
