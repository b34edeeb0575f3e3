import json
import re
from dataclasses import replace as changed
from datetime import UTC, date, datetime
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from typer.testing import CliRunner, Result

from ledger.audit import AuditResult, Finding, audit
from ledger.audit.limits import Limits
from ledger.cli.audit import app
from ledger.errors import (
    ExistsError,
    FormatError,
    ProofError,
    SignatureError,
    SignerError,
)
from ledger.keys import VerifierKey
from ledger.note import SignedNote
from ledger.report.document import Report, report_of
from ledger.report.filing import DOCUMENT, SEAL, check_filed, file_report, page_name
from ledger.report.page import page
from ledger.report.seal import Auditor, Contents
from ledger.report.texts import MONTHS, TONGUES, moment
from tests.ledger.audit.stories import Story, tell
from tests.ledger.ledgers import Home, authority, make_home

NOW = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)


def wrong(story: Story) -> None:
    story.decide("x", date(2022, 3, 4))
    story.happen("x", "reinstated", date(2022, 3, 5))
    story.put("y", story.decision("y", date(2022, 3, 4)), date(2022, 5, 5))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return tell(tmp_path_factory.mktemp("wrong"), wrong)


@pytest.fixture
def auditor(tmp_path: Path) -> Auditor:
    return Auditor.create(tmp_path / "auditor", "rekenkamer.example", None)


def report(home: Home, **changes: Any) -> Report:
    result = changed(audit(home.reader, home.policy), **changes)
    return made(home, result)


def made(home: Home, result: AuditResult, auditor: Auditor | None = None) -> Report:
    return report_of(
        result,
        home.policy,
        limits=Limits(),
        where="ledger",
        authority=authority(),
        made_at=NOW,
        software="weegboek test",
        signer=None if auditor is None else auditor.verifier_key,
    )


def test_a_report_says_what_was_audited_found_and_asked(home: Home) -> None:
    said = report(home)
    assert (said.verdict, said.origin, said.size) == (
        "not_verified",
        "test.example/nl",
        7,
    )
    assert [found.code for found in said.findings] == ["life_impossible"]
    assert [found.code for found in said.remarks] == ["recorded_late"]
    assert [(each.code, each.count, each.remark) for each in said.codes] == [
        ("life_impossible", 1, False),
        ("recorded_late", 1, True),
    ]
    assert {line.standing for line in said.signatures} == {"sound"}
    assert said.asked.keys == tuple(key.format() for key in home.policy.keys)
    assert said.checkpoint == home.reader.checkpoint_note().decode()


def test_a_signature_that_is_not_pinned_is_not_called_sound(home: Home) -> None:
    policy = changed(home.policy, logs=home.policy.logs[:1])
    result = audit(home.reader, policy)
    said = report_of(
        result,
        policy,
        limits=Limits(),
        where="ledger",
        authority=None,
        made_at=NOW,
        software="test",
        signer=None,
    )
    assert [line.standing for line in said.signatures] == ["sound", "unknown"]


def test_a_report_reads_back_as_it_was_written_and_only_so(home: Home) -> None:
    said = report(home)
    raw = said.format()
    assert Report.parse(raw) == said
    for other in (raw + b" ", raw.replace(b"\n", b""), b"{}", raw[:-9], b"[" * 9000):
        with pytest.raises(FormatError):
            Report.parse(other)


