"""The intake is killed at random moments while many submit, and started again."""

import os
import random
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import requests

from ledger.audit import audit
from tests.etl.intake.served import Served, lines, references, served

KILLS = int(os.environ.get("WEEGBOEK_INTAKE_KILLS", "3"))
"""How many times; a hundred of them: make intake-load."""


def submit_all(intake: Served, first: int, stop: Event) -> int:
    """Submit batch after batch, each until an answer comes; return how many."""
    number = first
    while not stop.is_set():
        body = lines(number, number + 1)
        while True:
            try:
                answer = intake.post(body, f"k{number}")
            except requests.RequestException:
                time.sleep(0.02)  # it is dead, or dying: the same again
                continue
            if answer.status_code in {200, 202}:
                break
            assert answer.status_code in {429, 503}, answer.text
        number += 2
    return number - first


def test_an_intake_that_is_killed_loses_and_doubles_nothing(tmp_path: Path) -> None:
    stop = Event()
    firsts = [1_000_000 * (which + 1) for which in range(4)]
    with served(tmp_path) as intake, ThreadPoolExecutor(4) as threads:
        sent = [threads.submit(submit_all, intake, first, stop) for first in firsts]
        for kill in range(KILLS):
            time.sleep(random.Random(kill).uniform(0.05, 0.7))  # noqa: S311 - a moment
            intake.kill()
            intake.start()
        stop.set()
        counts = [one.result() for one in sent]
        assert intake.end() == 0
    wanted = [
        f"NL-{first + place}"
        for first, count in zip(firsts, counts, strict=True)
        for place in range(count)
    ]
    assert sorted(references(intake.home)) == sorted(wanted)
    assert audit(intake.home.reader, intake.home.policy).verified
