import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.errors import (
    FormatError,
    LedgerError,
    ProofError,
    SignatureError,
    UnavailableError,
    UnpinnedError,
)
from ledger.timestamp import rfc3161
from ledger.timestamp.request import Request
from ledger.timestamp.rfc3161 import MAX_TOKEN, AuthorityRoots
from tests.ledger.timestamp.time_authority import (
    SHA512_OID,
    Issued,
    TimeAuthority,
    days,
    imprint_of,
    issue,
    make_authority,
    needs_openssl,
    write_pem,
)

pytestmark = needs_openssl

TEXT = b"a.example\n600\nroot\n"
NONCE = 1 << 60
WHEN = datetime(2024, 5, 4, 3, 2, 1, tzinfo=UTC)


def test_a_token_by_openssl_says_what_was_there_when(authority: TimeAuthority) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    answer = authority.answer(Request.over(TEXT, NONCE).format())
    token = authority.roots.open(answer, NONCE)
    token.check(TEXT)
    assert before <= token.stamped_at <= datetime.now(UTC) + timedelta(seconds=1)
    assert token.authority == "CN=Test clock"


def test_openssl_verifies_what_is_kept(
    authority: TimeAuthority, tmp_path: Path
) -> None:
    """So the tokens need not be checked with this program."""
    kept, text = tmp_path / "kept.tsr", tmp_path / "text"
    kept.write_bytes(authority.answer(Request.over(TEXT, NONCE).format()))
    text.write_bytes(TEXT)
    command: list[str | Path] = ["openssl", "ts", "-verify", "-in", kept]
    command += ["-data", text]
    command += ["-CAfile", authority.root_file]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0
    text.write_bytes(TEXT + b"more")
    assert subprocess.run(command, check=False, capture_output=True).returncode != 0


def test_a_token_of_another_time_is_opened_alike(authority: TimeAuthority) -> None:
    token = authority.roots.open(authority.stamp(TEXT, WHEN, nonce=NONCE), NONCE)
    assert token.stamped_at == WHEN
    token.check(TEXT)


def test_a_token_over_something_else_is_refused(authority: TimeAuthority) -> None:
    token = authority.roots.open(authority.stamp(b"something else", WHEN))
    with pytest.raises(ProofError, match="something else"):
        token.check(TEXT)


def test_an_answer_to_another_request_is_refused(authority: TimeAuthority) -> None:
    answer = authority.answer(Request.over(TEXT, NONCE).format())
    with pytest.raises(SignatureError, match="Nonce"):
        authority.roots.open(answer, NONCE + 1)


def test_an_answer_without_a_nonce_is_refused(authority: TimeAuthority) -> None:
    with pytest.raises(SignatureError):
        authority.roots.open(authority.stamp(TEXT, WHEN), NONCE)


def test_an_authority_that_is_not_pinned_is_neither_trusted_nor_wrong(
    authority: TimeAuthority, tmp_path: Path
) -> None:
    other = make_authority(tmp_path / "other", root=issue("Another root"))
    with pytest.raises(UnpinnedError):
        other.roots.open(authority.stamp(TEXT, WHEN))


def test_a_root_of_the_same_name_with_another_key_does_not_vouch(
    authority: TimeAuthority, tmp_path: Path
) -> None:
    namesake = make_authority(tmp_path / "namesake")
    assert namesake.root.certificate.subject == authority.root.certificate.subject
    with pytest.raises(SignatureError, match="certificate") as raised:
        namesake.roots.open(authority.stamp(TEXT, WHEN))
    assert not isinstance(raised.value, UnpinnedError)


def test_several_roots_can_be_pinned_in_one_file(
    authority: TimeAuthority, tmp_path: Path
) -> None:
    other = make_authority(tmp_path / "other", root=issue("Another root"))
    both = tmp_path / "both.pem"
    write_pem(both, other.root.certificate, authority.root.certificate)
    roots = AuthorityRoots.parse([both.read_bytes(), authority.root_file.read_bytes()])
    assert len(roots.certificates) == 2
    for one in (authority, other):
        roots.open(one.stamp(TEXT, WHEN)).check(TEXT)


def test_a_chain_that_the_token_carries_leads_to_the_root(tmp_path: Path) -> None:
    root = issue("Test root")
    middle = issue("Middle", root, issuing=True)
    made = make_authority(tmp_path / "a", root=root, signer=issue("Clock", middle))
    carrying = replace(made, between=(middle.certificate,))
    made.roots.open(carrying.stamp(TEXT, WHEN)).check(TEXT)
    # A token that does not carry it is checked by who pins the middle as well.
    bare = made.stamp(TEXT, WHEN)
    with pytest.raises(UnpinnedError):
        made.roots.open(bare)
    write_pem(tmp_path / "both.pem", root.certificate, middle.certificate)
    both = AuthorityRoots.parse([(tmp_path / "both.pem").read_bytes()])
    both.open(bare).check(TEXT)


