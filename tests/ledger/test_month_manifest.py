"""The manifest of a month, made from the ledger."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ledger.audit import audit
from ledger.cli.ledger import app
from ledger.errors import RecordError
from ledger.month_manifest import month_manifest
from ledger.reader import LedgerReader
from tests.ledger.audit.stories import Story, tell, withheld
from tests.ledger.ledgers import Home

NOW = datetime(2022, 4, 2, tzinfo=UTC)


def story(path: Path) -> Home:
    def told(story: Story) -> None:
        story.decide("x", date(2022, 3, 4))
        for name in ("a", "b"):
            story.put(name, withheld(name, "2022-03"), date(2022, 3, 31))

    return tell(path, told)


def test_it_counts_what_is_withheld_by_ground_and_the_audit_agrees(
    tmp_path: Path,
) -> None:
    home = story(tmp_path)
    made = month_manifest(home.reader, "2022-03", NOW)
    assert {(one.kind, one.rule, one.grounds): one.entries for one in made.counts} == {
        ("control_list_version", None, ()): 1,
        ("framework_version", None, ()): 2,
        ("licence_decision", None, ()): 1,
        ("withheld_decision", "withhold", ("woo_5_1_1_c",)): 2,
    }
    with home.open().appending() as batch:
        batch.append(made, recorded_at=NOW)
    assert audit(home.reader, home.policy).verified


def test_the_next_counts_only_what_came_after(tmp_path: Path) -> None:
    home = story(tmp_path)
    with home.open().appending() as batch:
        first = month_manifest(home.reader, "2022-02", NOW)
        batch.append(first, recorded_at=NOW)
    assert month_manifest(home.reader, "2022-03", NOW).counts == ()
    with pytest.raises(RecordError, match="not after 2022-02"):
        month_manifest(home.reader, "2022-02", NOW)


def test_a_month_that_is_not_over_has_none(tmp_path: Path) -> None:
    home = story(tmp_path)
    with pytest.raises(RecordError, match="is not over"):
        month_manifest(home.reader, "2022-04", NOW)


def run(home: Home, *words: str) -> Result:
    place = ["manifest", str(home.ledger), "--signer", str(home.signer)]
    return CliRunner().invoke(app, [*place, *words])


def test_the_command_appends_it_with_the_applications_of_the_month(
    tmp_path: Path,
) -> None:
    home = story(tmp_path / "home")
    books = dict.fromkeys(("not_processed", "pending_before", "withdrawn"), 0)
    books |= {"decided": 3, "pending_after": 1, "received": 4}
    file = tmp_path / "books.json"
    file.write_text(json.dumps(books))
    done = run(home, "--period", "2022-03", "--applications", str(file), "--json")
    assert done.exit_code == 0, done.output
    shown = json.loads(done.stdout)
    assert shown["manifest"]["applications"] == books
    assert LedgerReader.at(home.ledger).checkpoint().size == shown["index"] + 1
    again = run(home, "--period", "2022-03")
    assert again.exit_code == 1
    assert "has a manifest already" in again.stderr
    file.write_text('{"decided": "three"}')
    bad = run(home, "--period", "2022-04", "--applications", str(file))
    assert bad.exit_code == 1
    assert "malformed" in bad.stderr


@pytest.mark.parametrize("period", ["2022-13", "2022-3", "2022-03-01", "maart", ""])
def test_what_is_no_month_is_refused_as_such(tmp_path: Path, period: str) -> None:
    done = run(story(tmp_path / "home"), "--period", period)
    assert done.exit_code == 1
    assert "is no month" in done.stderr
