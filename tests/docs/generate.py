"""Write the documents that are generated: run by ``make docs``."""

import re
from pathlib import Path

from etl.ingest.describe import describe_native
from etl.warehouse.describe import describe

DOCS = Path(__file__).parents[2] / "docs"
DATA = DOCS / "DATA.md"
SOURCES = DOCS / "SOURCES.md"


def with_columns(text: str) -> str:
    """Put the columns of the native format where they belong in a document."""
    between = r"(?s)(?<=<!-- columns -->\n\n).*(?=\n\n<!-- end of columns -->)"
    return re.sub(between, lambda _: describe_native(), text)


if __name__ == "__main__":
    DATA.write_text(describe(), encoding="utf-8")
    SOURCES.write_text(with_columns(SOURCES.read_text("utf-8")), encoding="utf-8")
