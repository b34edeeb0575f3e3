"""The document that the benchmark writes."""

import os
import platform
import sqlite3
import ssl
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from textwrap import fill
from typing import Final

import cryptography
import msgspec

from tests.bench.measure import Measured
from tests.bench.peers import Compared
from tests.bench.rows import PEERS, ROWS, Row, figure

COMMAND: Final = "make bench"
"""What makes the document."""

HEAD: Final = (
    "| what | beside | measured | target | met | processor | seconds | beside, s | n |"
)
PEERS_HEAD: Final = "| what | appended/s | verified/s | MB | what it does not do |"

_WIDTH: Final = 90
_METHOD: Final = (
    "What stands side by side was measured in turns, in one run: a ratio is the median"
    " of the ratios of neighbouring runs, and seconds are medians. Seconds differ"
    " between machines, ratios hardly, unless others use the machine: then what takes"
    " two processes looks slower beside what takes one. The column processor has the"
    " ratio of the seconds that processors worked, in user and system mode and in all"
    " processes, which shows that. Full verify, full audit and ingest are whole"
    " commands, their start included; the rest is measured within a process."
)
_COMPARED: Final = (
    "appended in one transaction and verified, once each. Only the ledger validates,"
    " canonicalises and signs, and only its verifier need not trust the owner: whoever"
    " owns a database can rewrite all of it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What was measured, and when.

    Attributes:
        entries: How many entries the ledger has.
        average: Bytes of an entry, on average.
        compared: How many entries the peers were given.
        today: The day.
    """

    entries: int
    average: float
    compared: int
    today: date


def document(
    setting: Setting,
    measured: Mapping[str, Measured],
    peers: Mapping[str, Compared | str],
) -> str:
    """Return the text of ``docs/BENCHMARKS.md``."""
    lines = [
        "# Benchmarks",
        "",
        fill(
            f"Written by `{COMMAND}` on {setting.today}, over a synthetic ledger of"
            f" {setting.entries:,} entries of {setting.average:,.0f} bytes on average."
            f" {_METHOD}",
            _WIDTH,
        ),
        "",
        *(f"- {fact}" for fact in facts()),
        "",
        HEAD,
        "|---|---|---|---|---|---|---|---|---|",
        *(_line(row, measured[row.key]) for row in ROWS),
        "",
        "## The same entries elsewhere",
        "",
        fill(f"{setting.compared:,} entries, {_COMPARED}", _WIDTH),
        "",
        PEERS_HEAD,
        "|---|---|---|---|---|",
    ]
    for peer in PEERS:
        found = peers.get(peer.key, "not asked for")
        if isinstance(found, str):
            cells = f"not measured: {found} | | "
        else:
            cells = (
                f"{found.append:,.0f} | {found.verify:,.0f} | {found.megabytes:,.0f}"
            )
        lines.append(f"| {peer.what} | {cells} | {peer.lacks} |")
    return "\n".join([*lines, ""])


def _line(row: Row, found: Measured) -> str:
    cells = [
        row.what,
        row.beside,
        figure(found.value, row.unit),
        row.target_text,
        row.met(found.value),
        "" if found.processor is None else figure(found.processor, "x"),
        *(
            ("" if one is None else f"{one:.3g}")
            for one in (found.seconds, found.beside)
        ),
        str(found.times),
    ]
    return f"| {' | '.join(cells)} |"


def facts() -> list[str]:
    """Return what the figures depend on: the machine and the versions."""
    info = Path("/proc/cpuinfo").read_text()
    model = [line.split(":")[1] for line in info.splitlines() if "model name" in line]
    openssl = subprocess.run(
        ["openssl", "version"], capture_output=True, check=True, text=True
    )
    load = os.getloadavg()[0]
    machine = (model or ["unknown"])[0].strip()
    system = f"{platform.system()} {platform.release()}"
    return [
        f"{os.cpu_count()} processors ({machine}), {system}",
        f"Load {load:.1f} at the end of the run",
        f"Python {platform.python_version()} with {ssl.OPENSSL_VERSION}",
        f"cryptography {cryptography.__version__}, msgspec {msgspec.__version__}",
        f"{openssl.stdout.split(' (')[0].strip()}, SQLite {sqlite3.sqlite_version}",
    ]
