import base64
import json
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ledger.checkpoint import Checkpoint
from ledger.errors import FormatError, QuorumError, SignatureError
from ledger.keys import PrivateKey, VerifierKey, sign, signed_at, verifier_key
from ledger.note import SignatureLine, SignedNote
from ledger.policy import Policy

EXAMPLE, GO = json.loads(
    (Path(__file__).parents[1] / "vectors" / "signed_note.json").read_text()
)
ED = Ed25519PrivateKey.generate()
ML = MLDSA44PrivateKey.generate()
NAME = "test.example/nl"
CHECKPOINT = Checkpoint(origin=NAME, size=923748, root=bytes(range(32)))


def numbered() -> Callable[[object], str]:
    """Name cases by their number: those with fresh keys differ from run to run."""
    numbers = count()
    return lambda _: str(next(numbers))


def note_of(checkpoint: Checkpoint = CHECKPOINT, name: str = NAME) -> SignedNote:
    lines = tuple(
        sign(name, key, checkpoint, timestamp=1_700_000_000) for key in (ED, ML)
    )
    return SignedNote(text=checkpoint.format(), signatures=lines)


POLICY = Policy(logs=(verifier_key(NAME, ED), verifier_key(NAME, ML)))


def test_the_example_key_of_the_specification_verifies_its_example() -> None:
    key = VerifierKey.parse(EXAMPLE["vkey"])
    blob = base64.b64decode(EXAMPLE["signature"])
    assert blob[:4] == key.key_id
    line = SignatureLine(name=key.name, key_id=blob[:4], signature=blob[4:])
    key.check(line, EXAMPLE["text"].encode())
    with pytest.raises(SignatureError):
        key.check(line, b"This is another message.\n")


def test_a_real_checkpoint_of_another_log_reads_as_a_note_text() -> None:
    # The name of Go's database holds spaces, which today's rules for keys refuse;
    # its signature is by a key whose bytes are public.
    blob = base64.b64decode(GO["signature"])
    public = base64.b64decode(GO["vkey"].split("+", 2)[2])[1:]
    Ed25519PublicKey.from_public_bytes(public).verify(blob[4:], GO["text"].encode())
    with pytest.raises(FormatError, match="key name"):
        VerifierKey.parse(GO["vkey"])


def test_both_kinds_of_key_sign_and_verify_a_checkpoint() -> None:
    assert POLICY.checkpoint_of(note_of().format()) == CHECKPOINT


def test_only_the_post_quantum_signature_carries_a_time() -> None:
    times = [
        signed_at(line, key)
        for line, key in zip(note_of().signatures, POLICY.logs, strict=True)
    ]
    assert times == [None, 1_700_000_000]


@pytest.mark.parametrize("missing", [0, 1])
def test_every_pinned_key_must_have_signed(missing: int) -> None:
    note = note_of()
    lines = tuple(
        line for place, line in enumerate(note.signatures) if place != missing
    )
    with pytest.raises(SignatureError, match="did not sign"):
        POLICY.checkpoint_of(SignedNote(text=note.text, signatures=lines).format())


def test_signatures_over_another_size_do_not_verify() -> None:
    other = Checkpoint(origin=NAME, size=923749, root=CHECKPOINT.root)
    forged = SignedNote(text=other.format(), signatures=note_of().signatures)
    problems = list(POLICY.signature_problems(forged))
    assert len(problems) == 2


def test_a_policy_without_keys_vouches_for_nothing() -> None:
    with pytest.raises(SignatureError, match="pins no key"):
        Policy(logs=()).checkpoint_of(note_of().format())


def test_a_checkpoint_of_another_ledger_is_refused_though_the_key_signed_it() -> None:
    other = Checkpoint(origin="other.example", size=1, root=bytes(32))
    note = note_of(other)
    with pytest.raises(SignatureError, match="not of test"):
        POLICY.checkpoint_of(note.format())


