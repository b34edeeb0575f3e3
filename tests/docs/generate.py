"""Write the documents that are generated: run by ``make docs``."""

from pathlib import Path

from etl.warehouse.describe import describe
from ledger.audit.describe import with_codes

DOCS = Path(__file__).parents[2] / "docs"

if __name__ == "__main__":
    (DOCS / "DATA.md").write_text(describe(), encoding="utf-8")
    findings = DOCS / "FINDINGS.md"
    findings.write_text(with_codes(findings.read_text("utf-8")), encoding="utf-8")
