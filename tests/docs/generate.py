"""Write the documents that are generated: run by ``make docs``."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from etl.committee.part import TABLES as COMMITTEE_TABLES
from etl.ingest.describe import describe_mapping, describe_native
from etl.record_fields import describe_records
from etl.warehouse.describe import describe
from ledger.audit.describe import with_codes
from tests.docs.design_language import describe_design
from tests.docs.questions import written
from tests.docs.tour import TOUR, walked

DOCS = Path(__file__).parents[2] / "docs"
GENERATED = {
    "DESIGN-LANGUAGE.md": describe_design,
    "DATA.md": lambda: describe(COMMITTEE_TABLES),
    "RECORDS.md": describe_records,
}

SOURCES = DOCS / "SOURCES.md"


def with_tables(text: str) -> str:
    """Put the tables of mappings and of the native format where they belong."""
    tables = {"columns": describe_native(), "keys": describe_mapping()}
    for name, table in tables.items():
        between = rf"(?s)(?<=<!-- {name} -->\n\n).*(?=\n\n<!-- end of {name} -->)"
        text = re.sub(between, table.replace("\\", r"\\"), text)
    return text


if __name__ == "__main__":
    for name, describe_it in GENERATED.items():
        (DOCS / name).write_text(describe_it(), encoding="utf-8")
    (DOCS / "QUESTIONS.md").write_text(written(), encoding="utf-8")
    findings = DOCS / "FINDINGS.md"
    findings.write_text(with_codes(findings.read_text("utf-8")), encoding="utf-8")
    SOURCES.write_text(with_tables(SOURCES.read_text("utf-8")), encoding="utf-8")
    with TemporaryDirectory() as place:
        text = walked(TOUR.read_text("utf-8"), Path(place))
    TOUR.write_text(text, encoding="utf-8")
