"""Verifying: the whole ledger, what was added, one proof."""

import sys
from functools import partial
from random import Random
from statistics import median

from ledger.audit import audit
from ledger.audit.bundle import BundleJob, check_bundle
from ledger.audit.limits import Limits
from ledger.audit.trusted_time import TrustedTimes
from ledger.entry import parse_entries
from ledger.processes import Workers
from ledger.proof import prove_entry
from ledger.tiles import WIDTH, parse_bundle
from ledger.tree import check_inclusion, leaf_hash
from tests.bench.measure import (
    Measured,
    Run,
    Spent,
    clocked,
    command,
    in_turns,
    ratio,
    timed,
)
from tests.bench.stage import ROOT, Stage

_PROOFS = 200
_CHUNK = 4


def verifying(stage: Stage, repeat: int) -> dict[str, Measured]:
    """Measure full verifies beside OpenSSL, and an audit of what was added."""
    memory: dict[str, list[float]] = {"integrity": [], "audit": []}

    def weegboek(name: str, *options: str) -> Run:
        words = [sys.executable, "weegboek.py", "audit", "run", str(stage.ledger)]
        words += ["--policy", str(stage.policy), "--processes", "2", *options]

        def run() -> Spent:
            ended = command(words, ROOT)
            memory[name].append(ended.most)
            return ended.spent

        return run

    openssl = ["openssl", "dgst", "-sha256", *stage.bundles]
    seconds = in_turns(
        repeat,
        {
            "openssl": lambda: command(openssl, stage.ledger).spent,
            "integrity": weegboek("integrity", "--integrity-only"),
            "form": lambda: timed(lambda: _read_all(stage)),
            "audit": weegboek("audit"),
            "since": lambda: timed(lambda: _audit_since(stage)),
        },
    )
    return {
        "integrity": ratio(seconds["integrity"], seconds["openssl"]),
        "integrity_memory": Measured(max(memory["integrity"]), times=repeat),
        "form": ratio(seconds["form"], seconds["openssl"]),
        "audit": ratio(seconds["audit"], seconds["openssl"]),
        "audit_memory": Measured(max(memory["audit"]), times=repeat),
        "since": ratio(seconds["since"], seconds["audit"]),
    }


def _read_all(stage: Stage) -> None:
    """Verify, and read every entry strictly, in two processes; leave out the rules."""
    numbers = range(len(stage.bundles))
    pieces = [numbers[start : start + _CHUNK] for start in numbers[::_CHUNK]]
    work = partial(_read_bundles, stage)
    with Workers(2, worth=1) as workers:
        if not all(workers.map(work, pieces)):
            raise RuntimeError(f"{stage.ledger} does not verify")


def _read_bundles(stage: Stage, numbers: range) -> bool:
    return all(_read_bundle(stage, number) for number in numbers)


def _read_bundle(stage: Stage, number: int) -> bool:
    reader = stage.reader
    width = min(WIDTH, stage.size - number * WIDTH)
    job = BundleJob(
        reader=reader,
        number=number,
        width=width,
        integrity_only=True,
        limits=Limits(),
        times=TrustedTimes(),
    )
    report = check_bundle(job)
    entries = parse_bundle(reader.bundle_bytes(number, width), width)
    return len(parse_entries(entries)) == width and not report.findings


def _audit_since(stage: Stage) -> None:
    result = audit(stage.reader, stage.pinned, since=stage.since)
    if not result.verified or not result.since:
        raise RuntimeError(f"{stage.ledger} does not verify: {result.findings[:3]}")


def proving(stage: Stage) -> dict[str, Measured]:
    """Measure making and checking the proof of one entry, anywhere in the ledger."""
    draw = Random(1)  # noqa: S311 - so that it can be repeated
    reader, checkpoint = stage.reader, stage.reader.checkpoint()
    made: list[float] = []
    checked: list[float] = []
    for _ in range(_PROOFS):
        index = draw.randrange(stage.size)
        made.append(clocked(partial(prove_entry, reader, index)))
        proof, entry = prove_entry(reader, index)

        def check(index: int, entry: bytes, hashes: tuple[bytes, ...]) -> None:
            leaf = leaf_hash(entry)
            check_inclusion(index, stage.size, leaf, hashes, checkpoint.root)

        checked.append(clocked(partial(check, index, entry, proof.hashes)))
    return {
        "prove": Measured(median(made) * 1e3, seconds=median(made), times=_PROOFS),
        "check": Measured(
            median(checked) * 1e6, seconds=median(checked), times=_PROOFS
        ),
    }
