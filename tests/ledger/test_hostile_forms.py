"""Every parser against what its formatter wrote, spoiled in every way we know."""

from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ledger.checkpoint import Checkpoint
from ledger.disclosure import Disclosure
from ledger.entry import Entry
from ledger.errors import FormatError, LedgerError, SignatureError
from ledger.intake import parse_line
from ledger.keys import VerifierKey
from ledger.note import SignatureLine, SignedNote
from ledger.policy import Group, Policy, Witness
from ledger.proof import Proof
from ledger.records.framework import Aspect
from ledger.records.record import reference_of
from ledger.records.rules import record_breaches
from ledger.records.values import Text
from ledger.split_view import SplitView
from ledger.tiles import Bundle, Tile, format_bundle, parse_bundle, parse_path
from ledger.vault.pack import FORMAT as PACK_FORMAT
from ledger.vault.pack import Pack
from ledger.vault.vault_files import SealedTo, VaultRecord
from ledger.witness.client import _size
from ledger.witness.request import Request
from tests.ledger.records.sample_records import decision, framework
from tests.strategies import AUDIENCE_KEYS, COSIGNERS, FORMS, entries, mutated

SLOW = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
forms = pytest.mark.parametrize("name", FORMS)


@forms
@SLOW
@given(data=st.data())
def test_what_is_written_reads_back(name: str, data: st.DataObject) -> None:
    form = FORMS[name]
    value = data.draw(form.values)
    read = form.parse(form.format(value))
    if name == "intake":
        assert (read.record, read.source) == (value.record, value.source)
    else:
        assert read == value


@forms
@SLOW
@given(data=st.data())
def test_what_is_read_is_what_would_be_written(name: str, data: st.DataObject) -> None:
    form = FORMS[name]
    raw = data.draw(mutated(form.values.map(form.format)))
    try:
        value = form.parse(raw)
    except LedgerError:
        return  # refused, and by no other error
    if form.exact:
        assert form.format(value) == raw
    elif name != "intake":  # several spellings, but one meaning
        assert form.parse(form.format(value)) == value


@forms
@given(raw=st.binary(max_size=200))
def test_noise_is_refused_by_an_error_of_the_tree(name: str, raw: bytes) -> None:
    form = FORMS[name]
    try:
        value = form.parse(raw)
    except LedgerError:
        return
    assert not form.exact or form.format(value) == raw


# Named cases


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
SPOILED: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda _: b"",
    "a byte order mark": lambda raw: b"\xef\xbb\xbf" + raw,
    "Windows line ends": lambda raw: raw.replace(b"\n", b"\r\n") + b"\r\n",
    "a NUL at the end": lambda raw: raw + b"\0",
    "a newline at the end": lambda raw: raw + b"\n",
    "a space before": lambda raw: b" " + raw,
    "all twice": lambda raw: raw + raw,
    "half of it": lambda raw: raw[: len(raw) // 2],
    "a wrong byte": lambda raw: raw[:-4] + b"\xff" + raw[-3:],
    "a deep nest": lambda _: b"[" * 100_000,
    "a deep nest of objects": lambda _: b'{"a":' * 100_000,
    "a megabyte of digits": lambda _: b"9" * 1_000_000,
}


@forms
@pytest.mark.parametrize("fault", SPOILED)
def test_a_spoiled_file_is_refused_or_is_something_else(name: str, fault: str) -> None:
    form, raw = FORMS[name], SPOILED[fault](sample(name))
    try:
        value = form.parse(raw)
    except LedgerError:
        return
    if form.exact:  # a text that a note could have, hashes that a tile could have
        assert form.format(value) == raw
        assert value != SAMPLES[name]
    else:
        assert fault in {"a newline at the end", "a space before", "Windows line ends"}


NUMBERS = ["", "-1", "+4711", " 4711", "4711 ", "04711", "4_711", "4711.0", "4e3"]
NUMBERS += [
    "\u0664\u0667\u0661\u0661",
    "\uff14\uff17\uff11\uff11",
    "1" * 19,
    "9" * 5_000,
    "9" * 500_000,
    "0x1",
    "4711\0",
]


