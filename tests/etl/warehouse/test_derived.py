"""What follows from a decision and needs this code."""

from etl.demo.home import Home
from etl.warehouse.derived import FrameworkKey, derive
from ledger.entry import Entry
from ledger.records.decision import LicenceDecision


def decision_of(home: Home) -> tuple[bytes, LicenceDecision]:
    """Return an entry with a decision that has no weighing, and the decision."""
    for raw in home.reader.entries(0, home.reader.checkpoint().size):
        record = Entry.parse(raw).record
        if isinstance(record, LicenceDecision) and record.weighing is None:
            return raw, record
    raise AssertionError("the demo has none")


def content_hash(raw: bytes) -> str | None:
    known: dict[str, FrameworkKey] = {}
    return derive(raw, 0, known).content_hash


def test_decisions_that_differ_in_their_reference_alone_share_their_content(
    demo: Home,
) -> None:
    raw, decision = decision_of(demo)
    ref = decision.decision_ref.encode()
    other = raw.replace(ref, b"NL-OTHER")
    later = other.replace(b'"recorded_at":"2', b'"recorded_at":"3')
    assert content_hash(raw) == content_hash(other) == content_hash(later)


def test_decisions_that_differ_in_anything_else_do_not(demo: Home) -> None:
    raw, decision = decision_of(demo)
    old = f'"destination":"{decision.destination}"'.encode()
    assert content_hash(raw) != content_hash(raw.replace(old, b'"destination":"XX"'))


def test_what_is_sealed_and_salted_makes_no_content_another(demo: Home) -> None:
    raw, _ = decision_of(demo)
    sealed = b'"record":{"_sd":["%b"],'
    one, other = (
        raw.replace(b'"record":{', sealed % (digest * 43), 1) for digest in (b"a", b"b")
    )
    assert content_hash(raw) == content_hash(one) == content_hash(other)


def test_a_reading_in_another_entry_has_no_content_of_its_own(demo: Home) -> None:
    raw, _ = decision_of(demo)
    record = raw[raw.index(b'"record":') : raw.rindex(b',"recorded_at":"')]
    assert content_hash(b"{" + record + b"}") is None
