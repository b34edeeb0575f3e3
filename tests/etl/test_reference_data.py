from datetime import date
from pathlib import Path

import pytest

from etl.code_lists import data_directory
from etl.errors import CodeListError
from etl.reference_data import (
    context_events,
    control_list_versions,
    framework_versions,
)


def test_the_framework_of_18_december_2020_has_three_goals_in_both_languages() -> None:
    versions = framework_versions(data_directory() / "frameworks")
    (found,) = [v for v in versions if v.framework_id == "semiconductor_supplementary"]
    assert found.adopted_on == date(2020, 12, 18)
    assert len(found.goals) == 3
    assert all(goal.label.nl and goal.label.en for goal in found.goals)


def test_later_versions_of_the_framework_say_that_they_are_invented() -> None:
    for version in framework_versions(data_directory() / "demo" / "frameworks"):
        assert "verzonnen" in (version.title.nl or "")
        assert version.change_reason is not None
        assert "Invented" in (version.change_reason.en or "")


def test_lists_and_context_events_can_be_read() -> None:
    data = data_directory()
    assert len(control_list_versions(data / "control_lists")) == 3
    assert len(context_events(data / "context_events" / "context_events.toml")) == 20


def test_a_file_with_a_fault_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("framework_id = 3")
    with pytest.raises(CodeListError, match=r"bad\.toml"):
        framework_versions(tmp_path)
    with pytest.raises(CodeListError, match="cannot read"):
        context_events(tmp_path / "none.toml")
