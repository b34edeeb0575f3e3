"""The worlds in which scenarios begin; each gets the URL of its witness, if any."""

import json
from collections.abc import Callable

from etl.warehouse.build import build_warehouse
from etl.warehouse.verified import LedgerInput
from ledger.note import SignedNote
from ledger.policy import Group, Policy, Witness
from ledger.witness.client import request_for
from ledger.witness.cosigner import create_cosigner, load_cosigner
from ledger.write_behind import TOGETHER
from tests.etl.ingest.test_ingest import GOOD, Place
from tests.etl.warehouse.test_build import with_framework
from tests.faults.world import World, require
from tests.ledger.ledgers import make_home
from tests.ledger.test_cli import line

BUNDLE, TILE = 256, 256 * 256
LONG = BUNDLE + 4


def nothing(world: World, _: str) -> None:
    world.path.mkdir(parents=True, exist_ok=True)


def with_a_ledger(world: World, _: str) -> None:
    make_home(world.path, 2)


def ledger_of(size: int, lines: int) -> Callable[[World, str], None]:
    """A ledger of some size, and a file of records to append."""

    def make(world: World, _: str) -> None:
        make_home(world.path, size - 1)
        records = [line(number) for number in range(900_000, 900_000 + lines)]
        (world.path / "records").write_text("\n".join(records) + "\n")

    return make


def with_long_records(world: World, _: str) -> None:
    """A ledger, and so many bytes to append that a thread of its own writes some."""
    make_home(world.path, 4)
    records = [json.loads(line(number)) for number in range(900_000, 900_000 + LONG)]
    source = {"kind": "open_source", "reference": "x" * 290, "title": "x" * 290}
    for one in records:
        one["record"]["sources"] = [source] * (TOGETHER // BUNDLE // 600)
    raws = [json.dumps(one) for one in records]
    (world.path / "records").write_text("\n".join(raws) + "\n")


def witnessed(world: World, url: str) -> None:
    """A ledger of 9 entries whose witness has seen 5."""
    home = make_home(world.path, 4)
    logs = home.policy.logs
    cosigner = create_cosigner(world.witness, "witness.example", logs)
    witnesses = tuple(
        Witness(name=f"w-{number}", key=key, url=url or None)
        for number, key in enumerate(cosigner.verifier_keys)
    )
    names = tuple(witness.name for witness in witnesses)
    group = Group(name="toezicht", threshold="all", members=names)
    policy = Policy(logs=logs, witnesses=witnesses, groups=(group,), quorum="toezicht")
    (world.signer / "policy").write_bytes(policy.format())
    ask(world, 0)
    home.append(4)
    note = SignedNote.parse(home.reader.checkpoint_note())
    request = request_for(home.reader, note, 5).format()
    (world.path / "request").write_bytes(request)
    (world.path / "records").write_text(f"{line(900_000)}\n")


def ask(world: World, old: int) -> bytes:
    """Have the witness cosign, apart from any command."""
    home = world.home
    note = SignedNote.parse(home.reader.checkpoint_note())
    request = request_for(home.reader, note, old).format()
    answer = load_cosigner(world.witness).answer(request, home.clock())
    require(answer.status == 200, f"{answer}")
    return answer.body


def cosigned_by_file(world: World, _: str) -> None:
    """The same, with the witness's cosignatures in a file."""
    witnessed(world, "")
    (world.path / "cosignatures").write_bytes(ask(world, 5))


def ledger_to_build(world: World, _: str) -> None:
    with_framework(make_home(world.path), ["NL-1", "NL-2"])


def ledger_grown_since_built(world: World, _: str) -> None:
    home = make_home(world.path)
    with_framework(home, ["NL-1", "NL-2"])
    given = LedgerInput(reader=home.reader, policy=home.policy)
    build_warehouse(world.warehouse, [given])
    with_framework(home, ["NL-3"])


def british(world: World, _: str) -> None:
    world.path.mkdir(parents=True, exist_ok=True)
    Place(world.path)
    (world.path / "in.csv").write_text(GOOD)
