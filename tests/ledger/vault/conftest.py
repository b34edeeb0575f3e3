from pathlib import Path

import pytest

from tests.ledger.vault.places import VaultHome, confidential, make_vault_home


@pytest.fixture
def place(tmp_path: Path) -> VaultHome:
    made = make_vault_home(tmp_path / "home")
    made.append(confidential(7), confidential(8))
    return made
