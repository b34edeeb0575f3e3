"""The ledger that witnesses are asked to cosign."""

from pathlib import Path

import pytest

from tests.ledger.ledgers import Home, make_home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path / "home", decisions=4)
