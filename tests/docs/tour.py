"""Runs the commands of a document and writes what they print under them.

A block of ``sh`` is run; the block of ``text`` behind it is what it printed. All of
them are run by one shell, from top to bottom, in a directory of their own.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
TOUR: Final = ROOT / "docs" / "AUDIT.md"

_STEP: Final = re.compile(r"```sh\n(.*?)```\n\n```text\n.*?```\n", re.DOTALL)
_MARK: Final = "=== end of step, status "
_RANDOM: Final = re.compile(
    r"[0-9a-f]{64}"  # hashes
    r"|\b[0-9a-f]{8}\b(?=\+| of )"  # key ids
    r"|(?<![\w/+])[A-Za-z0-9+/]{43}=|(?<=\+)[A-Za-z0-9+/]{30,}=*"  # roots, keys
)

# What is recorded, and how long ago it was, would else differ from day to day.
_ON_A_DAY: Final = """\
import sys
from datetime import UTC, datetime
from ledger.cli import options
options.now = lambda: datetime(2026, 3, 31, 9, tzinfo=UTC)
import weegboek
sys.exit(weegboek.main())"""


def walked(text: str, place: Path) -> str:
    """Return a document with what its commands print today.

    Args:
        text: The document.
        place: An empty directory to run them in.
    """
    steps = [match[1] for match in _STEP.finditer(text)]
    outputs = iter(_outputs(steps, place))

    def filled(match: re.Match[str]) -> str:
        return f"```sh\n{match[1]}```\n\n```text\n{next(outputs)}```\n"

    return _STEP.sub(filled, text)


def _outputs(steps: list[str], place: Path) -> list[str]:
    programs = place / "bin"
    programs.mkdir()
    _program(programs / "python", f'exec "{sys.executable}" "$@"')
    _program(programs / "weegboek", f'exec "{sys.executable}" -c \'{_ON_A_DAY}\' "$@"')
    tour = place / "tour"
    tour.mkdir()
    shutil.copy(ROOT / "verify.py", tour)
    script = "".join(f"{{\n{step}}}\necho '{_MARK}'$?\n" for step in steps)
    environment = {
        "HOME": str(place),
        "LANG": "C.UTF-8",
        "PATH": f"{programs}:{os.defpath}:/usr/local/bin",
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",  # so that results and talk come in their order
    }
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=tour,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
    )
    parts = re.split(rf"^{_MARK}(\d+)\n", done.stdout, flags=re.MULTILINE)
    return [_shown(*pair) for pair in zip(parts[:-1:2], parts[1::2], strict=True)]


def _program(path: Path, line: str) -> None:
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o700)


def _shown(output: str, status: str) -> str:
    lines = [line.rstrip() for line in _RANDOM.sub("…", output).splitlines()]
    text = "".join(f"{line}\n" for line in lines if line)
    if status != "0":
        return f"{text}(exit status {status})\n"
    return text or "(nothing)\n"