def test_a_signed_report_is_checked_and_any_changed_byte_is_noticed(
    home: Home, auditor: Auditor, tmp_path: Path
) -> None:
    place = tmp_path / "report"
    said = made(home, audit(home.reader, home.policy), auditor)
    names = file_report(place, said, auditor)
    keys = (auditor.verifier_key,)
    assert check_filed(place, keys).report == said
    assert names[-1] == SEAL
    for name in names:
        path = place / name
        raw = path.read_bytes()
        for spot in range(0, len(raw), max(1, len(raw) // 60)):
            path.write_bytes(raw[:spot] + bytes([raw[spot] ^ 1]) + raw[spot + 1 :])
            with pytest.raises((FormatError, ProofError)):
                check_filed(place, keys)
        path.write_bytes(raw)


def test_the_note_can_be_checked_with_a_hash_and_a_signed_note(
    home: Home, auditor: Auditor, tmp_path: Path
) -> None:
    place = tmp_path / "report"
    file_report(place, report(home), auditor)
    note = SignedNote.parse((place / SEAL).read_bytes())
    auditor.verifier_key.check(note.signatures[0], note.text)
    for line in note.text.decode().splitlines()[1:]:
        name, digest = line.split()
        assert sha256((place / name).read_bytes()).hexdigest() == digest
    assert Contents.parse(note.text).format() == note.text


def test_a_page_that_was_left_out_is_said_to_be_missing(
    home: Home, auditor: Auditor, tmp_path: Path
) -> None:
    place = tmp_path / "report"
    file_report(place, report(home), auditor)
    (place / page_name("nl")).unlink()
    assert check_filed(place, (auditor.verifier_key,)).missing == ("report.nl.html",)


def test_another_key_or_none_does_not_vouch(
    home: Home, auditor: Auditor, tmp_path: Path
) -> None:
    place = tmp_path / "report"
    file_report(place, report(home), auditor)
    other = Auditor.create(tmp_path / "other", "rekenkamer.example", None)
    for keys in ((other.verifier_key,), ()):
        with pytest.raises(SignatureError):
            check_filed(place, keys)


def test_a_note_over_something_else_is_no_seal_of_a_report(
    home: Home, auditor: Auditor, tmp_path: Path
) -> None:
    place = tmp_path / "report"
    file_report(place, report(home), auditor)
    (place / SEAL).write_bytes(home.reader.checkpoint_note())
    with pytest.raises(FormatError):
        check_filed(place, home.policy.logs)
    (place / SEAL).write_bytes(auditor.sign(Contents({})))
    with pytest.raises(ProofError, match=r"holds no report\.json"):
        check_filed(place, (auditor.verifier_key,))


def test_a_report_never_takes_the_place_of_another(
    home: Home, auditor: Auditor, tmp_path: Path
) -> None:
    file_report(tmp_path, report(home), None)
    with pytest.raises(ExistsError):
        file_report(tmp_path, report(home), auditor)
    assert not (tmp_path / SEAL).exists()


def test_keys_of_an_auditor_need_a_name(auditor: Auditor, tmp_path: Path) -> None:
    directory = tmp_path / "auditor"
    assert Auditor.load(directory, None).verifier_key == auditor.verifier_key
    (directory / "name").unlink()
    with pytest.raises(SignerError, match="name"):
        Auditor.load(directory, None)


class _Outline(HTMLParser):
    """Notes what a reader of the page, by eye or by ear, depends on."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.mark.parametrize("tongue", TONGUES)
def test_the_page_is_whole_accessible_and_asks_nothing_of_a_network(
    home: Home, tongue: str
) -> None:
    html = page(report(home), tongue).decode()
    outline = _Outline(html)
    assert outline.open == []
    assert outline.named("html") == [{"lang": tongue}]
    assert len(outline.named("h1")) == 1
    tables = len(outline.named("table"))
    assert tables == len(outline.named("caption")) >= 6
    assert all(cell.get("scope") in {"row", "col"} for cell in outline.named("th"))
    # On a phone each cell is read under its own heading.
    bodies = [*outline.named("td"), *outline.named("th")]
    assert all(one.get("data-heading") for one in bodies if one.get("scope") != "col")
    assert not {"script", "img", "link", "iframe"} & {tag for tag, _ in outline.tags}
    assert not re.search(r"https?:|url\(|@import", html)
    assert "default-src 'none'" in html
    assert "{" not in html.partition("</style>")[2]


def test_both_pages_say_the_verdict_the_meaning_and_that_nobody_signed(
    home: Home,
) -> None:
    said = report(home)
    dutch, english = page(said, "nl").decode(), page(said, "en").decode()
    assert "Niet geverifieerd" in dutch
    assert "Not verified" in english
    assert "De gebeurtenis kan niet volgen op wat er eerder" in dutch
    assert "The event cannot follow what happened" in english
    assert "niet ondertekend" in dutch
    assert "is not signed" in english
    assert "synthetisch" in dutch
    assert "2 maart 2026, 09:05 UTC" in dutch
    assert "2 March 2026, 09:05 UTC" in english
    assert "regel 5" in dutch
    assert "entry 5" in english


def test_what_was_not_checked_is_said(home: Home) -> None:
    parts = {
        "integrity_only": (True, "only signatures, hashes and chain"),
        "since": (1234, "The first 1,234 entries"),
        "not_judged": (3, "a rule needed an entry that this audit did not read: 3"),
        "could_not_check": (("a &lt; tile",), "a &amp;lt; tile"),
        "leftovers": (("tile/x",), "are no part of the ledger: 1"),
    }
    for name, (value, expected) in parts.items():
        assert expected in page(report(home, **{name: value}), "en").decode(), name
    assert "Of anderen hetzelfde grootboek" in page(report(home), "nl").decode()


def test_a_long_list_is_cut_on_the_page_only_and_the_page_says_so(home: Home) -> None:
    many = tuple(Finding("rule_broken", f"<b>{n}</b>", index=n) for n in range(1500))
    last = Finding("tile_malformed", "one of another code", index=1500)
    said = report(home, findings=(*many, last))
    assert len(said.findings) == 1501
    html = page(said, "nl").decode()
    assert "Van elke code staan hier de eerste 100, samen 101 van 1.501. De" in html
    assert "one of another code" in html
    assert "<b>" not in html
    late = report(home, remark_counts={"recorded_late": 60_000})
    html = page(late, "en").decode()
    assert "the first 100 are shown, together 1 of 60,000. In report.json are" in html
    assert "the first 1,000 of each code" in html


def test_what_could_not_be_read_is_a_report_too(home: Home) -> None:
    result = AuditResult(checkpoint=None, could_not_check=("no checkpoint",))
    said = made(home, result)
    assert said.verdict == "could_not_check"
    assert "Niet te controleren" in page(said, "nl").decode()
    assert "no checkpoint that can be read" in page(said, "en").decode()


def test_every_month_has_a_name() -> None:
    for tongue in TONGUES:
        assert len(set(MONTHS[tongue].split())) == 12
    assert moment("nl", datetime(2026, 12, 1, tzinfo=UTC)).startswith("1 december")


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_the_commands_make_a_key_a_signed_report_and_check_it(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home", 3)
    key = run("report-key", tmp_path / "keys", "--name", "rekenkamer.example")
    assert VerifierKey.parse(key.stdout.strip()).name == "rekenkamer.example"
    place, policy = tmp_path / "report", home.signer / "policy"
    words = ["run", home.ledger, "--policy", policy, "--report", place]
    written = run(*words, "--report-key", tmp_path / "keys")
    assert written.exit_code == 0
    assert "signed by rekenkamer.example" in written.stderr
    checked = run("report-check", place, "--key", key.stdout.strip())
    assert checked.exit_code == 0
    assert "signed by rekenkamer.example: test.example/nl, 4 entries" in checked.stdout
    shape = json.loads(
        run("report-check", place, "--key", key.stdout.strip(), "--json").stdout
    )
    assert (shape["verdict"], shape["missing"]) == ("verified", [])
    assert run(*words).exit_code == 3  # a report stands there
    (place / DOCUMENT).write_bytes((place / DOCUMENT).read_bytes() + b" ")
    assert run("report-check", place, "--key", key.stdout.strip()).exit_code == 1
    stranger = home.policy.logs[0].format()
    assert run("report-check", place, "--key", stranger).exit_code == 1
    assert run("report-check", tmp_path, "--key", stranger).exit_code == 3


def test_a_report_is_written_of_a_ledger_that_does_not_verify(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home", 3)
    (home.ledger / "tile" / "entries" / "000.p" / "4").unlink()
    place = tmp_path / "report"
    words = ["run", home.ledger, "--policy", home.signer / "policy"]
    written = run(*words, "--report", place)
    assert written.exit_code == 1
    assert "unsigned" in written.stderr
    said = Report.parse((place / DOCUMENT).read_bytes())
    assert said.verdict == "not_verified"
    assert said.authority is None
    assert replace(said, signer=None) == said
