import json
import re
from hashlib import sha256
from inspect import signature
from pathlib import Path

import pytest

import weegboek
from dashboards.exports.formats import FORMATS
from dashboards.exports.manifest import Manifest, row_digest
from dashboards.tables import Table
from etl.demo.home import Home
from etl.ingest.command import app as ingest
from ledger.audit.describe import with_codes
from ledger.checkpoint import Checkpoint
from ledger.cli.audit import app as audit_app
from ledger.cli.witness import app as witness_app
from ledger.entry import PREVIOUS, Entry
from ledger.tree import EMPTY_ROOT, leaf_hash, root_hash
from tests.docs.command_lines import unknown_options
from tests.docs.generate import GENERATED, with_tables
from tests.docs.questions import describe_questions
from tests.docs.tour import TOUR, walked

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", GENERATED)
def test_every_generated_document_is_current(name: str) -> None:
    assert (ROOT / "docs" / name).read_text("utf-8") == GENERATED[name]()


def test_the_twenty_questions_are_answered_as_their_document_says(demo: Home) -> None:
    text = (ROOT / "docs" / "QUESTIONS.md").read_text("utf-8")
    assert describe_questions(demo) == text, "if that is meant: make docs"


def test_the_auditors_tour_prints_what_it_says(tmp_path: Path) -> None:
    text = TOUR.read_text("utf-8")
    assert walked(text, tmp_path) == text, "if that is meant: make docs"


def test_the_tour_runs_every_verb_of_an_auditor() -> None:
    text = TOUR.read_text("utf-8")
    verbs = set(re.findall(r"weegboek ((?:audit|witness|ledger) [a-z-]+)", text))
    for group, app in (("audit", audit_app), ("witness", witness_app)):
        for command in app.registered_commands:
            assert f"{group} {command.name}" in verbs


def test_every_code_of_the_audit_is_explained_as_the_code_has_it() -> None:
    text = (ROOT / "docs" / "FINDINGS.md").read_text("utf-8")
    assert text == with_codes(text)


def test_the_tables_of_mappings_and_of_the_native_format_are_current() -> None:
    text = (ROOT / "docs" / "SOURCES.md").read_text("utf-8")
    assert with_tables(text) == text


def test_every_option_in_the_text_on_sources_is_one() -> None:
    text = (ROOT / "docs" / "SOURCES.md").read_text("utf-8")
    options = set(re.findall(r"--[a-z][a-z-]+", text))
    assert options
    (command,) = ingest.registered_commands
    assert command.callback is not None
    named = {
        f"--{name.replace('_', '-')}" for name in signature(command.callback).parameters
    }
    assert options <= named | {"--side", "--json"}


def test_the_worked_example_of_the_format_is_true() -> None:
    text = (ROOT / "docs" / "FORMAT.md").read_text("utf-8")
    first, second = re.findall(r"```json\n(.*?)\n```", text, re.DOTALL)
    one, two, checkpoint = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    entries = [first.encode(), second.encode()]
    for raw in entries:
        assert Entry.parse(raw).format() == raw
    assert first.encode()[PREVIOUS].decode() == EMPTY_ROOT.hex()
    assert sha256(b"\x00" + entries[0]).hexdigest() == one.strip()
    assert second.encode()[PREVIOUS].decode() == one.strip()
    assert leaf_hash(entries[1]).hex() == two.strip()
    parsed = Checkpoint.parse(checkpoint.encode())
    assert parsed.size == 2
    assert parsed.root == root_hash(map(leaf_hash, entries))


def test_every_verb_of_the_readme_is_a_verb_of_the_command() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    verbs = set(re.findall(r"^weegboek (\w+)", text, re.MULTILINE))
    assert verbs
    assert verbs <= set(weegboek.VERBS)


def test_every_link_of_the_readme_leads_somewhere() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert (ROOT / target).exists(), target


def test_no_committed_text_names_a_registry() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert "://" not in lock


def test_the_digest_of_rows_in_the_document_on_figures_is_true() -> None:
    text = (ROOT / "docs" / "FIGURES.md").read_text("utf-8")
    (example,) = re.findall(r"```json\n(.*?)\n```", text, re.DOTALL)
    (digest,) = re.findall(r"```text\n(.*?)\n```", text, re.DOTALL)
    headings, *rows = json.loads(example)
    table = Table(
        headings=tuple(headings),
        rows=tuple(map(tuple, rows)),
        not_published="",
    )
    assert row_digest(table) == digest


def test_the_document_on_figures_names_every_field_and_format() -> None:
    text = (ROOT / "docs" / "FIGURES.md").read_text("utf-8")
    for name in (*Manifest.__struct_fields__, *FORMATS):
        assert f"`{name}`" in text, name
    for verb in re.findall(r"^weegboek (\w+)", text, re.MULTILINE):
        assert verb in weegboek.VERBS


def test_every_test_that_the_threats_name_is_one() -> None:
    named: set[str] = set()
    for document in ("THREATS.md", "VAULT.md"):
        text = (ROOT / "docs" / document).read_text("utf-8")
        named |= set(re.findall(r"`(test_\w+)`", text))
    found: set[str] = set()
    for module in (ROOT / "tests").rglob("test_*.py"):
        found |= set(re.findall(r"def (test_\w+)", module.read_text("utf-8")))
    assert len(named) > 30
    assert named - found == set()


def test_every_threat_says_what_stops_it_and_what_shows_it() -> None:
    text = (ROOT / "docs" / "THREATS.md").read_text("utf-8")
    rows = [row.split(" | ") for row in text.splitlines() if row.startswith("| ")]
    assert all(len(row) == 3 and all(cell.strip("| ") for cell in row) for row in rows)
    shown = [row[2] for row in rows if row[2] not in {"test |", "none |"}]
    assert all(re.fullmatch(r"`test_\w+` \|", cell) for cell in shown)


@pytest.mark.parametrize("document", ["TIERS.md", "VAULT.md"])
def test_every_option_of_the_commands_on_tiers_and_the_vault_exists(
    document: str,
) -> None:
    text = (ROOT / "docs" / document).read_text("utf-8")
    joined = re.sub(r"\\\n *", "", text)
    found = re.findall(r"^    weegboek (.+)$", joined, re.MULTILINE)
    lines = [line for line in found if "..." not in line]
    assert len(lines) > 2
    for line in lines:
        assert unknown_options(line) == set(), line
