"""Write the documents that are generated: run by ``make docs``."""

from pathlib import Path
from tempfile import TemporaryDirectory

from etl.record_fields import describe_records
from etl.warehouse.describe import describe
from ledger.audit.describe import with_codes
from tests.docs.tour import TOUR, walked

DOCS = Path(__file__).parents[2] / "docs"
GENERATED = {"DATA.md": describe, "RECORDS.md": describe_records}

if __name__ == "__main__":
    for name, written in GENERATED.items():
        (DOCS / name).write_text(written(), encoding="utf-8")
    findings = DOCS / "FINDINGS.md"
    findings.write_text(with_codes(findings.read_text("utf-8")), encoding="utf-8")
    with TemporaryDirectory() as place:
        text = walked(TOUR.read_text("utf-8"), Path(place))
    TOUR.write_text(text, encoding="utf-8")
