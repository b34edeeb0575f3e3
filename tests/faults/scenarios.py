"""The commands whose every file call is made to fail, each in a world of its own."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from ledger.note import SignedNote
from ledger.web import post
from tests.etl.ingest.test_ingest import MAPPING
from tests.faults import vaults
from tests.faults.injection import Meanwhile, Nursery, Outcome, run
from tests.faults.world import (
    World,
    check_created,
    check_ledger,
    check_said,
    check_warehouse,
    check_witness,
    require,
    size_of,
)
from tests.faults.worlds import (
    BUNDLE,
    LONG,
    TILE,
    ask,
    british,
    cosigned_by_file,
    ledger_grown_since_built,
    ledger_of,
    ledger_to_build,
    nothing,
    with_a_ledger,
    with_long_records,
    witnessed,
)
from tests.ledger.ledgers import ORIGIN


@dataclass
class Run:
    """One run of a scenario: where, and what was there before."""

    world: World
    nursery: Nursery
    url: str
    before: bytes | None = None
    seen: bytes | None = None
    given: list[bytes] = field(default_factory=list)

    def note_what_stands(self) -> None:
        self.before = self.world.published()
        if (self.world.witness / "policy").exists():
            self.seen = self.world.seen()
        self.given.clear()

    def file(self, name: str) -> Path:
        return self.world.path / name


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A command, the world it finds, and the check of what it leaves.

    Attributes:
        name: How the table names it.
        make: Makes the world; gets it and the URL of its witness, if it has one.
        words: The command's words.
        check: Checks what stands; returns the state.
        meanwhile: For a server: what is done while it runs.
        witnessed: Whether a witness answers at a URL.
    """

    name: str
    make: Callable[[World, str], None]
    words: Callable[[Run], list[str]]
    check: Callable[[Run, Outcome], str]
    meanwhile: Callable[[Run], Meanwhile] | None = None
    witnessed: bool = False


# Commands


def create(run_: Run) -> list[str]:
    world = run_.world
    words = ["ledger", "create", f"{world.ledger}", "--signer", f"{world.signer}"]
    words += ["--origin", ORIGIN, "--country", "NL", "--office-nl", "Kantoor"]
    return [*words, "--synthetic"]


def append(run_: Run) -> list[str]:
    world = run_.world
    words = ["ledger", "append", f"{world.ledger}", "--signer", f"{world.signer}"]
    return [*words, f"{run_.file('records')}"]


def cosign(run_: Run) -> list[str]:
    world = run_.world
    words = ["ledger", "cosign", f"{world.ledger}", "--signer", f"{world.signer}"]
    return [*words, f"{run_.file('cosignatures')}"]


def cosign_by_asking(run_: Run) -> list[str]:
    return cosign(run_)[:-1]


def witness_init(run_: Run) -> list[str]:
    world = run_.world
    logs = world.home.policy.logs
    words = ["witness", "init", f"{world.witness}", "--name", "witness.example"]
    return [*words, *(word for key in logs for word in ("--log", key.format()))]


def witness_sign(run_: Run) -> list[str]:
    words = ["witness", "sign", f"{run_.world.witness}", f"{run_.file('request')}"]
    return [*words, "--out", f"{run_.file('answer')}"]


def witness_serve(run_: Run) -> list[str]:
    return ["witness", "serve", f"{run_.world.witness}", "--port", "0"]


def asking(run_: Run) -> Meanwhile:
    """Ask the witness that listens, and stop it."""

    def ask(process: int, said: str) -> None:
        url = said.rsplit(maxsplit=1)[-1]
        request = run_.file("request").read_bytes()
        try:
            answer = post(f"{url}/add-checkpoint", request, most=99_999, deadline=20)
        except Exception:  # noqa: BLE001 - it was killed: there is no answer
            answer = None
        if answer is not None and answer.status == 200:
            run_.given.append(answer.body)
        with suppress(ProcessLookupError):  # the fault killed it
            os.kill(process, signal.SIGKILL)

    return ask


def build(run_: Run) -> list[str]:
    world = run_.world
    words = ["build", f"{world.ledger}", "--policy", f"{world.signer / 'policy'}"]
    return [*words, "--warehouse", f"{world.warehouse}"]


def ingest(run_: Run) -> list[str]:
    world = run_.world
    words = ["ingest", f"{run_.file('in.csv')}", "--mapping", f"{MAPPING}"]
    return [*words, "--ledger", f"{world.ledger}", "--signer", f"{world.signer}"]


# Checks


def created(run_: Run, outcome: Outcome) -> str:
    again = run(run_.nursery, create(run_), run_.world.path)
    return check_created(run_.world, outcome, again)


def appended(count: int) -> Callable[[Run, Outcome], str]:
    def check(run_: Run, outcome: Outcome) -> str:
        size = size_of(run_.before) + count
        return check_ledger(run_.world, run_.before, size, outcome)

    return check


