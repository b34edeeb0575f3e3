"""No parser takes more memory or time than its input justifies.

Each runs in a process of its own under hard limits, so that one that hangs or swells
is ended and named. Nothing here measures time.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.forms import FORMS
from tests.fuzz_target import check, shake

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", FORMS)
def test_megabytes_of_what_parsers_choke_on_are_borne(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz_target", name, "--floods"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    assert "for each of its input" in done.stdout


@pytest.mark.parametrize("name", FORMS)
def test_spoiled_spellings_raise_only_errors_of_the_tree(name: str) -> None:
    shake(name, rounds=300, seed=4)


def test_the_harness_notices_a_parser_that_is_not_exact(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(
        FORMS,
        "lenient",
        type(FORMS["tile"])(
            values=FORMS["tile"].values, parse=bytes.strip, format=bytes
        ),
    )
    with pytest.raises(AssertionError, match="otherwise"):
        check("lenient", b"a ")
