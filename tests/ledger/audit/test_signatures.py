import json
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from msgspec.structs import replace
from typer.testing import CliRunner

from ledger.audit import audit
from ledger.cli.audit import app as audit_app
from ledger.cli.ledger import app as ledger_app
from ledger.entry import Entry, Source
from ledger.errors import ExistsError, FormatError, SignerError
from ledger.intake import parse_line
from ledger.records.decision import LicenceDecision
from ledger.records.record import Record
from ledger.source_keys import SourceKeys
from ledger.source_signature import SourceSignature, sign_content, signed_content
from ledger.source_signer import (
    SourceSigner,
)
from tests.ledger.ledgers import ORIGIN, Home, make_home, numbered
from tests.ledger.records.sample_records import event, framework

SOURCE = Source(key="row 7", system="office")


def signer(name: str, seed: int) -> SourceSigner:
    key = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
    return SourceSigner(name, key)


OFFICE = signer("office.example", 1)
ASSESSOR = signer("assessor.example", 2)
APPROVER = signer("approver.example", 3)
SECOND_KEY = signer("approver-too.example", 4)  # held by the assessor
STRANGER = signer("stranger.example", 5)


def pin(who: SourceSigner, role: str, holder: str, **more: Any) -> dict[str, Any]:
    key = {"verifier_key": who.verifier_key.format(), "role": role, "holder": holder}
    return key | {"system": "office"} | more


KEYS = [
    pin(OFFICE, "system", "office"),
    pin(ASSESSOR, "assessor", "officer-17"),
    pin(APPROVER, "approver", "officer-4"),
    pin(SECOND_KEY, "approver", "officer-17"),
]


def pinned(*demands: dict[str, Any], keys: list[dict[str, Any]] = KEYS) -> SourceKeys:
    return msgspec.convert({"key": keys, "demand": list(demands)}, SourceKeys)


ONE = {"signatures": "one"}
FOUR_EYES = {"signatures": "four_eyes"}


def signed(record: Record, *who: SourceSigner, source: Source = SOURCE) -> Source:
    for one in who:
        source = one.sign(ORIGIN, record, source)
    return source


@dataclass
class Book:
    home: Home

    def holds(self, record: Record, source: Source | None) -> None:
        with self.home.open().appending() as batch:
            batch.append(record, source=source)

    def heard(self, keys: SourceKeys | None) -> list[tuple[str, int | None]]:
        result = audit(self.home.reader, self.home.policy, sources=keys)
        wanted = ("source_", "four_eyes")
        return [
            (finding.code, finding.index)
            for finding in result.findings
            if finding.code.startswith(wanted)
        ]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(make_home(tmp_path))


def test_an_entry_without_a_signature_has_the_bytes_that_it_had() -> None:
    raw = msgspec.json.encode(SOURCE)
    assert raw == b'{"key":"row 7","system":"office"}'


def test_a_signature_is_a_detached_jws_over_canonical_json() -> None:
    record = numbered(1)
    (text,) = signed(record, OFFICE).signatures
    header, payload, signature = text.split(".")
    assert payload == ""
    assert urlsafe_b64decode(header + "==") == rfc8785.dumps(
        {
            "alg": "EdDSA",
            "b64": False,
            "crit": ["b64"],
            "kid": f"office.example+{OFFICE.verifier_key.key_id.hex()}",
        }
    )
    content = {
        "kind": "licence_decision",
        "origin": ORIGIN,
        "record": json.loads(msgspec.json.encode(record)),
        "source": {"key": "row 7", "system": "office"},
    }
    public = Ed25519PublicKey.from_public_bytes(OFFICE.verifier_key.public)
    message = header.encode() + b"." + rfc8785.dumps(content)
    public.verify(urlsafe_b64decode(signature + "=="), message)


def test_a_signature_reads_back_and_has_one_spelling() -> None:
    made = sign_content(OFFICE.name, OFFICE.key, b"content")
    text = made.format()
    assert SourceSignature.parse(text) == made
    header, _, signature = text.split(".")
    for wrong in (
        "",
        text + "=",
        text + "\n",
        f"{header}.e30.{signature}",
        f"e30..{signature}",
        f"{header}..{signature[:-4]}",
        f"{header}..{signature[:-1]}{chr(ord(signature[-1]) + 1)}",
        text.replace("..", "."),
    ):
        with pytest.raises(FormatError):
            SourceSignature.parse(wrong)


