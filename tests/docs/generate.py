"""Write the documents that are generated: run by ``make docs``."""

from pathlib import Path

from etl.record_fields import describe_records
from etl.warehouse.describe import describe

DOCS = Path(__file__).parents[2] / "docs"
GENERATED = {"DATA.md": describe, "RECORDS.md": describe_records}

if __name__ == "__main__":
    for name, written in GENERATED.items():
        (DOCS / name).write_text(written(), encoding="utf-8")
