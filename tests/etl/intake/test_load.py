"""Ten submit at the same time, one of them is killed: nothing is lost or doubled.

A few seconds as part of the tests; the whole minute: make intake-load.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from ledger.audit import audit
from tests.etl.intake.served import ROOT, references, served

SECONDS = float(os.environ.get("WEEGBOEK_LOAD_SECONDS", "3"))
SUBMITTERS = 10
BATCH = 20

SUBMIT = """
import sys, time
import requests
from tests.etl.intake.served import lines

url, token, first, seconds, batch = sys.argv[1:]
number, batch, end = int(first), int(batch), time.monotonic() + float(seconds)
session = requests.Session()
session.headers = {"Authorization": "Bearer " + token,
                   "Content-Type": "application/jsonl"}
while time.monotonic() < end:
    body = lines(*range(number, number + batch))
    print("sent", number, flush=True)
    while True:
        answer = session.post(url + "/batches", data=body, timeout=60,
                              headers={"Idempotency-Key": "k%d" % number})
        if answer.status_code in (200, 202):
            break
        assert answer.status_code in (429, 503), answer.text
        time.sleep(float(answer.headers["Retry-After"]) / 50)
    print("accepted", number, flush=True)
    number += batch
"""


def submitter(url: str, token: str, which: int) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", SUBMIT, url, token, str(1_000_000 * (which + 1))]
    return subprocess.Popen(
        [*words, str(SECONDS), str(BATCH)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def told(out: str) -> dict[str, set[int]]:
    """Return which batches a submitter sent, and which it knows to be accepted."""
    found: dict[str, set[int]] = {"sent": set(), "accepted": set()}
    for line in out.splitlines(keepends=True):
        if line.endswith("\n"):
            word, number = line.split()
            found[word].add(int(number))
    return found


def test_ten_submit_and_one_is_killed(tmp_path: Path) -> None:
    with served(tmp_path) as intake:
        running = [
            submitter(intake.url, intake.token, which) for which in range(SUBMITTERS)
        ]
        time.sleep(SECONDS / 2)
        os.kill(running[0].pid, signal.SIGKILL)
        outs = [process.communicate() for process in running]
        assert intake.end() == 0
    assert [process.returncode for process in running[1:]] == [0] * (SUBMITTERS - 1), (
        outs
    )
    there = references(intake.home)
    assert len(set(there)) == len(there), "something is there twice"
    held = {int(reference.removeprefix("NL-")) for reference in there}
    sent: set[int] = set()
    for out, _ in outs:
        said = told(out)
        sent |= said["sent"]
        for first in said["accepted"]:
            assert held.issuperset(range(first, first + BATCH)), "something is lost"
    assert {number - number % BATCH for number in held} <= sent
    assert len(held) % BATCH == 0, "a batch is there in part"
    assert audit(intake.home.reader, intake.home.policy).verified
    print(f"{len(held)} records of {SUBMITTERS} in {SECONDS:.0f} s")  # noqa: T201 - for who runs the minute