@pytest.mark.parametrize("number", NUMBERS, ids=short)
@pytest.mark.parametrize("name", ["checkpoint", "proof", "request"])
def test_a_number_has_one_spelling(name: str, number: str) -> None:
    spoiled = sample(name).replace(b"4711", number.encode(), 1)
    with pytest.raises(LedgerError):
        FORMS[name].parse(spoiled)


@pytest.mark.parametrize("size", [2, 31, 33, 64])
@pytest.mark.parametrize("name", ["checkpoint", "proof", "request", "evidence"])
def test_a_hash_has_32_bytes(name: str, size: int) -> None:
    raw = sample(name)
    spoiled = raw.replace(b64encode(HASH), b64encode(HASH[:1] * size))
    with pytest.raises(LedgerError):
        FORMS[name].parse(spoiled)


@pytest.mark.parametrize(
    "text", ["AB==", "AB=", "A===", "A A=", "AA==\n", "AA-_", "ÀA=="]
)
def test_base64_has_one_spelling(text: str) -> None:
    with pytest.raises(LedgerError):
        SignatureLine.parse(f"\N{EM DASH} a {text}")


@pytest.mark.parametrize(
    "path",
    [
        *(
            "tile/0/x000/001",
            "tile/0/1",
            "tile/0/0001",
            "tile/0/001/002",
            "tile/0/X001/002",
        ),
        *("tile/00/001", "tile/64/001", "tile/-1/001", "tile/x/001", "tile/0/001.p/"),
        *("tile/0/001.p/0", "tile/0/001.p/256", "tile/0/001.p/999", "tile/0/001.p/08"),
        *("tile/0/001.p/8/", "/tile/0/001", "tile//0/001", "tile/0/../0/001"),
        *("tile/entries/x000/001", "tile/entries/001.p/256", "tile/data/001"),
        *(
            "tile/0/\u0660\u0660\u0661",
            "tile/0/001\n",
            "tile/8/0/001",
            "tile/0/" + "x001/" * 6 + "001",
        ),
    ],
    ids=short,
)
def test_a_path_has_one_spelling(path: str) -> None:
    with pytest.raises(FormatError):
        parse_path(path)


def test_paths_of_the_specification_are_read() -> None:
    assert parse_path("tile/0/x001/x234/067") == Tile(0, 1_234_067, 256)
    assert parse_path("tile/entries/000.p/1") == Bundle(0, 1)


KEY_LINE, WITNESS_LINE = f"log {KEY.format()}\n", WITNESS.format() + "\n"
SAME_KEY = VerifierKey(name="other.name", key_type=1, public=HASH).format()


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "quorum none none\n",
            "quorum\n",
            "quorum g\nquorum g\n",
            "Quorum none\n",
        ),
        f"quorum w\n{WITNESS_LINE}",
        f"group g 1 w\n{WITNESS_LINE}quorum g\n",
        f"{WITNESS_LINE}group g 1 w\ngroup h 1 w\nquorum g\n",
        f"{WITNESS_LINE}group g 1 g\nquorum g\n",
        f"{WITNESS_LINE}group w 1 w\nquorum w\n",
        f"{WITNESS_LINE}group none 1 w\nquorum none\n",
        f"{WITNESS_LINE}group g 1 none\nquorum g\n",
        f"{WITNESS_LINE}group g 1\nquorum g\n",
        f"{WITNESS_LINE}group g 01 w\nquorum g\n",
        f"{WITNESS_LINE}group g +1 w\nquorum g\n",
        f"{WITNESS_LINE}group g \u0661 w\nquorum g\n",
        f"{WITNESS_LINE}group g {'9' * 5_000} w\nquorum g\n",
        f"{WITNESS_LINE}group g ALL w\nquorum g\n",
        f"{KEY_LINE}log {SAME_KEY}\nquorum none\n",
        f"{KEY_LINE}quorum none # all of them\n",
        f"log\u00a0{KEY.format()}\nquorum none\n",
        f"{KEY_LINE}quorum\u2003none\n",
        *("quorum none\x0b\n", "quorum none\r\n", "\ufeffquorum none\n"),
    ],
    ids=short,
)
def test_a_policy_that_breaks_a_rule_of_tlog_policy_is_refused(text: str) -> None:
    with pytest.raises(FormatError):
        Policy.parse(text.encode())


