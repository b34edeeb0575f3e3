"""ETL: native rows into a ledger, a ledger into the warehouse, and a night's growth."""

import shutil
import sys
from pathlib import Path
from statistics import median

import duckdb
from msgspec import json

from tests.bench.building import Built
from tests.bench.decisions import decisions
from tests.bench.measure import (
    Measured,
    Spent,
    command,
    in_turns,
    ratio,
    timed,
    write_sync_and_hash,
)
from tests.bench.stage import ROOT, Stage, new_ledger


def ingesting(stage: Stage, home: Path, repeat: int) -> dict[str, Measured]:
    """Measure ingesting native rows beside writing, syncing and hashing them."""
    home.mkdir()
    rows = home / "rows.jsonl"
    with rows.open("wb") as file:
        for one in decisions(2, stage.size, bytes(32).hex()):
            file.write(json.encode(one) + b"\n")
    memory: list[float] = []

    def bare() -> Spent:
        data = rows.read_bytes()
        spent = timed(lambda: write_sync_and_hash(home / "bare", data))
        (home / "bare").unlink()
        return spent

    def ingest() -> Spent:
        own = home / f"own-{len(memory)}"
        ledger, _ = new_ledger(own)
        words = [sys.executable, "weegboek.py", "ingest", str(rows)]
        words += ["--mapping", str(ROOT / "data" / "mappings" / "native.toml")]
        words += ["--ledger", str(own / "ledger"), "--signer", str(own / "signer")]
        ended = command(words, ROOT)
        if ledger.refresh().size != stage.size + 1:  # and the entry of the run
            raise RuntimeError(f"not all of {rows} was appended")
        memory.append(ended.most)
        return ended.spent

    spent = in_turns(repeat, {"bare": bare, "ingest": ingest})
    seconds = median(one.seconds for one in spent["ingest"])
    return {
        "ingest": ratio(spent["ingest"], spent["bare"]),
        "ingest_rate": Measured(stage.size / seconds, seconds=seconds, times=repeat),
        "ingest_memory": Measured(max(memory), times=repeat),
    }


def building(stage: Stage, home: Path, repeat: int) -> dict[str, Measured]:
    """Measure full builds beside reading the lines, and builds after some growth."""
    home.mkdir()
    lines, ledger, warehouse = home / "lines.ndjson", home / "ledger", home / "w"
    with lines.open("wb") as file:
        file.writelines(raw + b"\n" for raw in stage.reader.entries(0, stage.size))
    shutil.copytree(stage.ledger, ledger)
    grown = (ledger / "checkpoint").read_bytes()
    memory: list[float] = []
    parts: list[Built] = []

    def read_json() -> Spent:
        return timed(lambda: _read_json(home / "plain.duckdb", lines))

    def build(checkpoint: bytes) -> Spent:
        (ledger / "checkpoint").write_bytes(checkpoint)
        words = [sys.executable, "-m", "tests.bench.building"]
        words += [str(ledger), str(stage.policy), str(warehouse)]
        ended = command(words, ROOT)
        memory.append(ended.most)
        parts.append(json.decode(ended.said, type=Built))
        return ended.spent

    def full() -> Spent:
        shutil.rmtree(warehouse, ignore_errors=True)
        return build(stage.since)

    spent = in_turns(
        repeat,
        {"read_json": read_json, "full": full, "nightly": lambda: build(grown)},
    )
    if [one.how for one in parts] != ["full", "incremental"] * repeat:
        raise RuntimeError(f"other builds than were asked for: {parts}")
    loads = [Spent(one.seconds, one.processor) for one in parts[::2]]
    return {
        "build": ratio(loads, spent["read_json"]),
        "build_memory": Measured(max(memory), times=repeat),
        "nightly": ratio(spent["nightly"], spent["full"]),
    }


def _read_json(path: Path, lines: Path) -> None:
    for one in path.parent.glob(f"{path.name}*"):  # the write-ahead log included
        one.unlink()
    with duckdb.connect(str(path)) as connection:
        quoted = str(lines).replace("'", "''")
        connection.execute(f"CREATE TABLE entry AS FROM read_json('{quoted}')")
        connection.execute("CHECKPOINT")
