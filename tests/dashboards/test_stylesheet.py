"""What the style sheet must not say, since some browser in use does not know it."""

import re
from pathlib import Path

SHEETS = Path(__file__).parents[2] / "dashboards" / "assets"


def test_lines_under_words_are_said_one_property_at_a_time() -> None:
    found = [
        (sheet.name, value)
        for sheet in SHEETS.glob("*.css")
        for value in re.findall(
            r"text-decoration:\s*([^;}]+)", sheet.read_text("utf-8")
        )
    ]
    assert found
    # WebKit drops a shorthand of more than the line itself.
    assert [one for one in found if " " in one[1].replace(" !important", "")] == []
