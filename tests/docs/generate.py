"""Write the documents that are generated: run by ``make docs``."""

from pathlib import Path

from etl.warehouse.describe import describe

DATA = Path(__file__).parents[2] / "docs" / "DATA.md"

if __name__ == "__main__":
    DATA.write_text(describe(), encoding="utf-8")
