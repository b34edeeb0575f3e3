"""docs/OPERATIONS.md: its units parse, its commands exist, its tables are whole."""

import ast
import configparser
import re
from pathlib import Path

import pytest

import weegboek
from ledger.terminal import COULD_NOT, FINDINGS, USAGE
from tests.docs.command_lines import unknown_options

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "OPERATIONS.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"(?s)```{language}\n(.*?)```", TEXT)


def table(heading: str) -> set[str]:
    part = TEXT.split(f"{heading}\n", 1)[1].split("\n#", 1)[0]
    rows = re.findall(r"^\| (`[^|]+) \|", part, re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([a-z_]+)`", row)}


@pytest.mark.parametrize("unit", blocks("ini"))
def test_every_unit_of_systemd_is_one(unit: str) -> None:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign] # keys keep case
    parser.read_string(unit)
    assert "Unit" in parser
    assert set(parser.sections()) <= {"Unit", "Service", "Timer", "Install"}
    assert ("Service" in parser) != ("Timer" in parser)
    if "Service" in parser:
        assert "weegboek " in parser["Service"]["ExecStart"]


@pytest.mark.parametrize("snippet", blocks("python"))
def test_every_snippet_is_python(snippet: str) -> None:
    ast.parse(snippet)


def commands() -> list[str]:
    """Every command line of weegboek in the document, of Python's lists as well."""
    joined = re.sub(r'"\s*\n\s*"', "", TEXT)
    joined = re.sub(r'",\s*"', " ", joined)
    found = re.findall(r"weegboek ([a-z]+ [^\n`'\"|]*)", joined)
    return [one for one in found if one.split()[0] in weegboek.VERBS]


def test_every_option_of_every_command_in_it_exists() -> None:
    for line in commands():
        assert unknown_options(line) == set(), line
    seen = {line.split()[0] for line in commands()}
    assert {"audit", "doctor", "ingest", "intake", "ledger"} <= seen


def test_the_exit_statuses_are_those_of_the_commands() -> None:
    statuses = re.findall(r"^\| ([0-9]) \|", TEXT, re.MULTILINE)
    assert statuses == [str(one) for one in (0, FINDINGS, USAGE, COULD_NOT)]


def sources(*folders: str) -> str:
    return "".join(
        path.read_text("utf-8")
        for folder in folders
        for path in sorted((ROOT / folder).glob("*.py"))
    )


def test_every_event_of_the_log_is_in_its_table() -> None:
    text = sources("etl/intake")
    events = set(re.findall(r'LOG\.\w+\(\s*"([a-z_]+)"', text))
    events |= {"batch_known"}  # the other half of a choice
    assert table("### Logs") == events


def test_every_metric_is_in_its_table() -> None:
    names = set(re.findall(r'"(weegboek_[a-z_]+)"', sources("etl/intake")))
    listed = {name.removesuffix("_total") for name in table("### Metrics")}
    assert listed == names


def listed(head: str) -> set[str]:
    part = TEXT.split(f"| {head} |", 1)[1].split("\n\n", 1)[0]
    return set(re.findall(r"^\| `([a-z_]+)` \|", part, re.MULTILINE))


def test_every_event_and_metric_of_a_run_is_in_its_table() -> None:
    text = (ROOT / "etl" / "ingest" / "job_log.py").read_text("utf-8")
    told = re.findall(r'(?:_tell|_LOG\.\w+)\(\s*"([a-z_]+)"', text)
    assert listed("Event of a run") == set(told)
    text = (ROOT / "etl" / "ingest" / "metrics.py").read_text("utf-8")
    names = re.findall(r'"(weegboek_[a-z_]+)"', text)
    assert listed("Metric of a run") == set(names)


def test_every_check_of_the_doctor_is_in_its_table() -> None:
    text = sources("etl/doctor")
    names = set(re.findall(r'(?:name = |\b(?:ok|failed)\(\s*)"([a-z_]+)"', text))
    names |= {"disk_ledger", "disk_signer", "disk_intake"}
    assert table("## The doctor") == names
