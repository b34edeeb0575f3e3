import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from etl.errors import (
    BatchError,
    CrowdedError,
    IntakeError,
    JournalError,
    KeyReusedError,
    TooLargeError,
)
from etl.intake.journal import JOURNAL, BatchName, Journal, Standing
from etl.intake.service import Intake, Room, Taken
from etl.intake.submission import DECISIONS
from ledger.audit import audit
from ledger.entry import Entry, Source
from ledger.errors import LockedError
from ledger.lock import locked
from ledger.source_keys import Demand, SourceKey, SourceKeys
from ledger.source_signer import SourceSigner
from tests.etl.intake.served import line, lines, references
from tests.ledger.ledgers import ORIGIN, Home, TickingClock, make_home, numbered
from tests.ledger.records.sample_records import decision, framework

QUICK = Room(pause=0.02)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    (tmp_path / "intake").mkdir()
    return make_home(tmp_path)


@contextmanager
def intake_of(
    home: Home, room: Room = QUICK, *, wait: float = 0.05
) -> Iterator[Intake]:
    with Intake(home.path / "intake", home.open(wait=wait), room=room) as intake:
        yield intake


def take(intake: Intake, body: bytes, key: str, system: str = "office") -> Taken:
    return intake.take(system, key, body, DECISIONS)


def troubled(intake: Intake) -> bool:
    return intake.trouble is not None


def settled(intake: Intake, name: BatchName) -> Standing:
    while True:
        standing = intake.standing(name)
        assert standing is not None
        if standing.state != "accepted":
            return standing
        time.sleep(0.005)


def test_a_batch_is_appended_as_it_is_with_its_system_and_digest(home: Home) -> None:
    body = line(numbered(1), system="office", key="row 7") + b"\n" + lines(2)
    with intake_of(home) as intake:
        taken = take(intake, body, "k")
        assert taken.new
        assert taken.standing.state == "accepted"
        assert settled(intake, taken.name) == Standing("published", 2, 1)
    digest = sha256(body).hexdigest()
    sources = [Entry.parse(raw).source for raw in home.reader.entries(1, 3)]
    assert sources == [
        Source(batch=digest, key="row 7", system="office"),
        Source(batch=digest, system="office"),
    ]
    assert audit(home.reader, home.policy).verified


def test_the_same_again_is_the_same_batch_under_any_key(home: Home) -> None:
    with intake_of(home) as intake:
        first = take(intake, lines(1, 2), "k")
        settled(intake, first.name)
        for key in ("k", "another", "another"):
            again = take(intake, lines(1, 2), key)
            assert again == Taken(first.name, Standing("published", 2, 1), new=False)
        with pytest.raises(KeyReusedError):
            take(intake, lines(9), "another")
    assert references(home) == ["NL-1", "NL-2"]


def test_what_the_source_signed_still_is_when_the_intake_passed_it_on(
    home: Home,
) -> None:
    key = Ed25519PrivateKey.generate()
    signer = SourceSigner("office.example", key)
    source = signer.sign(ORIGIN, numbered(1), Source(key="row 7", system="office"))
    shape = {"kind": "licence_decision", "record": numbered(1), "source": source}
    with intake_of(home) as intake:
        take(intake, msgspec.json.encode(shape), "k")
    pinned = SourceKey(
        holder="office",
        role="system",
        system="office",
        verifier_key=signer.verifier_key.format(),
    )
    keys = SourceKeys(demand=(Demand(signatures="one"),), key=(pinned,))
    assert audit(home.reader, home.policy, sources=keys).verified
    with intake_of(home) as intake:
        take(intake, lines(2), "unsigned")
    (finding,) = audit(home.reader, home.policy, sources=keys).findings
    assert (finding.code, finding.index) == ("source_signature_missing", 2)


def test_two_systems_may_send_the_same_under_the_same_key(home: Home) -> None:
    with intake_of(home) as intake:
        one = take(intake, lines(1), "k", "office")
        two = take(intake, lines(1), "k", "customs")
        assert one.new
        assert two.new
    assert references(home) == ["NL-1", "NL-1"]  # the audit remarks on that