def test_what_is_signed_as_demanded_verifies(book: Book) -> None:
    book.holds(numbered(1), signed(numbered(1), ASSESSOR, APPROVER))
    book.holds(numbered(2), signed(numbered(2), OFFICE, ASSESSOR, APPROVER))
    assert book.heard(pinned(FOUR_EYES)) == []
    raw = next(book.home.reader.entries(1, 2))
    assert Entry.parse(raw).format() == raw
    assert audit(book.home.reader, book.home.policy).unchecked_signatures == 5


def changed(record: LicenceDecision) -> LicenceDecision:
    return replace(record, destination="JP")


FORGED = [
    signed(changed(numbered(1)), OFFICE),  # another record's
    signed(numbered(2), OFFICE),
    OFFICE.sign("other.example/nl", numbered(1), SOURCE),  # for another ledger
    replace(signed(numbered(1), OFFICE), key="row 8"),  # for another key
]


@pytest.mark.parametrize("source", FORGED)
def test_a_signature_over_anything_else_is_invalid(book: Book, source: Source) -> None:
    book.holds(numbered(1), source)
    assert book.heard(pinned()) == [("source_signature_invalid", 1)]
    assert book.heard(pinned(ONE)) == [
        ("source_signature_invalid", 1),
        ("source_signature_missing", 1),
    ]


def test_what_only_looks_like_a_signature_is_invalid(book: Book) -> None:
    book.holds(numbered(1), replace(SOURCE, signatures=(f"e30..{'A' * 86}",)))
    assert book.heard(pinned()) == [("source_signature_invalid", 1)]


def test_a_signature_under_another_keys_name_is_invalid(book: Book) -> None:
    content = signed_content(ORIGIN, numbered(1), SOURCE)
    own = sign_content(STRANGER.name, STRANGER.key, content)
    posed = replace_name(own, OFFICE)
    book.holds(numbered(1), replace(SOURCE, signatures=(posed,)))
    assert book.heard(pinned()) == [("source_signature_invalid", 1)]


def replace_name(signature: SourceSignature, who: SourceSigner) -> str:
    named = sign_content(who.name, who.key, b"").key_name
    return SourceSignature(key_name=named, signature=signature.signature).format()


@pytest.mark.parametrize(
    ("source", "keys"),
    [
        (signed(numbered(1), STRANGER), KEYS),
        (signed(numbered(1), OFFICE), [pin(OFFICE, "system", "o", until_entry=1)]),
        (signed(numbered(1), OFFICE), [pin(OFFICE, "system", "o", from_entry=2)]),
        (signed(numbered(1), OFFICE), [pin(OFFICE, "system", "o", system="customs")]),
    ],
)
def test_a_key_that_is_not_pinned_for_this_is_unknown(
    book: Book, source: Source, keys: list[dict[str, Any]]
) -> None:
    book.holds(numbered(1), source)
    assert book.heard(pinned(keys=keys)) == [("source_key_unknown", 1)]
    assert book.heard(pinned(ONE, keys=keys))[1:] == [("source_signature_missing", 1)]


@pytest.mark.parametrize("source", [None, SOURCE, Source(system="invented")])
def test_a_decision_that_nobody_signed_is_found_whatever_source_it_names(
    book: Book, source: Source | None
) -> None:
    book.holds(numbered(1), source)
    assert book.heard(pinned(ONE)) == [("source_signature_missing", 1)]
    assert book.heard(pinned(FOUR_EYES)) == [("source_signature_missing", 1)]
    assert book.heard(pinned()) == []


def test_an_event_must_be_signed_as_well_and_a_framework_need_not(book: Book) -> None:
    book.holds(framework(), None)
    book.holds(event(), None)
    assert book.heard(pinned(ONE)) == [("source_signature_missing", 2)]


@pytest.mark.parametrize(
    "who",
    [
        (OFFICE,),
        (ASSESSOR,),
        (APPROVER,),
        (OFFICE, ASSESSOR),
        (ASSESSOR, ASSESSOR),
        (ASSESSOR, SECOND_KEY),  # two keys, one person
    ],
)
def test_two_eyes_are_not_four(book: Book, who: tuple[SourceSigner, ...]) -> None:
    book.holds(numbered(1), signed(numbered(1), *who))
    assert book.heard(pinned(FOUR_EYES)) == [("four_eyes_missing", 1)]
    assert book.heard(pinned(ONE)) == []


