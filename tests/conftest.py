import os

import pytest
from flask.testing import FlaskClient
from hypothesis import settings

from dashboards.stage import Stage
from etl.demo.home import Home
from etl.warehouse.connection import Connection
from etl.warehouse.reader import open_current
from tests.dashboards.stages import client_of, stage_of
from tests.etl.demo_home import SEALED, make_demo

# How many examples of each property: HYPOTHESIS_PROFILE=nightly make test
for profile, examples in {"dev": 50, "ci": 200, "nightly": 5_000}.items():
    settings.register_profile(profile, max_examples=examples, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return make_demo(tmp_path_factory.mktemp("demo") / "home")


@pytest.fixture(scope="session")
def sealed_demo(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return make_demo(tmp_path_factory.mktemp("sealed") / "home", SEALED)


@pytest.fixture(scope="module")
def stage(demo: Home) -> Stage:
    return stage_of(demo)


@pytest.fixture(scope="module")
def client(demo: Home) -> FlaskClient:
    return client_of(demo)


@pytest.fixture
def cursor(demo: Home) -> Connection:
    return open_current(demo.warehouse).build().connection.cursor()