@given(st.integers(0, 10**17), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_reads_back(size: int, root: bytes) -> None:
    checkpoint = Checkpoint(origin=NAME, size=size, root=root)
    assert Checkpoint.parse(checkpoint.format()) == checkpoint


GOOD = CHECKPOINT.format()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        GOOD[:-1],
        GOOD + b"\n",
        GOOD + b"extension\n",
        GOOD.replace(b"923748", b"0923748"),
        GOOD.replace(b"923748", b"+923748"),
        GOOD.replace(b"923748", b"92_3748"),
        GOOD.replace(b"923748", "٩٢".encode()),
        GOOD.replace(b"923748", b"-1"),
        GOOD.replace(b"=", b""),
        GOOD.replace(b"8=", b"9="),
        GOOD.replace(NAME.encode(), b""),
        GOOD.replace(NAME.encode(), b"a b"),
        GOOD.replace(NAME.encode(), b"a+b"),
        GOOD.replace(b"\n", b"\r\n"),
    ],
    ids=numbered(),
)
def test_a_checkpoint_in_any_other_spelling_is_refused(raw: bytes) -> None:
    with pytest.raises(FormatError):
        Checkpoint.parse(raw)


NOTE = note_of().format()


def test_a_note_reads_back() -> None:
    assert SignedNote.parse(NOTE).format() == NOTE


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"text\n",
        NOTE[:-1],
        NOTE + b"\n",
        NOTE.replace(b"\n\n", b"\n"),
        NOTE.replace("\N{EM DASH} ".encode(), b"- "),
        NOTE.replace("\N{EM DASH} ".encode(), "\N{EM DASH}  ".encode()),
        NOTE.replace(b"923748", b"923748\x00"),
        NOTE.replace(b"923748", b"\xff"),
        NOTE.replace(NAME.encode() + b" ", b"a+b "),
        CHECKPOINT.format() + b"\n\xe2\x80\x94 a AAAA\n",
        CHECKPOINT.format() + b"\n\xe2\x80\x94 a AAAA=A\n",
        CHECKPOINT.format() + b"\n" + b"\xe2\x80\x94 a AAAAAAA=\n" * 101,
        bytes(1_000_001),
    ],
    ids=numbered(),
)
def test_a_note_in_any_other_spelling_is_refused(raw: bytes) -> None:
    with pytest.raises(FormatError):
        SignedNote.parse(raw)


@pytest.mark.parametrize("key", POLICY.logs, ids=lambda key: key.algorithm)
def test_a_verifier_key_reads_back(key: VerifierKey) -> None:
    assert VerifierKey.parse(key.format()) == key


VKEY = POLICY.logs[0].format()


@pytest.mark.parametrize(
    "text",
    [
        "",
        VKEY[:-4],
        VKEY.replace("+", "-", 1),
        VKEY.replace(NAME, "other.example"),
        f"{NAME}+00000000+",
        f"{NAME}+00000000+AA=A",
        f"{NAME}+00000000+{base64.b64encode(bytes(33)).decode()}",
        f"{NAME}+00000000+AXNob3J0",
    ],
    ids=numbered(),
)
def test_a_verifier_key_in_any_other_spelling_is_refused(text: str) -> None:
    with pytest.raises(FormatError):
        VerifierKey.parse(text)


WITNESS_KEYS = {
    name: verifier_key(f"{name}.example", key, cosigning=True)
    for name, key in (("rekenkamer", ED), ("archief", ML))
}
FULL = f"""# what we trust
log {VKEY} https://ledger.example/
witness rekenkamer {WITNESS_KEYS["rekenkamer"].format()} https://witness.example/
witness archief {WITNESS_KEYS["archief"].format()}
group toezicht 1 rekenkamer archief
quorum toezicht
""".encode()


