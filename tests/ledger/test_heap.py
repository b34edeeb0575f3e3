import platform
import subprocess
import sys

import pytest

_FAULTS = """
from resource import RUSAGE_SELF, getrusage
from ledger.heap import keep_freed
{first}
before = getrusage(RUSAGE_SELF).ru_minflt
for _ in range(50):
    [one * (1 << 16) for one in [b"x"] * 16]
print(getrusage(RUSAGE_SELF).ru_minflt - before)
"""
_PAGES = 50 * (1 << 20) // (1 << 12)


def faults(first: str) -> int:
    ended = subprocess.run(
        [sys.executable, "-c", _FAULTS.format(first=first)],
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        check=True,
    )
    return int(ended.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
def test_what_a_process_has_freed_it_need_not_be_given_again() -> None:
    assert faults("") > _PAGES // 2
    assert faults("keep_freed()") < _PAGES // 10
