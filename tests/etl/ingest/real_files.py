"""The real published files: each into the ledger of its authority, and the account."""

from pathlib import Path
from typing import Any, NamedTuple

from tests.etl.ingest.place import SHARED, Place

HEAD = ("file", "mapping", "rows read", "decisions", "appended", "rejected", "by rule")


class Job(NamedTuple):
    country: str
    mapping: str
    file: Path
    sides: dict[str, Path]


def jobs(country: str) -> list[Job]:
    if country == "GB":
        (values,) = (SHARED / "uk").glob("values_*.csv")
        (grounds,) = (SHARED / "uk").glob("refusal-criteria_*.csv")
        (texts,) = (SHARED / "uk").glob("ratings_*.csv")
        return [Job("GB", "uk", values, {"grounds": grounds, "texts": texts})]
    trackers = sorted((SHARED / "ch").glob("tracker_*.csv"))
    books = sorted((SHARED / "ch").glob("elic_*.xlsx"))
    found = [Job("CH", "ch_tracker", file, {}) for file in trackers]
    return found + [Job("CH", "ch_elic", file, {}) for file in books]


def run(place: Place, job: Job) -> dict[str, Any]:
    place.mapping = place.mapping.with_name(f"{job.mapping}.toml")
    words = [f"--side={role}={path}" for role, path in job.sides.items()]
    rejects = place.path / f"{job.file.name}.rejects.csv"
    return place.account(job.file, *words, f"--rejects={rejects}")


def table_row(job: Job, account: dict[str, Any]) -> str:
    rules = ", ".join(f"{rule} {rows}" for rule, rows in account["rules"].items())
    numbers = ("read", "decisions", "appended", "rejected")
    cells = [f"{account[name]:,}" for name in numbers]
    return f"| {' | '.join((job.file.name, job.mapping, *cells, rules or '–'))} |"


def table(rows: list[str]) -> str:
    line = f"|{'---|' * len(HEAD)}"
    return "\n".join((f"| {' | '.join(HEAD)} |", line, *rows))
