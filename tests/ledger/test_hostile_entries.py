"""Entries and the lines that bring them in: JSON, but one spelling of it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from msgspec.structs import replace

from ledger.entry import Entry
from ledger.errors import FormatError
from ledger.intake import parse_line
from ledger.records.framework import Aspect
from ledger.records.record import reference_of
from ledger.records.rules import record_breaches
from ledger.records.values import Text
from tests.forms import FORMS
from tests.ledger.records.sample_records import framework
from tests.ledger.sample_forms import ENTRY, HASH, short
from tests.strategies import SLOW, entries

RAW = ENTRY.format()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"minor":150', b'"minor":9007199254740992'),
        (b'"minor":150', b'"minor":150.0'),
        (b'"minor":150', b'"minor":1.5e2'),
        (b'"minor":150', b'"minor":0150'),
        (b'"minor":150', b'"minor":-0'),
        (b'"minor":150', b'"minor":NaN'),
        (b'"minor":150', b'"minor":Infinity'),
        (b'"minor":150', b'"minor":"150"'),
        (b'"minor":150', b'"minor":true'),
        (b'"minor":150', b'"minor":' + b"9" * 60_000),
        (b'"minor":150', b'"minor":150,"minor":150'),
        (b'"minor":150', b'"minor":' + b"[" * 60_000),
        (b'"kind"', b'"kind":"context_event","kind"'),
        (b"De afnemer", b"\\u0044e afnemer"),
        (b"De afnemer", b"\\ud800e afnemer"),
        (b"De afnemer", b"\xed\xa0\x80"),
        (b"De afnemer", b"De\\/afnemer"),
        (b"De afnemer", b"De\nafnemer"),
        (b'"end_user"', b'"end_user\\n"'),
        (b'"framework":"abab', b'"framework":"ABab'),
        (b'abab","goals"', b'abab\\n","goals"'),
        (b'"schema":1', b'"schema":2'),
        (b'"schema":1', b'"schema":1.0'),
        (b'"schema":1', b'"schema":1,"source":null'),
        (b'"schema":1', b'"schema":1,"sortie":1'),
        (b'{"_prev"', b'{ "_prev"'),
        (b"05Z", b"05.5Z"),
        (b"05Z", b"05+00:00"),
        (b"2026-01-02T03:04:05Z", b"0001-01-01T00:00:00+23:59"),
        (b"2026-01-02T03:04:05Z", b"9999-12-31T23:59:59-23:59"),
        (b"2026-01-02T03:04:05Z", b"2026-01-02T03:04:05"),
        (b'"2022-03-04"', b'"2022-02-30"'),
        (b'{"_prev":"00', b'{"_prev":"0 '),
    ],
    ids=short,
)
def test_an_entry_has_one_spelling(old: bytes, new: bytes) -> None:
    assert old in RAW
    with pytest.raises(FormatError) as caught:
        Entry.parse(RAW.replace(old, new, 1))
    assert len(str(caught.value)) < 1_000  # however much the entry holds


def test_keys_in_another_order_are_refused() -> None:
    before, after = b'"kind":"licence_decision",', b'"schema":1,'
    moved = RAW.replace(before, b"").replace(b'"schema":1', before + b'"schema":1')
    assert after[:-1] in moved
    with pytest.raises(FormatError, match="does not begin with hash and known kind"):
        Entry.parse(moved)


@pytest.mark.parametrize("extra", [0, 1])
def test_an_entry_ends_at_65535_bytes(extra: int) -> None:
    goals = tuple(
        Aspect(code=f"G{number}", label=Text(en="x" * 7_100)) for number in range(9)
    )
    rest = 65_535 + extra - len(entry_of(goals).format())
    last = Aspect(code="G8", label=Text(en="x" * (7_100 + rest)))
    made = entry_of((*goals[:8], last))
    if extra:
        with pytest.raises(FormatError, match="65536"):
            made.format()
    else:
        assert len(made.format()) == 65_535
        assert Entry.parse(made.format()) == made


def entry_of(goals: tuple[Aspect, ...]) -> Entry:
    record = replace(framework(), goals=goals)
    when = datetime(2026, 1, 1, tzinfo=UTC)
    return Entry(previous=HASH, record=record, recorded_at=when)


@SLOW
@given(entry=entries)
def test_no_record_that_fits_its_schema_breaks_the_rules_themselves(
    entry: Entry,
) -> None:
    assert all(breach.rule for breach in record_breaches(entry.record))
    assert reference_of(entry.record)


@pytest.mark.parametrize(
    "line",
    [
        *(b"", b"{", b"null", b"[]", b'{"kind":1}', b"[" * 100_000, b"\xff"),
        b'{"kind":"decision_event","kind":"decision_event","record":{}}',
        FORMS["intake"].format(ENTRY).replace(b'"minor":150', b'"minor":1,"minor":150'),
        FORMS["intake"].format(ENTRY).replace(b'"minor":150', b'"minor":1e400'),
        b" " * 1_000_001,
    ],
    ids=short,
)
def test_a_line_that_is_ambiguous_or_no_record_is_refused(line: bytes) -> None:
    with pytest.raises(FormatError):
        parse_line(line)
