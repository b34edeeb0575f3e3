"""``python -m tests.bench``: measure everything in one run, and write the document.

Without options it is a smoke test; ``make bench`` asks for a million entries.
"""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.appending import batches, pooled
from tests.bench.loading import building, ingesting
from tests.bench.measure import Measured
from tests.bench.peers import Compared, UnavailableError, compare
from tests.bench.rows import PEERS
from tests.bench.stage import ROOT, Stage, stage_at
from tests.bench.table import Setting, document
from tests.bench.verifying import proving, verifying


def main(words: list[str]) -> int:
    """Run the benchmark."""
    asked = _asked(words)
    _say(f"the ledger of {asked.entries:,} entries")
    stage = stage_at(asked.home, asked.entries)
    # All of it is removed at the end. For minutes ext4 looks at each inode that was
    # freed before it takes one: what is removed meanwhile would slow what follows.
    with TemporaryDirectory(dir=asked.home) as scratch:
        measured = measure(stage, Path(scratch), asked.repeat)
        peers = {} if asked.no_peers else _peers(stage, Path(scratch), asked.compared)
    bundles = sum((stage.ledger / name).stat().st_size for name in stage.bundles)
    setting = Setting(
        entries=stage.size,
        average=bundles / stage.size - 2,  # each entry stands behind its length
        compared=min(asked.compared, stage.size),
        today=datetime.now(UTC).date(),
    )
    text = document(setting, measured, peers)
    if asked.out is None:
        sys.stdout.write(text)
    else:
        asked.out.write_text(text, encoding="utf-8")
        _say(f"wrote {asked.out}")
    return 0


def measure(stage: Stage, scratch: Path, repeat: int) -> dict[str, Measured]:
    """Measure every row; what is made for it is left in ``scratch``."""
    found: dict[str, Measured] = {}
    parts: dict[str, Callable[[], dict[str, Measured]]] = {
        "verifying": lambda: verifying(stage, repeat),
        "proofs": lambda: proving(stage),
        "batches": lambda: batches(scratch / "batches", repeat),
        "submitters": lambda: pooled(scratch / "submitters", repeat),
        "ingesting": lambda: ingesting(stage, scratch / "ingesting", repeat),
        "building": lambda: building(stage, scratch / "building", repeat),
    }
    for name, part in parts.items():
        _say(name)
        found |= part()
    return found


def _peers(stage: Stage, scratch: Path, count: int) -> dict[str, Compared | str]:
    found: dict[str, Compared | str] = {}
    for peer in PEERS:
        _say(peer.what)
        try:
            count = min(count, stage.size)
            found[peer.key] = compare(peer.key, scratch / peer.key, stage, count)
        except UnavailableError as error:
            _say(f"skipped: {error}")
            found[peer.key] = str(error)
    return found


def _asked(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--entries", type=int, default=20_000, help="of the ledger")
    parser.add_argument("--repeat", type=int, default=5, help="runs of each")
    parser.add_argument("--compared", type=int, default=100_000, help="for the peers")
    parser.add_argument("--no-peers", action="store_true", help="leave the peers out")
    parser.add_argument("--home", type=Path, default=ROOT / "data" / "local" / "bench")
    parser.add_argument("--out", type=Path, help="the document; else standard output")
    return parser.parse_args(words)


def _say(what: str) -> None:
    sys.stderr.write(f"bench: {what}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