def test_a_key_keeps_its_content_over_a_restart(home: Home) -> None:
    with intake_of(home) as intake:
        take(intake, lines(1), "k")
    with intake_of(home) as intake:
        assert not take(intake, lines(1), "k").new
        with pytest.raises(KeyReusedError, match="other content"):
            take(intake, lines(2), "k")
    assert references(home) == ["NL-1"]


WRONG = [
    (b"", "malformed|truncated"),
    (b"nonsense", "malformed"),
    (lines(1) + b"\n" + lines(2), "truncated|malformed"),
    (line(numbered(1), system="customs"), "whose token this is"),
    (line(numbered(1), system="office", batch="ab" * 32), "given by the intake"),
    (line(framework()), "not for this token"),
    (line(msgspec.structs.replace(decision(), lines=())), "at least one line"),
]


@pytest.mark.parametrize(("body", "reason"), WRONG)
def test_what_is_wrong_is_named_and_nothing_of_it_is_taken_in(
    home: Home, body: bytes, reason: str
) -> None:
    with intake_of(home) as intake:
        with pytest.raises(BatchError) as caught:
            take(intake, body, "k")
        assert any(re.search(reason, fault.reason) for fault in caught.value.faults)
        assert take(intake, lines(5), "k").new, "the key is still free"
    assert references(home) == ["NL-5"]


def test_every_fault_is_counted_and_the_first_are_listed(home: Home) -> None:
    body = lines(1) + b"x\n" * 150
    with intake_of(home) as intake, pytest.raises(BatchError) as caught:
        take(intake, body, "k")
    assert caught.value.count == 150
    assert [fault.line for fault in caught.value.faults] == [*range(2, 102)]


@pytest.mark.parametrize("room", [Room(body=400), Room(records=2)])
def test_a_batch_may_be_no_larger_than_said(home: Home, room: Room) -> None:
    with intake_of(home, room) as intake, pytest.raises(TooLargeError):
        take(intake, lines(1, 2, 3), "k")


def test_who_finds_it_crowded_is_told_whose_records_wait(home: Home) -> None:
    room = Room(pause=0.02, share=3, waiting=5)
    with intake_of(home, room, wait=10) as intake:
        with locked(home.ledger):
            take(intake, lines(1, 2), "a")
            with pytest.raises(CrowdedError) as own:
                take(intake, lines(3, 4), "b")
            assert own.value.own
            take(intake, lines(5, 6), "a", "customs")
            with pytest.raises(CrowdedError) as whole:
                take(intake, lines(7, 8), "a", "port")
            assert not whole.value.own
            assert not take(intake, lines(1, 2), "a").new, "asking again is no load"
        while intake.waiting_records():
            time.sleep(0.005)
        assert take(intake, lines(3, 4), "b").new
    assert sorted(references(home)) == [f"NL-{n}" for n in (1, 2, 3, 4, 5, 6)]


def test_what_cannot_be_appended_is_tried_until_it_can(home: Home) -> None:
    with intake_of(home) as intake:
        with locked(home.ledger):
            names = [take(intake, lines(n), f"k{n}").name for n in range(4)]
            while not troubled(intake):
                time.sleep(0.005)
        for name in names:
            assert settled(intake, name).state == "published"
        assert not troubled(intake)
    assert sorted(references(home)) == [f"NL-{n}" for n in range(4)]


def test_a_clock_that_went_back_only_delays(home: Home) -> None:
    late = TickingClock(home.clock.now.replace(year=2020))
    ledger = home.open()
    ledger._clock = late
    with Intake(home.path / "intake", ledger, room=QUICK) as intake:
        name = take(intake, lines(1), "k").name
        while intake.trouble is None:
            time.sleep(0.005)
        late.now = home.clock.now.replace(year=2030)
        assert settled(intake, name).state == "published"
    assert references(home) == ["NL-1"]


