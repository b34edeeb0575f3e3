from collections.abc import Iterator

import pytest

from etl.demo.home import Home
from tests.dashboards.committee.places import Committee, make_committee
from tests.dashboards.committee.provider_stand_in import StandIn, stand_in


@pytest.fixture(scope="package")
def provider() -> Iterator[StandIn]:
    with stand_in() as provider:
        yield provider


@pytest.fixture(scope="package")
def committee(
    sealed_demo: Home, provider: StandIn, tmp_path_factory: pytest.TempPathFactory
) -> Committee:
    place = tmp_path_factory.mktemp("committee")
    return make_committee(sealed_demo, place, provider)
