"""Every parser against what its formatter wrote, spoiled in every way we know."""

from base64 import b64encode
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.checkpoint import Checkpoint
from ledger.errors import FormatError, LedgerError, SignatureError
from ledger.keys import VerifierKey
from ledger.note import SignatureLine, SignedNote
from ledger.policy import Group, Policy, Witness
from ledger.proof import Proof
from ledger.split_view import SplitView
from ledger.tiles import Bundle, Tile, format_bundle, parse_bundle, parse_path
from ledger.witness.client import _size
from ledger.witness.request import Request
from tests.forms import FORMS
from tests.ledger.sample_forms import (
    HASH,
    KEY,
    LINE,
    SAMPLES,
    SIGNED,
    WITNESS,
    sample,
    short,
)
from tests.spoiling import mutated
from tests.strategies import COSIGNERS, SLOW

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