def test_signatures_that_are_swapped_between_records_fit_neither(book: Book) -> None:
    one, two = signed(numbered(1), OFFICE), signed(numbered(2), OFFICE)
    book.holds(numbered(1), two)
    book.holds(numbered(2), one)
    assert book.heard(pinned()) == [
        ("source_signature_invalid", 1),
        ("source_signature_invalid", 2),
    ]


def test_a_demand_begins_at_its_entry_and_is_for_its_system(book: Book) -> None:
    for number in (1, 2, 3):
        book.holds(numbered(number), SOURCE)
    assert book.heard(pinned(ONE | {"from_entry": 3})) == [
        ("source_signature_missing", 3)
    ]
    assert book.heard(pinned(ONE | {"system": "customs"})) == []


FILE = """
[[key]]
verifier_key = "%s"
system = "office"
role = "assessor"
holder = "officer-17"

[[demand]]
signatures = "four_eyes"
"""


def test_the_file_of_keys_is_read_exactly() -> None:
    text = FILE % OFFICE.verifier_key.format()
    (key,) = SourceKeys.parse(text.encode()).key
    assert key.pinned == OFFICE.verifier_key
    twice = text + text.replace('[[demand]]\nsignatures = "four_eyes"', "")
    for wrong in (
        "",
        "x",
        twice,
        text.replace("assessor", "minister"),
        text.replace("holder", "owner"),
        text.replace("+", "-"),
    ):
        with pytest.raises(FormatError):
            SourceKeys.parse(wrong.encode())


def test_two_officers_sign_records_on_the_command_line(
    book: Book, tmp_path: Path
) -> None:
    runner = CliRunner()
    text = b'{"kind":"licence_decision","record":%b}\n' % msgspec.json.encode(
        numbered(1)
    )
    keys = []
    for name in ("assessor", "approver"):
        made = runner.invoke(
            ledger_app, ["source-key", str(tmp_path / name), "--name", name]
        )
        keys.append({"verifier_key": made.stdout.strip(), "role": name,
                     "holder": f"{name}-1", "system": "office"})  # fmt: skip
        words = ["sign-record", "--source-key", str(tmp_path / name)]
        words += ["--origin", ORIGIN, "--system", "office"]
        result = runner.invoke(ledger_app, words, input=text)
        assert result.exit_code == 0, result.output
        text = result.stdout_bytes
    record, source = parse_line(text)
    book.holds(record, source)
    assert book.heard(pinned(FOUR_EYES, keys=keys)) == []


def test_the_audit_takes_the_keys_from_a_file(book: Book, tmp_path: Path) -> None:
    book.holds(numbered(1), signed(numbered(1), OFFICE))
    words = ["run", str(book.home.ledger), "--policy", str(book.home.signer / "policy")]
    plain = CliRunner().invoke(audit_app, words)
    assert plain.exit_code == 0
    assert "signatures of sources not checked: 1; pin their keys" in plain.stdout
    file = tmp_path / "keys.toml"
    file.write_text(FILE % OFFICE.verifier_key.format())
    checked = CliRunner().invoke(
        audit_app, [*words, "--source-keys", str(file), "--json"]
    )
    assert checked.exit_code == 1
    answer = json.loads(checked.stdout)
    assert answer["source_signatures_unchecked"] == 0
    assert [one["code"] for one in answer["findings"]] == ["four_eyes_missing"]


def test_a_key_is_never_overwritten_and_a_directory_without_a_name_is_none(
    tmp_path: Path,
) -> None:
    made = SourceSigner.create(tmp_path / "key", "office.example", None)
    loaded = SourceSigner.load(tmp_path / "key", None)
    assert loaded.verifier_key == made.verifier_key
    with pytest.raises(ExistsError):
        SourceSigner.create(tmp_path / "key", "office.example", None)
    (tmp_path / "key" / "name").unlink()
    with pytest.raises(SignerError, match="no name"):
        SourceSigner.load(tmp_path / "key", None)