def test_a_policy_reads_back_without_its_comments() -> None:
    policy = Policy.parse(FULL)
    assert policy.quorum == "toezicht"
    assert policy.groups[0].members == ("rekenkamer", "archief")
    assert Policy.parse(policy.format()) == policy


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ((b"quorum toezicht\n", b""), "no quorum"),
        ((b"quorum toezicht", b"quorum nobody"), "not defined above"),
        ((b"quorum toezicht", b"quorum none\nquorum none"), "line 7"),
        ((b"group toezicht 1", b"group toezicht 3"), "threshold"),
        ((b"group toezicht 1", b"group toezicht 0"), "threshold"),
        ((b"1 rekenkamer archief", b"1 rekenkamer rekenkamer"), "cannot be"),
        ((b"1 rekenkamer archief", b"1 stranger"), "cannot be"),
        ((b"witness archief", b"witness rekenkamer"), "already defined"),
        ((b"# what we trust", b"lag x"), "line 1"),
        ((b"# what we trust", b"log " + VKEY.encode()), "already stands above"),
        ((b"# what", b"\x00"), "control character"),
        (
            (
                WITNESS_KEYS["archief"].format().encode(),
                WITNESS_KEYS["rekenkamer"].format().encode(),
            ),
            "already stands above",
        ),
        ((WITNESS_KEYS["archief"].format().encode(), VKEY.encode()), "do not cosign"),
    ],
    ids=numbered(),
)
def test_a_policy_with_a_fault_is_refused_with_its_line(
    change: tuple[bytes, bytes], says: str
) -> None:
    with pytest.raises(FormatError, match=says):
        Policy.parse(FULL.replace(*change))


def cosigned(*names: str, text: Checkpoint = CHECKPOINT) -> SignedNote:
    keys: dict[str, PrivateKey] = {"rekenkamer": ED, "archief": ML}
    lines = tuple(
        sign(
            f"{name}.example", keys[name], text, timestamp=1_700_000_000, cosigning=True
        )
        for name in names
    )
    note = note_of()
    return SignedNote(text=note.text, signatures=(*note.signatures, *lines))


def policy_with(groups: str) -> Policy:
    head, _, _ = FULL.decode().partition("group")
    text = head.replace(f"log {VKEY} https://ledger.example/\n", "")
    logs = "".join(f"log {key.format()}\n" for key in POLICY.logs)
    return Policy.parse((logs + text + groups).encode())


@pytest.mark.parametrize(
    ("groups", "cosigners", "reached"),
    [
        ("quorum none\n", (), True),
        ("quorum archief\n", ("rekenkamer",), False),
        ("quorum archief\n", ("archief",), True),
        ("group g any rekenkamer archief\nquorum g\n", (), False),
        ("group g any rekenkamer archief\nquorum g\n", ("archief",), True),
        ("group g all rekenkamer archief\nquorum g\n", ("archief",), False),
        ("group g all rekenkamer archief\nquorum g\n", ("archief", "rekenkamer"), True),
        ("group g 2 rekenkamer archief\nquorum g\n", ("rekenkamer",), False),
        (
            "group i 1 archief\ngroup g all i rekenkamer\nquorum g\n",
            ("archief",),
            False,
        ),
        (
            "group i 1 archief\ngroup g all i rekenkamer\nquorum g\n",
            ("archief", "rekenkamer"),
            True,
        ),
    ],
)
def test_a_quorum_is_what_its_groups_make_of_the_cosigners(
    groups: str, cosigners: tuple[str, ...], *, reached: bool
) -> None:
    policy, note = policy_with(groups), cosigned(*cosigners)
    assert policy.cosigners(note) == frozenset(cosigners)
    if reached:
        assert policy.checkpoint_of(note.format()) == CHECKPOINT
    else:
        with pytest.raises(QuorumError):
            policy.checkpoint_of(note.format())


def test_a_cosignature_over_another_checkpoint_is_a_problem_even_without_quorum() -> (
    None
):
    other = Checkpoint(origin=NAME, size=923749, root=bytes(32))
    note = cosigned("rekenkamer", text=other)
    assert policy_with("quorum none\n").cosigners(note) == frozenset()
    with pytest.raises(SignatureError, match="rekenkamer"):
        policy_with("quorum none\n").checkpoint_of(note.format())


def test_a_cosignature_carries_its_time() -> None:
    for name in ("rekenkamer", "archief"):
        line = cosigned(name).signatures[-1]
        assert signed_at(line, WITNESS_KEYS[name]) == 1_700_000_000