def appended_and_cosigned(run_: Run, outcome: Outcome) -> str:
    world = run_.world
    note = world.home.reader.checkpoint_note()
    seen = world.seen()
    require(size_of(seen) in {5, size_of(note)}, f"the witness saw {size_of(seen)}")
    state = appended(1)(run_, outcome)
    ask(world, size_of(seen))
    return state


def cosigned(run_: Run, outcome: Outcome) -> str:
    """The checkpoint is the same, with cosignatures or without; all else goes on."""
    world, before = run_.world, SignedNote.parse(run_.before or b"")
    after = SignedNote.parse(world.home.reader.checkpoint_note())
    require(after.text == before.text, "cosigning changed the checkpoint")
    require(set(before.signatures) <= set(after.signatures), "signatures were lost")
    lines = len(after.signatures)
    require(lines in {2, 4}, f"{lines} signatures")
    require(outcome.status != 0 or lines == 4, "acknowledged without cosignatures")
    size = size_of(run_.before)
    state = check_ledger(world, run_.before, size, outcome)
    return state if outcome.status == 0 or lines == 2 else "as after"


def witness_made(run_: Run, outcome: Outcome) -> str:
    """What a creation left is whole, or the same command makes it whole."""
    check_said(outcome)
    again = run(run_.nursery, witness_init(run_), run_.world.path)
    check_said(again)
    require(
        again.status == 0 or "never overwritten" in again.err,
        f"made again: {again.err}",
    )
    require(outcome.status or again.status, "acknowledged, yet made again")
    ask(run_.world, 0)
    if outcome.status == 0:
        return "done"
    return "as after" if again.status else "as before"


def cosigned_by_witness(run_: Run, outcome: Outcome) -> str:
    answer = run_.file("answer")
    given = answer.read_bytes() if answer.exists() else b""
    return check_witness(run_.world, run_.seen, outcome, given)


def served(run_: Run, outcome: Outcome) -> str:
    given = run_.given[0] if run_.given else b""
    # A server ends by a signal, ours or the fault's; what counts is its answer.
    answered = Outcome(0 if given else -signal.SIGKILL, outcome.out, outcome.err)
    return check_witness(run_.world, run_.seen, answered, given)


def built(old: int, new: int) -> Callable[[Run, Outcome], str]:
    return lambda run_, outcome: check_warehouse(run_.world, old, new, outcome)


SCENARIOS = (
    Scenario(name="ledger create", make=nothing, words=create, check=created),
    Scenario(
        name="ledger append, 3 entries",
        make=ledger_of(5, 3),
        words=append,
        check=appended(3),
    ),
    Scenario(
        name="ledger append, over a bundle (254 + 4)",
        make=ledger_of(BUNDLE - 2, 4),
        words=append,
        check=appended(4),
    ),
    Scenario(
        name="ledger append, over a tile of tiles (65,534 + 4)",
        make=ledger_of(TILE - 2, 4),
        words=append,
        check=appended(4),
    ),
    Scenario(
        name=f"ledger append, {LONG} long entries written behind",
        make=with_long_records,
        words=append,
        check=appended(LONG),
    ),
    Scenario(
        name="ledger append, asking a witness",
        make=witnessed,
        words=append,
        check=appended_and_cosigned,
        witnessed=True,
    ),
    Scenario(
        name="ledger cosign, from a file",
        make=cosigned_by_file,
        words=cosign,
        check=cosigned,
    ),
    Scenario(
        name="ledger cosign, asking a witness",
        make=witnessed,
        words=cosign_by_asking,
        check=cosigned,
        witnessed=True,
    ),
    Scenario(
        name="witness init",
        make=with_a_ledger,
        words=witness_init,
        check=witness_made,
    ),
    Scenario(
        name="witness sign",
        make=witnessed,
        words=witness_sign,
        check=cosigned_by_witness,
    ),
    Scenario(
        name="witness serve, one request",
        make=witnessed,
        words=witness_serve,
        check=served,
        meanwhile=asking,
    ),
    Scenario(
        name="ledger append, with a vault",
        make=vaults.sealed,
        words=lambda run_: vaults.append_sealed(run_.world),
        check=lambda run_, outcome: vaults.check_sealed(
            run_.world, run_.before, outcome
        ),
    ),
    Scenario(
        name="vault rewrap",
        make=vaults.sealed_to_an_old_key,
        words=lambda run_: vaults.rewrap(run_.world),
        check=lambda run_, outcome: vaults.check_rewrapped(
            run_.world, run_.nursery, run_.before, outcome
        ),
    ),
    Scenario(
        name="vault erase",
        make=vaults.sealed_and_built,
        words=lambda run_: vaults.erase(run_.world),
        check=lambda run_, outcome: vaults.check_erased(
            run_.world, run_.nursery, run_.before, outcome
        ),
    ),
    Scenario(name="ingest, 5 rows", make=british, words=ingest, check=appended(5)),
    Scenario(
        name="build, the first", make=ledger_to_build, words=build, check=built(0, 4)
    ),
    Scenario(
        name="build, incremental",
        make=ledger_grown_since_built,
        words=build,
        check=built(4, 5),
    ),
)
"""Every scenario of the matrix, in the order of the table."""
