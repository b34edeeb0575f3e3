"""Whether the ledgers behind the pages verify: no number is shown when not.

The audit is a process of its own, so that pages stay quick while it runs. It
runs at the start, whenever a file of a ledger changes, and now and then anyway.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from dashboards.words import Words
from etl.warehouse.current import BuiltLedger
from ledger.checkpoint import Checkpoint
from ledger.errors import LedgerError
from ledger.keys import ED25519
from ledger.policy import Policy
from ledger.reader import LedgerReader
from ledger.tile_hashes import prefix_root

POLL: Final = 15.0
"""Seconds between two looks at the files."""

FULL: Final = 600.0
"""Seconds after which everything is audited again though no file changed."""

Standing = Literal["verified", "not_verified", "could_not_check"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A ledger that pages rest on: its directory and the keys pinned for it."""

    ledger: Path
    policy: Path


class Noted(NamedTuple):
    """A finding of the audit, or all remarks of one code.

    Attributes:
        line: It in one line, as the command says it.
        meaning: What it means.
        code: Its code.
        times: How often there is such a one.
        entry: Index of the first entry that it is about, if it is about any.
    """

    line: str
    meaning: Words
    code: str = ""
    times: int = 1
    entry: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The outcome of the last audit of one ledger.

    Attributes:
        source: Which ledger.
        standing: Whether it verifies.
        origin: Its name, when its checkpoint can be read.
        size: Entries that its checkpoint covers.
        root: Root that its checkpoint states, base64.
        problems: What is wrong or could not be checked, one line each.
        audited_at: When the audit ended.
        findings: What is wrong, and what that means.
        remarks: What is to be looked at though it leaves the verdict as it is: one
            line for each code.
    """

    source: Source
    standing: Standing
    origin: str | None
    size: int
    root: str | None
    problems: tuple[str, ...]
    audited_at: datetime
    findings: tuple[Noted, ...] = ()
    remarks: tuple[Noted, ...] = ()


Auditor = Callable[[Source], Verdict]


def audit_in_process(source: Source) -> Verdict:
    """Audit a ledger by the command that any auditor would run."""
    command = [sys.executable, "-m", "weegboek", "audit", "run", str(source.ledger)]
    command += ["--policy", str(source.policy), "--json"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    now = datetime.now(UTC)
    try:
        report: dict[str, Any] = json.loads(ended.stdout)
    except ValueError:
        message = ended.stderr.strip() or f"the audit ended with {ended.returncode}"
        return Verdict(
            source=source,
            standing="could_not_check",
            origin=None,
            size=0,
            root=None,
            problems=(message,),
            audited_at=now,
        )
    findings = tuple(
        _noted(f"{_place(finding)}: {finding['code']}: {finding['message']}", finding)
        for finding in report["findings"]
    )
    first = {remark["code"]: remark for remark in reversed(report["remarks"])}
    remarks = tuple(
        _noted(f"{code}: {count}×, {_place(first[code])}", first[code], times=count)
        for code, count in report["remark_counts"].items()
    )
    standing: Standing = "verified" if report["verified"] else "could_not_check"
    if findings:
        standing = "not_verified"
    return Verdict(
        source=source,
        standing=standing,
        origin=report["origin"],
        size=report["size"],
        root=report["root"],
        problems=(*(noted.line for noted in findings), *report["could_not_check"]),
        audited_at=now,
        findings=findings,
        remarks=remarks,
    )


def ed25519_key(policy: Policy) -> str:
    """Return the first pinned key that a browser can check, or nothing."""
    keys = (key.format() for key in policy.logs if key.key_type == ED25519)
    return next(keys, "")


def _noted(line: str, finding: dict[str, Any], *, times: int = 1) -> Noted:
    meaning = Words(**finding["meaning"])
    return Noted(line, meaning, finding["code"], times, finding["index"])


def _place(finding: dict[str, Any]) -> str:
    index = None if finding["index"] is None else f"entry {finding['index']}"
    return ", ".join(filter(None, (index, finding["file"]))) or "the ledger"


class Verifier:
    """Keeps the verdicts of all ledgers up to date, in a thread of its own."""

    def __init__(
        self, sources: Sequence[Source], auditor: Auditor = audit_in_process
    ) -> None:
        self._sources = tuple(sources)
        self._auditor = auditor
        self._prints: dict[Source, int] = {}
        self._verdicts: dict[Source, Verdict] = {}
        self._stop = threading.Event()
        self._prefixes: dict[tuple[Path, int, str, datetime], bool] = {}

    def look(self, *, again: bool = False) -> None:
        """Audit what changed since the last look, or everything."""
        for source in self._sources:
            mark = _fingerprint(source)
            if again or self._prints.get(source) != mark:
                self._verdicts[source] = self._auditor(source)
                self._prints[source] = mark

    def start(self) -> None:
        """Audit everything once, then keep looking in the background."""
        self.look()
        threading.Thread(target=self._keep_looking, daemon=True).start()

    def stop(self) -> None:
        """End the background thread at its next look."""
        self._stop.set()

    def _keep_looking(self) -> None:
        waited = 0.0
        while not self._stop.wait(POLL):
            waited += POLL
            again = waited >= FULL
            self.look(again=again)
            waited = 0.0 if again else waited

    def verdict(self, built: BuiltLedger) -> tuple[Verdict | None, tuple[str, ...]]:
        """Return the verdict on a ledger as built, and why it does not hold.

        The build must be of the ledger that was audited: of its checkpoint, or of an
        earlier state that its tiles still lead to. No reasons means it holds.
        """
        for verdict in self._verdicts.values():
            if verdict.origin == built.origin:
                if verdict.standing != "verified":
                    return verdict, verdict.problems
                if not self._leads_to(verdict, built):
                    message = (
                        f"the warehouse was built from another state of {built.origin}"
                        f" than the ledger that was audited (size {built.size})"
                    )
                    return verdict, (message,)
                return verdict, ()
        problems = tuple(
            problem
            for verdict in self._verdicts.values()
            if verdict.origin is None
            for problem in verdict.problems
        )
        return None, problems or (f"no audited ledger is {built.origin}",)

    def reaches(self, built: BuiltLedger) -> bool:
        """Whether the last sound audit of a ledger went as far as a build of it.

        It does not just after an append and a build, until the next look.
        """
        return not any(
            verdict.origin == built.origin
            and verdict.standing == "verified"
            and built.size > verdict.size
            for verdict in self._verdicts.values()
        )

    def _leads_to(self, verdict: Verdict, built: BuiltLedger) -> bool:
        if built.size == verdict.size:
            return built.root == verdict.root
        if built.size > verdict.size:
            return False
        key = (verdict.source.ledger, built.size, built.root, verdict.audited_at)
        if key not in self._prefixes:
            reader = LedgerReader.at(verdict.source.ledger)
            try:
                root = prefix_root(reader, built.size, within=verdict.size)
            except (LedgerError, OSError):
                return False
            state = Checkpoint(origin=built.origin, size=built.size, root=root)
            self._prefixes[key] = state.root_text == built.root
        return self._prefixes[key]


def _fingerprint(source: Source) -> int:
    paths = [source.policy, *source.ledger.rglob("*")]
    marks = []
    for path in paths:
        try:
            stat = path.stat()
        except FileNotFoundError:
            continue  # replaced while we look; the next look sees the new one
        marks.append((str(path), stat.st_size, stat.st_mtime_ns))
    return hash(tuple(sorted(marks)))
