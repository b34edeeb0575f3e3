"""One ledger for each thing that only more than one record can show."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from msgspec.structs import replace

from ledger.audit import codes
from tests.ledger.audit.defects import DEFECTS, Told
from tests.ledger.audit.stories import heard, tell
from tests.ledger.ledgers import authority

MONTHLY = replace(authority(), manifest_from="2022-01")

for subject in ("books", "disclosures", "lives", "weighings"):
    import_module(f"tests.ledger.audit.defects_of_{subject}")


def test_every_code_that_these_rules_can_say_has_a_damaged_ledger() -> None:
    package = Path(codes.__file__).parent
    sources = [package / "singles.py", *(package / "across").glob("*.py")]
    words = {
        word
        for source in sources
        for word in re.findall(r'"([a-z_]+)"', source.read_text("utf-8"))
    }
    assert set(DEFECTS) == words & set(codes.CODES)


@pytest.mark.parametrize(
    ("code", "told"),
    [(code, told) for code, cases in DEFECTS.items() for told in cases],
)
def test_what_only_several_records_show_is_found_where_it_is(
    tmp_path: Path, code: str, told: Told
) -> None:
    expected: list[int | None] = []
    opening = MONTHLY if code.startswith(("manifest", "books", "withheld")) else None
    home = tell(tmp_path, lambda story: expected.append(told(story)), opening=opening)
    result = heard(home)
    said = [*result.findings, *result.remarks]
    if code == "override_unsound":  # that there was an override is said as well
        said = [finding for finding in said if finding.code == code]
    assert [(finding.code, finding.index) for finding in said] == [(code, expected[0])]
    assert result.verified == (code in codes.REMARKS)
    assert heard(home, integrity_only=True).verified
