"""The witness as its command runs it: another process, asked over HTTP."""

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from ledger.policy import Policy, Witness
from ledger.web import Answer, post
from ledger.witness.client import collect, request_for
from ledger.witness.cosigner import SIZE_KIND, create_cosigner, load_cosigner
from tests.ledger.ledgers import Home, make_home

ROOT = Path(__file__).parents[3]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = make_home(tmp_path / "home", decisions=4)
    create_cosigner(home.path / "court", "court.example", home.policy.logs)
    return home


@contextmanager
def serving(home: Home) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run ``weegboek witness serve`` on a free port."""
    words: list[str | Path] = [
        sys.executable,
        "-u",
        ROOT / "weegboek.py",
        "witness",
        "serve",
    ]
    with subprocess.Popen(
        [*words, home.path / "court", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as program:
        assert program.stdout is not None
        try:
            yield program.stdout.readline().split()[-1], program
        finally:
            program.kill()


def body(home: Home, old: int) -> bytes:
    return request_for(home.reader, home.note(), old).format()


def send(url: str, raw: bytes) -> Answer:
    return post(f"{url}/add-checkpoint", raw, most=9_999, deadline=10)


def test_every_status_is_that_of_the_specification(home: Home, tmp_path: Path) -> None:
    shutil.copytree(home.path, tmp_path / "fork")
    fork = Home(tmp_path / "fork", clock=home.clock)
    stranger = make_home(tmp_path / "stranger", decisions=2)
    first = body(home, 0)
    half = replace(home.note(), signatures=home.note().signatures[:1])
    other = first.replace(b"test.example/nl", b"else.example/nl")
    proof = b"old 0\n" + b"A" * 43 + b"=\n" + first.removeprefix(b"old 0\n")
    with serving(home) as (url, _):
        assert send(url, b"nonsense").status == 400
        assert send(url, first.replace(b"old 0", b"old 6")).status == 400
        assert send(url, b"old 0\n\n" + half.format()).status == 403
        assert send(url, body(stranger, 0)).status == 403
        assert send(url, other).status == 404
        assert send(url, proof).status == 422
        assert send(url, first).status == 200
        assert send(url, first) == Answer(409, SIZE_KIND, b"5\n")
        assert send(url, body(home, 5)).status == 200
        home.append(3)
        fork.append(3)
        assert send(url, body(home, 4)) == Answer(409, SIZE_KIND, b"5\n")
        assert send(url, body(home, 5)).status == 200
        assert send(url, body(fork, 8)).status == 422  # as many entries, other ones
        fork.append(2)
        assert send(url, body(fork, 8)).status == 422  # more entries, other ones


def test_a_witness_that_was_killed_remembers_what_it_cosigned(home: Home) -> None:
    with serving(home) as (url, program):
        assert send(url, body(home, 0)).status == 200
        program.kill()
        program.wait()
    with serving(home) as (url, _):
        assert send(url, body(home, 0)) == Answer(409, SIZE_KIND, b"5\n")


def test_of_many_requests_at_once_one_is_first(home: Home) -> None:
    first = body(home, 0)
    requests = []
    for _ in range(6):
        home.append(2)
        requests.append(body(home, 5))
    answers: list[Answer] = []
    with serving(home) as (url, _):
        assert send(url, first).status == 200
        threads = [
            threading.Thread(target=lambda raw=raw: answers.append(send(url, raw)))
            for raw in requests
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    # To the others the old size is no longer the size seen.
    assert sorted(answer.status for answer in answers) == [200] + [409] * 5
    assert len({answer.body for answer in answers if answer.status == 409}) == 1


def test_the_ledger_collects_from_the_served_witness(home: Home) -> None:
    keys = load_cosigner(home.path / "court").verifier_keys
    with serving(home) as (url, _):
        witnesses = tuple(
            Witness(name=f"court-{key.key_type}", key=key, url=url) for key in keys
        )
        policy = Policy(
            logs=home.policy.logs, witnesses=witnesses, quorum=witnesses[0].name
        )
        cosigning = collect(home.open(), policy)
    assert cosigning.reached, cosigning.troubles
    assert policy.checkpoint_of(home.reader.checkpoint_note()).size == 5
