import os

import pytest
from hypothesis import settings

from etl.demo.home import Home
from tests.etl.demo_home import make_demo

# How many examples of each property: HYPOTHESIS_PROFILE=nightly make test
for profile, examples in {"dev": 50, "ci": 200, "nightly": 5_000}.items():
    settings.register_profile(profile, max_examples=examples, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return make_demo(tmp_path_factory.mktemp("demo") / "home")
