"""Write the documents that are generated: run by ``make docs``."""

from pathlib import Path
from tempfile import TemporaryDirectory

from etl.warehouse.describe import describe
from tests.docs.tour import TOUR, walked

DATA = Path(__file__).parents[2] / "docs" / "DATA.md"

if __name__ == "__main__":
    DATA.write_text(describe(), encoding="utf-8")
    with TemporaryDirectory() as place:
        text = walked(TOUR.read_text("utf-8"), Path(place))
    TOUR.write_text(text, encoding="utf-8")
