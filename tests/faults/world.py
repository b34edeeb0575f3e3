"""The small world in which a command is made to fail, and what must hold after it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from etl.warehouse.build import build_warehouse
from etl.warehouse.current import read_current
from etl.warehouse.reader import open_current
from etl.warehouse.verified import LedgerInput
from ledger.audit import audit
from ledger.checkpoint import Checkpoint
from ledger.durable import TEMPORARY
from ledger.keys import VerifierKey
from ledger.note import SignedNote
from ledger.policy import Policy
from ledger.signer import load_signer
from ledger.tree import check_consistency
from ledger.witness.client import request_for, sound_lines
from ledger.witness.cosigner import Cosigner, load_cosigner, origin_hash
from tests.faults.injection import Outcome
from tests.ledger.ledgers import Home, TickingClock

BEFORE, AFTER, DONE = "as before", "as after", "done"
"""What stands after a fault: the old state, the new one, the new one acknowledged."""


class Violation(AssertionError):  # noqa: N818 - it is the word for it
    """After a fault something does not hold that must."""


def require(holds: object, otherwise: str) -> None:
    if not holds:
        raise Violation(otherwise)


@dataclass(frozen=True, slots=True)
class World:
    """A ledger, its signer, a witness and a warehouse below one directory."""

    path: Path

    @property
    def home(self) -> Home:
        # Later than any clock, so that the checks can append after the command.
        return Home(self.path, TickingClock(datetime(2099, 1, 1, tzinfo=UTC)))

    @property
    def ledger(self) -> Path:
        return self.path / "ledger"

    @property
    def signer(self) -> Path:
        return self.path / "signer"

    @property
    def witness(self) -> Path:
        return self.path / "witness"

    @property
    def warehouse(self) -> Path:
        return self.path / "warehouse"

    def published(self) -> bytes | None:
        path = self.ledger / "checkpoint"
        return path.read_bytes() if path.exists() else None

    def signed(self) -> bytes | None:
        path = self.signer / "last-signed"
        return path.read_bytes() if path.exists() else None

    def seen(self) -> bytes | None:
        cosigner = load_cosigner(self.witness)
        return cosigner.seen(origin_hash(cosigner.policy.logs[0].name))


def size_of(note: bytes | None) -> int:
    return 0 if note is None else checkpoint_of(note).size


def checkpoint_of(note: bytes) -> Checkpoint:
    return Checkpoint.parse(SignedNote.parse(note).text)


def check_said(outcome: Outcome) -> None:
    """A command that fails says so in a line; it never shows a traceback."""
    require("Traceback" not in outcome.err, f"a traceback: {outcome.err[-200:]}")
    if outcome.status > 0:
        lines = outcome.err.splitlines()
        # Typer opens input files and looks at directories before the command does.
        clear = any(line.startswith(("weegboek: ", "Usage: ")) for line in lines)
        require(clear, f"status {outcome.status} without a reason: {outcome.err!r}")


def check_ledger(world: World, old: bytes | None, new: int, outcome: Outcome) -> str:
    """Nothing acknowledged is lost, nothing wrong is signed, and it goes on.

    Args:
        world: Where it happened.
        old: The checkpoint before, or None.
        new: The size that the command was to reach.
        outcome: What became of the command.
    """
    check_said(outcome)
    before = size_of(old)
    published, signed = world.published(), world.signed()
    sizes = (size_of(published), size_of(signed))
    require(set(sizes) <= {before, new}, f"sizes {sizes}, not of {before, new}")
    require(sizes[1] >= sizes[0], f"published {sizes[0]}, signed only {sizes[1]}")
    if outcome.status == 0:
        require(sizes == (new, new), f"acknowledged, yet sizes are {sizes}")
    if "nothing was appended" in outcome.err:
        require(sizes[1] == before, f"said that nothing was appended, yet {sizes}")
    if published is not None:
        check_audited(world, old, sizes[0])
        if sizes[0] == sizes[1]:
            text = checkpoint_of(signed).format() if signed is not None else ""
            same = SignedNote.parse(published).text == text
            require(same, "two checkpoints of one size are signed")
    if signed is None:
        return BEFORE
    check_goes_on(world, signed)
    if outcome.status == 0:
        return DONE
    return AFTER if sizes[1] > before else BEFORE


def check_goes_on(world: World, signed: bytes) -> None:
    """A clean append succeeds, on top of all that was ever signed."""
    world.home.append(1)
    check_audited(world, signed, size_of(signed) + 1)


def check_audited(world: World, old: bytes | None, size: int) -> None:
    """The audit verifies the ledger, which continues an older checkpoint."""
    home = world.home
    policy = Policy(logs=home.policy.logs)  # cosignatures are checked by themselves
    # Of a large ledger only what was added is read anew, at each of many points.
    large = size > 10_000
    results = [audit(home.reader, policy, since=old)] if old else []
    results += [] if large else [audit(home.reader, policy)]
    for result in results:
        wrong = [*map(str, result.findings), *result.could_not_check]
        require(result.verified, f"the audit does not verify: {wrong}")
        require(result.size == size, f"audited {result.size} entries, not {size}")


def check_created(world: World, outcome: Outcome, again: Outcome) -> str:
    """What a creation left is either whole, or the same command makes it whole."""
    check_said(again)
    signed = world.signed()
    if again.status:
        exists = "not empty" in again.err or "already has a ledger" in again.err
        require(exists, f"created again: {again.err}")
    require(signed is not None, "created again, yet nothing is signed")
    state = check_ledger(world, None, 1, outcome) if again.status else BEFORE
    if not again.status:
        check_said(outcome)
        require(outcome.status, "acknowledged, yet created again")
        check_goes_on(world, signed or b"")
    load_signer(world.signer)
    return state


def check_witness(
    world: World, old: bytes | None, outcome: Outcome, given: bytes
) -> str:
    """It never goes back, and has remembered whatever it cosigned.

    Args:
        world: Where it happened.
        old: What it had seen before.
        outcome: What became of the command.
        given: The cosignatures that it gave, if any.
    """
    check_said(outcome)
    cosigner = load_cosigner(world.witness)
    seen, note = world.seen(), SignedNote.parse(world.home.reader.checkpoint_note())
    sizes = {size_of(old), checkpoint_of(note.format()).size}
    require(size_of(seen) in sizes, f"it has seen {size_of(seen)}, not of {sizes}")
    if seen is not None:
        trusted = Policy(logs=cosigner.policy.logs)
        require(trusted.checkpoint_of(seen), "it remembers what nobody signed")
        sound_lines(_own_lines(cosigner, seen), SignedNote.parse(seen), _keys(cosigner))
    if given:
        sound_lines(given, note, _keys(cosigner))
        require(seen, "it cosigned and has seen nothing")
        same = SignedNote.parse(seen or b"").text == note.text
        require(same, "it cosigned what it has not remembered")
    require(outcome.status or given, "it acknowledged and gave nothing")
    _check_witness_goes_on(world, cosigner, seen, note)
    if outcome.status == 0:
        return DONE
    return AFTER if size_of(seen) > size_of(old) else BEFORE


def _check_witness_goes_on(
    world: World, cosigner: Cosigner, seen: bytes | None, note: SignedNote
) -> None:
    request = request_for(world.home.reader, note, size_of(seen))
    answer = cosigner.answer(request.format(), datetime.now(UTC))
    require(answer.status == 200, f"it then answers {answer.status}: {answer.body!r}")
    if seen is not None and size_of(seen):
        one, two = checkpoint_of(seen), checkpoint_of(note.format())
        check_consistency(one.size, two.size, request.proof, one.root, two.root)


def _keys(cosigner: Cosigner) -> tuple[VerifierKey, ...]:
    return cosigner.verifier_keys


def _own_lines(cosigner: Cosigner, seen: bytes) -> bytes:
    lines = [
        line.format()
        for line in SignedNote.parse(seen).signatures
        if any(key.made(line) for key in cosigner.verifier_keys)
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def check_warehouse(world: World, old: int, new: int, outcome: Outcome) -> str:
    """``CURRENT.json`` names a whole build or nothing, and a rebuild succeeds."""
    check_said(outcome)
    current = read_current(world.warehouse) if world.warehouse.exists() else None
    size = 0 if current is None else current.ledgers[0].size
    require(size in {old, new}, f"the build has {size} entries, not {old} or {new}")
    if current is not None:
        open_current(world.warehouse).build().connection.close()
    require(outcome.status or size == new, "acknowledged, yet the build is the old one")
    home = world.home
    given = LedgerInput(reader=home.reader, policy=home.policy)
    build_warehouse(world.warehouse, [given])
    made = open_current(world.warehouse).build()
    counted = made.connection.execute("SELECT count(*) FROM entry").fetchall()[0][0]
    made.connection.close()
    require(counted == new, f"the rebuild has {counted} entries, not {new}")
    left = [path.name for path in world.warehouse.iterdir() if _unfinished(path)]
    require(not left, f"the rebuild leaves {left}")
    if outcome.status == 0:
        return DONE
    return AFTER if size == new != old else BEFORE


def _unfinished(path: Path) -> bool:
    return path.name.startswith((TEMPORARY, ".building"))
