import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ledger.entry import Entry, Source, parse_entries, whole_second
from ledger.errors import FormatError
from ledger.records.context import ContextEvent
from ledger.records.record import Record
from ledger.records.values import Text
from ledger.tree import leaf_hash
from tests.ledger.ledgers import authority
from tests.ledger.records.sample_records import decision, event, framework, manifest

WHEN = datetime(2026, 11, 24, 3, 4, 5, tzinfo=UTC)
ENTRY = Entry(
    previous=bytes(range(32)),
    record=decision(),
    recorded_at=WHEN,
    source=Source(system="test", key="7"),
)
RAW = ENTRY.format()
RECORDS: tuple[Record, ...] = (
    decision(),
    event(),
    authority(),
    manifest(),
    framework(),
    decision(),
)
JCS = json.loads((Path(__file__).parents[1] / "vectors" / "jcs.json").read_text())


@pytest.mark.parametrize("case", JCS)
def test_the_oracle_of_canonical_json_agrees_with_the_vectors(
    case: dict[str, str],
) -> None:
    assert rfc8785.dumps(json.loads(case["input"])).decode() == case["canonical"]


def test_an_entry_reads_back_and_hashes_as_its_bytes() -> None:
    assert Entry.parse(RAW) == ENTRY
    assert ENTRY.leaf_hash == leaf_hash(RAW)


def test_many_entries_read_back_as_each_does() -> None:
    entries = [
        Entry(previous=bytes([number]) * 32, record=record, recorded_at=WHEN)
        for number, record in enumerate(RECORDS)
    ]
    raws = [entry.format() for entry in entries]
    parsed = parse_entries(raws)
    assert [entry.format() for entry in parsed] == raws
    assert [entry.kind for entry in parsed] == [entry.kind for entry in entries]
    assert [entry.previous for entry in parsed] == [one.previous for one in entries]
    assert parse_entries([]) == []


@given(st.integers(0, len(RAW) - 1), st.integers(0, 255))
def test_many_entries_are_refused_exactly_when_one_of_them_is(
    place: int, byte: int
) -> None:
    changed = RAW[:place] + bytes([byte]) + RAW[place + 1 :]
    try:
        alone = Entry.parse(changed)
    except FormatError:
        with pytest.raises(FormatError):
            parse_entries([RAW, changed])
    else:
        assert parse_entries([RAW, changed])[1].format() == alone.format()


def test_the_hash_of_the_entry_before_stands_at_fixed_bytes() -> None:
    assert RAW[10:74].decode() == bytes(range(32)).hex()


@given(st.text(min_size=1, max_size=60), st.text(min_size=1, max_size=60))
def test_an_entry_is_canonical_json_whatever_its_texts(nl: str, en: str) -> None:
    record = ContextEvent(
        context_kind="dialogue",
        event_ref="c-1",
        jurisdiction="NL",
        occurred_on=date(2024, 1, 2),
        title=Text(nl=nl, en=en),
    )
    raw = Entry(previous=bytes(32), record=record, recorded_at=WHEN).format()
    assert raw == rfc8785.dumps(json.loads(raw))
    assert Entry.parse(raw).record == record


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'{"_prev"', b'{ "_prev"'),
        (b'"schema":1', b'"schema":1.0'),
        (b'"schema":1', b'"schema":2'),
        (b'"schema":1', b'"schema":1,"schema":1'),
        (b'"schema":1', b'"schema":1,"surplus":1'),
        (b"05Z", b"05.000Z"),
        (b"05Z", b"05+00:00"),
        (b"03:04:05Z", b"04:04:05+01:00"),
        (b'"kind":"licence_decision"', b'"kind":"unheard_of"'),
        (b'"kind":"licence_decision"', b'"kind":"authority"'),
        (b'"TW"', b'"\\u0054W"'),
        (b'"TW"', b"null"),
        (b"00010203", b"0001020X"),
        (b"0a0b", b"0A0B"),
        (b'"outcome":"granted"', b'"outcome":"waved through"'),
        (b"}", b""),
    ],
)
def test_an_entry_in_any_other_spelling_is_refused(old: bytes, new: bytes) -> None:
    assert old in RAW
    with pytest.raises(FormatError):
        Entry.parse(RAW.replace(old, new, 1))
    with pytest.raises(FormatError):
        parse_entries([RAW, RAW.replace(old, new, 1), RAW])


def test_deeply_nested_input_is_refused_not_followed() -> None:
    with pytest.raises(FormatError):
        Entry.parse(b'{"_prev":' + b"[" * 100_000)


def test_a_time_that_is_not_utc_in_whole_seconds_cannot_be_written() -> None:
    for when in (WHEN.replace(microsecond=1), WHEN.replace(tzinfo=None)):
        with pytest.raises(FormatError, match="whole seconds"):
            Entry(previous=bytes(32), record=decision(), recorded_at=when).format()


def test_a_moment_becomes_a_whole_second_of_utc() -> None:
    amsterdam = timezone(timedelta(hours=1))
    assert whole_second(datetime(2026, 1, 1, 1, 0, 0, 9, amsterdam)) == datetime(
        2026, 1, 1, tzinfo=UTC
    )
    with pytest.raises(FormatError):
        whole_second(datetime(2026, 1, 1))  # noqa: DTZ001 - the fault under test


def test_a_record_too_large_for_an_entry_is_refused_not_cut() -> None:
    lines = tuple(
        msgspec.structs.replace(
            decision().lines[0], line_no=number, item_class="x" * 64
        )
        for number in range(1, 700)
    )
    record = msgspec.structs.replace(decision(), lines=lines)
    with pytest.raises(FormatError, match="65535"):
        Entry(previous=bytes(32), record=record, recorded_at=WHEN).format()


def test_half_a_character_cannot_be_recorded() -> None:
    record = msgspec.structs.replace(decision(), retrospective="\ud800")
    with pytest.raises(FormatError, match="half a character"):
        Entry(previous=bytes(32), record=record, recorded_at=WHEN).format()
