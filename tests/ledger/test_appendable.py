from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ledger.appendable import (
    Appendable,
    appendable,
    read_decisions,
    time_in_entry,
    written_decisions,
)
from ledger.audit import audit
from ledger.entry import Entry, Source
from ledger.errors import FormatError, RecordError
from ledger.records.decision import LicenceDecision, PublishedSource
from ledger.records.record import Record
from ledger.records.rules import check_record
from ledger.tiles import MAX_ENTRY_SIZE
from tests.ledger.ledgers import authority, make_home, numbered
from tests.ledger.records.sample_records import decision, event, framework, manifest

WHEN = datetime(2026, 11, 24, 3, 4, 5, tzinfo=UTC)
SOURCE = Source(batch="ab" * 32, key="7", system="test")
WRONG: tuple[LicenceDecision, ...] = (
    msgspec.structs.replace(decision(), lines=()),
    msgspec.structs.replace(decision(), application_ref="A-1"),
    msgspec.structs.replace(
        decision(),
        lines=(msgspec.structs.replace(decision().lines[0], description="secret"),),
    ),
    msgspec.structs.replace(decision(), digests=("A" * 43,)),
)


BATCH = "ab" * 32


def named(reference: str) -> Source:
    return Source(batch=BATCH, key=reference, system="test")


def made_ready(raws: list[bytes], batch: str | None = BATCH) -> list[Appendable]:
    decisions = read_decisions(raws)
    keys = [decision.decision_ref for decision in decisions]
    return written_decisions(decisions, keys, system="test", batch=batch)


def in_two_ways(record: LicenceDecision) -> tuple[Appendable, ...]:
    together = made_ready([msgspec.json.encode(record)])
    return appendable(record, named(record.decision_ref)), *together


@pytest.mark.parametrize("record", [decision(), event(), manifest(), framework()])
@pytest.mark.parametrize("source", [None, SOURCE])
def test_its_entry_has_the_bytes_that_any_entry_of_the_record_has(
    record: Record, source: Source | None
) -> None:
    previous = bytes(range(32))
    entry = Entry(previous=previous, record=record, recorded_at=WHEN, source=source)
    ready = appendable(record, source)
    assert ready.entry(previous, time_in_entry(WHEN)) == entry.format()


def test_many_decisions_are_made_ready_as_each_is() -> None:
    records = [decision(), numbered(1), numbered(2)]
    raws = [msgspec.json.encode(record) for record in records]
    spaced = [msgspec.json.format(raw) for raw in raws]
    expected = [appendable(one, named(one.decision_ref)) for one in records]
    assert made_ready(raws) == expected
    assert made_ready(spaced) == expected
    assert made_ready([]) == []
    without = [
        appendable(one, Source(key=one.decision_ref, system="test")) for one in records
    ]
    assert made_ready(raws, batch=None) == without


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("place", [0, 2])
def test_many_decisions_are_refused_when_one_breaks_a_rule(
    wrong: LicenceDecision, place: int
) -> None:
    records = [numbered(1), numbered(2)]
    records.insert(place, wrong)
    with pytest.raises(RecordError) as alone:
        check_record(wrong)
    with pytest.raises(RecordError) as together:
        made_ready([msgspec.json.encode(record) for record in records])
    assert str(together.value) == str(alone.value)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: raw.replace(b'"destination":"', b'"destination":"x'),
        lambda raw: raw.replace(b'"NL-1"', b'"-"'),
        lambda raw: raw.replace(b'"NL-1"', b'"NL-1\xff"'),
        lambda raw: raw.replace(b'"decision_ref"', b'"other_ref"'),
        lambda raw: raw[:-1],
        lambda _: b"[" * 100_000,
    ],
)
def test_what_is_no_decision_is_refused(spoil: Callable[[bytes], bytes]) -> None:
    raws = [msgspec.json.encode(numbered(number)) for number in (1, 2)]
    with pytest.raises(FormatError):
        made_ready([raws[1], spoil(raws[0])])


@pytest.mark.parametrize(
    ("key", "system", "batch"),
    [
        (7, "test", BATCH),
        ("", "test", BATCH),
        ("two\nlines", "test", BATCH),
        ("half \ud800", "test", BATCH),
        ("7", "no code", BATCH),
        ("7", "test", "AB" * 32),
        ("7", None, BATCH),
    ],
)
def test_a_source_that_no_entry_could_have_is_refused(
    key: Any, system: Any, batch: Any
) -> None:
    decisions = read_decisions([msgspec.json.encode(decision())])
    with pytest.raises(FormatError):
        written_decisions(decisions, [key], system=system, batch=batch)


def test_a_key_stands_in_its_source_as_json_spells_it() -> None:
    decisions = read_decisions([msgspec.json.encode(decision())])
    key = '"key":"7" \\ \u00e9'
    (one,) = written_decisions(decisions, [key], system="key")
    assert one == appendable(decision(), Source(key=key, system="key"))


def of_size(size: int) -> LicenceDecision:
    """Return a decision whose entry has so many bytes: it rests on many documents."""

    def resting_on(*lengths: int) -> LicenceDecision:
        titles = ["x" * length for length in lengths]
        documents = [PublishedSource(kind="open_source", title=one) for one in titles]
        return msgspec.structs.replace(numbered(1), sources=tuple(documents))

    def length(record: LicenceDecision) -> int:
        source = named(record.decision_ref)
        entry = Entry(
            previous=bytes(32), record=record, recorded_at=WHEN, source=source
        )
        return len(entry.format())

    empty, one = length(resting_on()), length(resting_on(1))
    each = length(resting_on(1, 1)) - one
    count = (size - empty) // (each + 250)
    left = size - length(resting_on(*[250] * count, 1)) + 1
    return resting_on(*[250] * count, left)


def test_what_is_longer_than_an_entry_can_be_is_refused() -> None:
    longest = of_size(MAX_ENTRY_SIZE)
    one, other = in_two_ways(longest)
    assert one == other
    assert len(one.entry(bytes(32), time_in_entry(WHEN))) == MAX_ENTRY_SIZE
    document = longest.sources[0]
    wider = msgspec.structs.replace(document, title=f"{document.title}x")
    longer = msgspec.structs.replace(longest, sources=(wider, *longest.sources[1:]))
    with pytest.raises(FormatError):
        appendable(longer, named(longer.decision_ref))
    with pytest.raises(FormatError):
        made_ready([msgspec.json.encode(longer)])


def test_only_entry_0_says_whose_the_ledger_is() -> None:
    with pytest.raises(RecordError):
        appendable(authority())


def test_records_made_ready_before_stand_where_their_receipts_say(
    tmp_path: Path,
) -> None:
    home = make_home(tmp_path, decisions=2)
    ready = [appendable(numbered(number), SOURCE) for number in range(3, 303)]
    with home.open().appending() as batch:
        receipts = [batch.append(numbered(1_000)), *batch.extend(ready)]
        assert batch.extend([]) == []
        receipts.append(batch.append(numbered(2_000)))
    raws = list(home.reader.entries(3, 305))
    assert [one.index for one in receipts] == list(range(3, 305))
    assert [one.leaf_hash for one in receipts] == [
        Entry.parse(raw).leaf_hash for raw in raws
    ]
    assert Entry.parse(raws[5]).source == SOURCE
    assert audit(home.reader, home.policy).verified
