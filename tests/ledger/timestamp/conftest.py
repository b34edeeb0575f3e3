import pytest

from tests.ledger.timestamp.time_authority import TimeAuthority, make_authority


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> TimeAuthority:
    return make_authority(tmp_path_factory.mktemp("authority") / "one")