def test_what_tlog_policy_allows_in_a_policy_is_read() -> None:
    number_sign = VerifierKey(name="a#b", key_type=1, public=HASH)
    raw = (
        f"  # a comment\n\n\t\nlog\t {number_sign.format()}  https://a.example/\n"
        f"{WITNESS_LINE}group \N{KELVIN SIGN} any w\ngroup K 1 \N{KELVIN SIGN}\n"
    ).encode() + b"group \xff\xfe all K\nquorum \xff\xfe"
    policy = Policy.parse(raw)
    assert policy.logs == (number_sign,)
    assert [group.needed for group in policy.groups] == [1, 1, 1]
    assert Policy.parse(policy.format()) == policy


@pytest.mark.parametrize(
    "make",
    [
        lambda: SignedNote(text=b"no newline", signatures=(LINE,)),
        lambda: SignedNote(text=b"\0\n", signatures=(LINE,)),
        lambda: SignedNote(text=b"\xff\n", signatures=(LINE,)),
        lambda: SignedNote(text=b"a\n", signatures=()),
        lambda: SignedNote(text=b"a\n", signatures=(LINE,) * 101),
        lambda: SignedNote(text=b"a\n" * 500_000, signatures=(LINE,)),
        lambda: SignatureLine(name="\udcff", key_id=b"abcd", signature=b"s"),
        lambda: Checkpoint(origin="a", size=10**5_000, root=HASH),
        lambda: Checkpoint(origin="a" * 256, size=1, root=HASH),
        lambda: Proof(index=-1, hashes=(), note=SIGNED),
        lambda: Proof(index=0, hashes=(HASH,) * 64, note=SIGNED),
        lambda: Request(old=10**18, proof=(), note=SIGNED),
        lambda: Witness(name="two words", key=WITNESS.key),
        lambda: Witness(name="\udcc3\udca9", key=WITNESS.key),  # reads back as é
        lambda: Witness(name="w", key=WITNESS.key, url=""),
        lambda: Group(name="g", threshold="2", members=("w",)),
        lambda: Policy(logs=(), quorum="nobody"),
        lambda: SplitView(smaller=b"", larger=b"", root=HASH, proof=()),
        lambda: format_bundle([bytes(65_536)]),
    ],
)
def test_what_could_not_be_read_back_cannot_be_made(make: Callable[[], object]) -> None:
    with pytest.raises(FormatError):
        make()


def test_the_largest_entry_of_a_bundle_is_read_and_one_byte_more_is_not() -> None:
    raw = format_bundle([bytes(65_535), b"", b"a"])
    assert [len(one) for one in parse_bundle(raw, 3)] == [65_535, 0, 1]
    for spoiled, width in ((raw + b"\0", 3), (raw, 2), (raw, 4), (raw + b"\0\0", 3)):
        with pytest.raises(FormatError):
            parse_bundle(spoiled, width)


# Entries: JSON, but one spelling of it

RAW = ENTRY.format()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"minor":150', b'"minor":9007199254740992'),
        (b'"minor":150', b'"minor":150.0'),
        (b'"minor":150', b'"minor":1.5e2'),
        (b'"minor":150', b'"minor":0150'),
        (b'"minor":150', b'"minor":-0'),
        (b'"minor":150', b'"minor":NaN'),
        (b'"minor":150', b'"minor":Infinity'),
        (b'"minor":150', b'"minor":"150"'),
        (b'"minor":150', b'"minor":true'),
        (b'"minor":150', b'"minor":' + b"9" * 60_000),
        (b'"minor":150', b'"minor":150,"minor":150'),
        (b'"minor":150', b'"minor":' + b"[" * 60_000),
        (b'"kind"', b'"kind":"context_event","kind"'),
        (b"De afnemer", b"\\u0044e afnemer"),
        (b"De afnemer", b"\\ud800e afnemer"),
        (b"De afnemer", b"\xed\xa0\x80"),
        (b"De afnemer", b"De\\/afnemer"),
        (b"De afnemer", b"De\nafnemer"),
        (b'"end_user"', b'"end_user\\n"'),
        (b'"framework":"abab', b'"framework":"ABab'),
        (b'abab","goals"', b'abab\\n","goals"'),
        (b'"schema":1', b'"schema":2'),
        (b'"schema":1', b'"schema":1.0'),
        (b'"schema":1', b'"schema":1,"source":null'),
        (b'"schema":1', b'"schema":1,"sortie":1'),
        (b'{"_prev"', b'{ "_prev"'),
        (b"05Z", b"05.5Z"),
        (b"05Z", b"05+00:00"),
        (b"2026-01-02T03:04:05Z", b"0001-01-01T00:00:00+23:59"),
        (b"2026-01-02T03:04:05Z", b"9999-12-31T23:59:59-23:59"),
        (b"2026-01-02T03:04:05Z", b"2026-01-02T03:04:05"),
        (b'"2022-03-04"', b'"2022-02-30"'),
        (b'{"_prev":"00', b'{"_prev":"0 '),
    ],
    ids=short,
)
def test_an_entry_has_one_spelling(old: bytes, new: bytes) -> None:
    assert old in RAW
    with pytest.raises(FormatError) as caught:
        Entry.parse(RAW.replace(old, new, 1))
    assert len(str(caught.value)) < 1_000  # however much the entry holds


