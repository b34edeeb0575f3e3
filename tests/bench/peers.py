"""The same entries elsewhere: git, SQLite, PostgreSQL; each appends, then verifies."""

import io
import os
import pwd
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from ledger.audit import audit
from ledger.policy import Policy
from tests.bench.decisions import decisions, source_of, when
from tests.bench.measure import timed
from tests.bench.stage import Stage, new_ledger

_TRIGGER = """
create table entry (ix bigserial primary key, body bytea, prev bytea, hash bytea);
create function chain() returns trigger language plpgsql as $$
begin
    select hash into new.prev from entry order by ix desc limit 1;
    new.prev := coalesce(new.prev, ''::bytea);
    new.hash := sha256(new.prev || new.body);
    return new;
end $$;
create trigger chain before insert on entry for each row execute function chain();
"""
_WRONG = """
select count(*) from (
    select body, prev, hash, lag(hash) over (order by ix) as before from entry
) as chained
where prev is distinct from coalesce(before, ''::bytea) or hash <> sha256(prev || body)
"""


class UnavailableError(Exception):
    """The peer cannot be had here."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What one peer came to: entries a second, and MB on the disk."""

    append: float
    verify: float
    megabytes: float


def compare(key: str, home: Path, stage: Stage, count: int) -> Compared:
    """Have one peer append and verify the first entries of the ledger.

    Raises:
        UnavailableError: The peer cannot be had here.
    """
    home.mkdir()
    if key == "ledger":
        append, verify, size = _ledger(home, count)
    else:
        entries = list(stage.reader.entries(0, count))
        peer = {"git": _git, "sqlite": _sqlite, "postgresql": _postgresql}[key]
        append, verify, size = peer(home, entries)
    return Compared(count / append, count / verify, size / 1e6)


def _ledger(home: Path, count: int) -> tuple[float, float, int]:
    ledger, framework = new_ledger(home / "own")
    made = list(decisions(2, count, framework))

    def append() -> None:
        with ledger.appending() as batch:
            for index, one in enumerate(made, start=2):
                batch.append(one, recorded_at=when(index), source=source_of(index))

    def verify() -> None:
        pinned = Policy.parse((home / "own" / "signer" / "policy").read_bytes())
        _expect(audit(ledger.reader, pinned, integrity_only=True).verified)

    return timed(append).seconds, timed(verify).seconds, _size(ledger.path)


def _git(home: Path, entries: Sequence[bytes]) -> tuple[float, float, int]:
    if shutil.which("git") is None:
        raise UnavailableError("git is not installed")
    git = ["git", "-C", str(home), "-c", "core.fsync=all"]
    _run([*git, "init", "--quiet", "--bare", "--object-format=sha256", "."])
    stream = io.BytesIO()
    for number, entry in enumerate(entries, start=1):
        stream.write(b"blob\nmark :%d\ndata %d\n%b\n" % (number, len(entry), entry))
    who = b"bench <bench@example.org> 1577836800 +0000"
    stream.write(b"commit refs/heads/main\ncommitter %b\ndata 1\nx\n" % who)
    for number in range(1, len(entries) + 1):
        stream.write(b"M 100644 :%d %04d/%d\n" % (number, number // 256, number))
    data = stream.getvalue()
    append = timed(lambda: _run([*git, "fast-import", "--quiet"], data)).seconds
    verify = timed(lambda: _run([*git, "fsck", "--full", "--no-progress"])).seconds
    return append, verify, _size(home)


def _sqlite(home: Path, entries: Sequence[bytes]) -> tuple[float, float, int]:
    with closing(sqlite3.connect(home / "entries.db")) as base:
        base.execute("pragma journal_mode=wal")
        base.execute("pragma synchronous=full")
        base.execute(
            "create table entry"
            " (ix integer primary key, body blob, prev blob, hash blob)"
        )

        def chained() -> Iterator[tuple[bytes, bytes, bytes]]:
            before = b""
            for entry in entries:
                after = sha256(before + entry).digest()
                yield entry, before, after
                before = after

        def append() -> None:
            with base:
                base.executemany(
                    "insert into entry (body, prev, hash) values (?, ?, ?)", chained()
                )

        def verify() -> None:
            before = b""
            rows = base.execute("select body, prev, hash from entry order by ix")
            for body, prev, after in rows:
                _expect(prev == before and sha256(prev + body).digest() == after)
                before = after

        return timed(append).seconds, timed(verify).seconds, _size(home)


def _postgresql(_home: Path, entries: Sequence[bytes]) -> tuple[float, float, int]:
    with _server() as psql:
        _run([*psql, "--quiet", "-c", _TRIGGER])
        data = b"".join(b"\\\\x%b\n" % entry.hex().encode() for entry in entries)
        copy = [*psql, "-c", "copy entry (body) from stdin"]
        append = timed(lambda: _run(copy, data)).seconds
        wrong = [*psql, "--tuples-only", "-c", _WRONG]
        verify = timed(lambda: _expect(int(_run(wrong)) == 0)).seconds
        size = "select pg_total_relation_size('entry')"
        return append, verify, int(_run([*psql, "--tuples-only", "-c", size]))


@contextmanager
def _server() -> Iterator[list[str]]:
    """Run a server of our own, reached by a socket in a directory of its own."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise UnavailableError("PostgreSQL is not installed")
    programs, asuser = found[-1].parent, list[str]()
    # A socket's path must be short, so not below the ledger's home.
    with TemporaryDirectory(prefix="bench-pg-") as folder:
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            try:
                user = pwd.getpwnam("postgres")
            except KeyError as error:
                raise UnavailableError("there is no user to run PostgreSQL") from error
            os.chown(folder, user.pw_uid, user.pw_gid)
            asuser = [
                "setpriv",
                "--reuid=postgres",
                "--regid=postgres",
                "--clear-groups",
            ]
        data, control = f"{folder}/data", [*asuser, str(programs / "pg_ctl")]
        options = f"-c listen_addresses='' -k {folder}"
        _run(
            [
                *asuser,
                str(programs / "initdb"),
                "-D",
                data,
                "-A",
                "trust",
                "-U",
                "bench",
            ]
        )
        log = ["-l", f"{folder}/log"]
        _run([*control, "-D", data, "-w", *log, "-o", options, "start"])
        try:
            yield [
                str(programs / "psql"),
                "-h",
                folder,
                "-U",
                "bench",
                "-d",
                "postgres",
            ]
        finally:
            _run([*control, "-D", data, "-w", "-m", "fast", "stop"])


def _run(words: Sequence[str], data: bytes = b"") -> bytes:
    done = subprocess.run(words, input=data, capture_output=True, check=False, cwd="/")
    if done.returncode:
        raise RuntimeError(f"{words} ended with {done.returncode}: {done.stderr!r}")
    return done.stdout


def _expect(sound: bool) -> None:  # noqa: FBT001 - like assert, but never left out
    if not sound:
        sys.exit("a peer does not hold what was put in")


def _size(path: Path) -> int:
    return sum(one.stat().st_size for one in path.rglob("*") if one.is_file())