def forget_outcomes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the journal fail where it writes down what was published."""

    def fail(*_: object) -> None:
        raise JournalError("disk full")

    monkeypatch.setattr(Journal, "publish", fail)


def test_what_was_published_and_not_written_down_is_found_in_the_ledger(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        forget_outcomes(broken)
        with intake_of(home, Room(pause=60)) as intake:
            name = take(intake, lines(1, 2), "k").name
            while not troubled(intake):
                time.sleep(0.005)
    assert references(home) == ["NL-1", "NL-2"]
    with intake_of(home) as intake:
        assert intake.standing(name) == Standing("published", 2, 1)
        assert not take(intake, lines(1, 2), "k").new
    assert references(home) == ["NL-1", "NL-2"]


def test_that_is_found_without_a_restart_as_well(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget_outcomes(monkeypatch)
    with intake_of(home) as intake:
        names = [take(intake, lines(n), f"k{n}").name for n in range(5)]
        for name in names:
            assert settled(intake, name).state == "published"
    assert sorted(references(home)) == [f"NL-{n}" for n in range(5)]


def test_what_was_accepted_and_not_appended_is_appended_at_the_next_start(
    home: Home,
) -> None:
    name = BatchName("office", sha256(lines(1, 2)).hexdigest())
    journal = Journal.open(home.path / "intake", home.open().checkpoint.origin)
    journal.accept(name, "k", 2, lines(1, 2))
    journal.close()
    with intake_of(home) as intake:
        assert settled(intake, name) == Standing("published", 2, 1)
    with intake_of(home) as intake:
        assert not take(intake, lines(1, 2), "k").new
    assert references(home) == ["NL-1", "NL-2"]


def test_who_loses_the_journal_still_has_each_batch_once(home: Home) -> None:
    with intake_of(home) as intake:
        take(intake, lines(1, 2), "k")
    for path in (home.path / "intake").glob(f"{JOURNAL}*"):
        path.unlink()
    with intake_of(home) as intake:
        again = take(intake, lines(1, 2), "k")
        assert again.standing == Standing("published", 2, 1)
    assert references(home) == ["NL-1", "NL-2"]


def test_entries_that_only_claim_to_be_of_a_batch_do_not_replace_it(
    home: Home,
) -> None:
    name = BatchName("office", sha256(lines(1, 2)).hexdigest())
    journal = Journal.open(home.path / "intake", home.open().checkpoint.origin)
    journal.accept(name, "k", 2, lines(1, 2))
    journal.close()
    with home.open().appending() as batch:
        batch.append(numbered(7), source=Source(batch=name.digest, system="office"))
    with intake_of(home) as intake:
        assert settled(intake, name) == Standing("published", 2, 2)
    assert references(home) == ["NL-7", "NL-1", "NL-2"]


def test_a_second_intake_is_kept_out(home: Home) -> None:
    with intake_of(home), pytest.raises(LockedError), intake_of(home):
        pass


def test_the_journal_of_another_ledger_is_refused(home: Home) -> None:
    Journal.open(home.path / "intake", "other.example/nl").close()
    with pytest.raises(IntakeError, match=r"other\.example/nl"), intake_of(home):
        pass


def test_a_journal_that_knows_more_than_the_ledger_holds_is_refused(
    home: Home,
) -> None:
    journal = Journal.open(home.path / "intake", home.open().checkpoint.origin)
    journal.see((), 100)
    journal.close()
    with pytest.raises(IntakeError, match="put back from a backup"), intake_of(home):
        pass


def test_nothing_is_accepted_that_cannot_be_written_down(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise JournalError("disk full")

    with intake_of(home) as intake:
        with monkeypatch.context() as broken:
            broken.setattr(Journal, "accept", fail)
            with pytest.raises(JournalError):
                take(intake, lines(1), "k")
        assert take(intake, lines(1), "k").new
    assert references(home) == ["NL-1"]


def test_what_is_accepted_while_closing_waits_for_the_next_start(home: Home) -> None:
    with intake_of(home) as intake:
        intake._pool.close()
        name = take(intake, lines(1), "k").name
    with intake_of(home) as intake:
        assert settled(intake, name).state == "published"
    assert references(home) == ["NL-1"]


def test_the_journal_is_for_its_owner_and_forgets_what_is_published(
    home: Home,
) -> None:
    with intake_of(home) as intake:
        name = take(intake, lines(1), "k").name
        settled(intake, name)
        assert intake._journal.waiting() == []
    path = home.path / "intake" / JOURNAL
    assert path.stat().st_mode & 0o777 == 0o600
