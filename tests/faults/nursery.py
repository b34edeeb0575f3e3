"""A process that has imported all of weegboek and forks a child for each command.

A child starts in a few milliseconds where ``python weegboek.py`` needs half a second,
and makes no file call before the command's own: strace counts only those. On stdin
one JSON object a line says what to run; a child's id is answered, and the child
waits for SIGUSR1, so that strace can attach before it begins.
"""

import gc
import json
import os
import secrets
import signal
import sys
import traceback
from contextlib import redirect_stderr, redirect_stdout
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

import weegboek

COMMANDS = ("ledger.cli.ledger", "ledger.cli.witness", "etl.warehouse.command")
INGEST = "etl.ingest.command"


def _warm() -> None:
    """Have each command import what it imports late, by calls that come to nothing."""
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        for words in (
            ["ledger", "append", "/nowhere/l", "--signer", "/nowhere/s", os.devnull],
            ["ledger", "cosign", "/nowhere/l", "--signer", "/nowhere/s", "/nowhere/f"],
            ["witness", "sign", "/nowhere/w", "/nowhere/r", "--out", "/nowhere/o"],
            ["build", "/nowhere/l", "--policy", os.devnull, "--warehouse", "/nowhere"],
        ):
            weegboek.main(words)


def child(job: dict[str, Any]) -> None:
    """Run one command of weegboek as its own process would."""
    signal.sigwait({signal.SIGUSR1})
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGUSR1})
    try:
        status = weegboek.main(job["words"])
    except BaseException:  # noqa: BLE001 - what Python itself does at the very end
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def begin(job: dict[str, Any]) -> int:
    """Fork a child whose output goes to the files of the job, and return its id."""
    number = os.fork()
    if number:
        return number
    for name, stream in (("out", 1), ("err", 2)):
        opened = os.open(job[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.dup2(opened, stream)
        os.close(opened)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    if job["words"][0] == "build":
        # One thread in DuckDB: its calls then come in the same order each time.
        os.sched_setaffinity(0, {secrets.choice([*os.sched_getaffinity(0)])})
    child(job)
    return 0


def main() -> None:
    """Serve jobs until stdin ends."""
    Path("/proc/self/oom_score_adj").read_text()  # Linux only, like strace
    for module in (*COMMANDS, INGEST):
        import_module(module)
    _warm()
    gc.freeze()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        number = begin(json.loads(line))
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        _, status = os.waitpid(number, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()
    os._exit(0)  # nothing to tidy up, and DuckDB talks when it is


if __name__ == "__main__":
    main()