def signed_by(path: Path, root: Issued, signer: Issued) -> TimeAuthority:
    return make_authority(path, root=root, signer=signer)


def test_a_certificate_that_ran_out_since_still_vouches(tmp_path: Path) -> None:
    root = issue("Test root")
    brief = issue("Brief", root, start=WHEN - days(9), end=WHEN + days(9))
    authority = signed_by(tmp_path / "a", root, brief)
    assert datetime.now(UTC) > WHEN + days(9)
    authority.roots.open(authority.stamp(TEXT, WHEN)).check(TEXT)


@pytest.mark.parametrize("off", [-10, 10])
def test_a_certificate_that_was_not_valid_at_the_time_does_not_vouch(
    tmp_path: Path, off: int
) -> None:
    root = issue("Test root")
    brief = issue("Brief", root, start=WHEN - days(9), end=WHEN + days(9))
    authority = signed_by(tmp_path / "a", root, brief)
    with pytest.raises(SignatureError, match="certificate"):
        authority.roots.open(authority.stamp(TEXT, WHEN + days(off)))


@pytest.mark.parametrize(
    ("usage", "critical"),
    [
        (None, True),
        (ExtendedKeyUsageOID.TIME_STAMPING, False),
        (ExtendedKeyUsageOID.CODE_SIGNING, True),
    ],
    ids=["none", "not critical", "another"],
)
def test_a_certificate_that_is_not_for_stamping_time_does_not_vouch(
    tmp_path: Path, usage: object, *, critical: bool
) -> None:
    root = issue("Test root")
    signer = issue("Mail", root, usage=usage, critical=critical)  # type: ignore[arg-type] # cases
    authority = signed_by(tmp_path / "a", root, signer)
    with pytest.raises(SignatureError, match=r"EKU|purpose|usage"):
        authority.roots.open(authority.stamp(TEXT, WHEN))


def test_a_clock_that_is_hardly_one_does_not_vouch(authority: TimeAuthority) -> None:
    authority.roots.open(authority.stamp(TEXT, WHEN, accuracy=3_600))
    with pytest.raises(SignatureError, match="may be off by"):
        authority.roots.open(authority.stamp(TEXT, WHEN, accuracy=3_601))


def test_a_token_by_another_hash_is_refused(authority: TimeAuthority) -> None:
    """A request asks for SHA-256, so an answer that has another is not to it."""
    imprint = imprint_of(TEXT, SHA512_OID, "sha512")
    with pytest.raises(FormatError, match="not SHA-256"):
        authority.roots.open(authority.stamp(TEXT, WHEN, imprint=imprint))


def test_a_token_by_two_signers_is_refused(
    authority: TimeAuthority, tmp_path: Path
) -> None:
    other = make_authority(tmp_path / "other", root=authority.root)
    with pytest.raises(SignatureError, match="2 signers"):
        authority.roots.open(authority.stamp(TEXT, WHEN, also_by=other))


def test_a_refusal_is_told(authority: TimeAuthority) -> None:
    refusal = bytes.fromhex("300c 300a 020102 3005 0c03") + b"no!"
    with pytest.raises(ProofError, match=r"status 2: .*no!"):
        authority.roots.open(refusal)


def test_what_is_too_large_is_not_read(authority: TimeAuthority) -> None:
    with pytest.raises(FormatError, match="over"):
        authority.roots.open(bytes(MAX_TOKEN + 1))


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_hostile_bytes_raise_nothing_but_our_errors(
    authority: TimeAuthority, data: st.DataObject
) -> None:
    raw = bytearray(SOUND.setdefault("token", authority.stamp(TEXT, WHEN)))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + 1] = data.draw(st.binary(max_size=3))
    try:
        token = authority.roots.open(bytes(raw))
    except LedgerError:
        return
    # What the signature does not cover may vary; what is said may not.
    assert token.stamped_at == WHEN
    token.check(TEXT)


SOUND: dict[str, bytes] = {}


@pytest.mark.parametrize("raw", [b"", b"nonsense", b"-----BEGIN CERTIFICATE-----\n"])
def test_a_file_without_a_certificate_pins_nothing(raw: bytes) -> None:
    with pytest.raises(FormatError, match="root certificate"):
        AuthorityRoots.parse([raw])


def test_a_certificate_in_another_coding_pins_nothing() -> None:
    der = issue("Test root").certificate.public_bytes(Encoding.DER)
    with pytest.raises(FormatError):
        AuthorityRoots.parse([der])


def test_without_the_package_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rfc3161, "find_spec", lambda _: None)
    with pytest.raises(UnavailableError, match=r"weegboek\[time\]"):
        AuthorityRoots.parse([])
