"""Write the documents that are generated: run by ``make docs``."""

import re
from pathlib import Path

from etl.ingest.describe import describe_mapping, describe_native
from etl.warehouse.describe import describe

DOCS = Path(__file__).parents[2] / "docs"
DATA = DOCS / "DATA.md"
SOURCES = DOCS / "SOURCES.md"


def with_tables(text: str) -> str:
    """Put the tables of mappings and of the native format where they belong."""
    tables = {"columns": describe_native(), "keys": describe_mapping()}
    for name, table in tables.items():
        between = rf"(?s)(?<=<!-- {name} -->\n\n).*(?=\n\n<!-- end of {name} -->)"
        text = re.sub(between, lambda _, table=table: table, text)
    return text


if __name__ == "__main__":
    DATA.write_text(describe(), encoding="utf-8")
    SOURCES.write_text(with_tables(SOURCES.read_text("utf-8")), encoding="utf-8")