def test_keys_in_another_order_are_refused() -> None:
    before, after = b'"kind":"licence_decision",', b'"schema":1,'
    moved = RAW.replace(before, b"").replace(b'"schema":1', before + b'"schema":1')
    assert after[:-1] in moved
    with pytest.raises(FormatError, match="does not begin with hash and known kind"):
        Entry.parse(moved)


@pytest.mark.parametrize("extra", [0, 1])
def test_an_entry_ends_at_65535_bytes(extra: int) -> None:
    goals = tuple(
        Aspect(code=f"G{number}", label=Text(en="x" * 7_100)) for number in range(9)
    )
    rest = 65_535 + extra - len(entry_of(goals).format())
    last = Aspect(code="G8", label=Text(en="x" * (7_100 + rest)))
    made = entry_of((*goals[:8], last))
    if extra:
        with pytest.raises(FormatError, match="65536"):
            made.format()
    else:
        assert len(made.format()) == 65_535
        assert Entry.parse(made.format()) == made


def entry_of(goals: tuple[Aspect, ...]) -> Entry:
    record = replace(framework(), goals=goals)
    when = datetime(2026, 1, 1, tzinfo=UTC)
    return Entry(previous=HASH, record=record, recorded_at=when)


@SLOW
@given(entry=entries)
def test_no_record_that_fits_its_schema_breaks_the_rules_themselves(
    entry: Entry,
) -> None:
    assert all(breach.rule for breach in record_breaches(entry.record))
    assert reference_of(entry.record)


@pytest.mark.parametrize(
    "line",
    [
        *(b"", b"{", b"null", b"[]", b'{"kind":1}', b"[" * 100_000, b"\xff"),
        b'{"kind":"decision_event","kind":"decision_event","record":{}}',
        FORMS["intake"].format(ENTRY).replace(b'"minor":150', b'"minor":1,"minor":150'),
        FORMS["intake"].format(ENTRY).replace(b'"minor":150', b'"minor":1e400'),
        b" " * 1_000_001,
    ],
    ids=short,
)
def test_a_line_that_is_ambiguous_or_no_record_is_refused(line: bytes) -> None:
    with pytest.raises(FormatError):
        parse_line(line)


@pytest.mark.parametrize(
    "raw", [b"", b"-1\n", b"+1", b"01", b" 1", b"1_0", b"9" * 5_000], ids=short
)
def test_the_size_that_a_witness_names_has_one_spelling(raw: bytes) -> None:
    with pytest.raises(FormatError):
        _size(raw)
    assert _size(b"4711\n") == 4711


@given(signature=st.binary(min_size=1, max_size=2_500), text=st.binary(max_size=80))
@pytest.mark.parametrize("key", [KEY, *COSIGNERS], ids=lambda key: key.algorithm)
def test_no_signature_does_more_than_not_verify(
    key: VerifierKey, signature: bytes, text: bytes
) -> None:
    line = SignatureLine(name=key.name, key_id=key.key_id, signature=signature)
    with pytest.raises(SignatureError):
        key.check(line, text)
