import shutil
from pathlib import Path

import pytest

from ledger.errors import FormatError, ProofError, SignatureError
from ledger.split_view import SplitView, find_split_view
from tests.ledger.ledgers import Home, make_home


def fork(path: Path, common: int, one: int, two: int) -> tuple[Home, Home]:
    """Make two ledgers of one signer that agree on their first entries only."""
    left = make_home(path / "left", decisions=common - 1)
    shutil.copytree(left.path, path / "right")
    right = Home(path / "right", clock=left.clock)
    left.append(one)
    right.append(two)
    return left, right


@pytest.mark.parametrize(
    ("common", "one", "two"), [(3, 2, 2), (3, 2, 9), (256, 1, 300), (300, 213, 600)]
)
def test_two_histories_become_evidence_that_anyone_can_check(
    tmp_path: Path, common: int, one: int, two: int
) -> None:
    left, right = fork(tmp_path, common, one, two)
    ours, theirs = left.reader.checkpoint_note(), right.reader.checkpoint_note()
    evidence = find_split_view(left.policy, ours, theirs, right.reader)
    assert evidence is not None
    assert find_split_view(left.policy, theirs, ours, right.reader) == evidence
    assert SplitView.parse(evidence.format()) == evidence
    smaller, larger = evidence.check(left.policy)
    assert (smaller.size, larger.size) == (common + one, common + two)
    with pytest.raises(SignatureError):
        evidence.check(make_home(tmp_path / "other").policy)


def test_a_ledger_that_only_grew_gives_no_evidence(tmp_path: Path) -> None:
    home = make_home(tmp_path, decisions=5)
    old = home.reader.checkpoint_note()
    home.append(7)
    new = home.reader.checkpoint_note()
    assert find_split_view(home.policy, old, new, home.reader) is None
    assert find_split_view(home.policy, old, old) is None
    with pytest.raises(ProofError, match="give the ledger"):
        find_split_view(home.policy, old, new)


def test_evidence_cannot_be_made_up_against_an_honest_owner(tmp_path: Path) -> None:
    home = make_home(tmp_path, decisions=5)
    old = home.reader.checkpoint_note()
    home.append(7)
    new = home.reader.checkpoint_note()
    honest = SplitView(smaller=old, larger=new, root=bytes(32), proof=(bytes(32),) * 4)
    with pytest.raises(ProofError):
        honest.check(home.policy)
    same = home.reader.checkpoint().root
    empty = SplitView(smaller=new, larger=new, root=same, proof=())
    with pytest.raises(ProofError, match="do not contradict"):
        empty.check(home.policy)


@pytest.mark.parametrize(
    "raw", [b"", b"{}", b"[]", b'{"format": "x"}', b"[" * 99_999, b"\xff"]
)
def test_what_is_no_evidence_is_refused(raw: bytes) -> None:
    with pytest.raises(FormatError):
        SplitView.parse(raw)


def test_evidence_in_any_other_spelling_is_refused(tmp_path: Path) -> None:
    left, right = fork(tmp_path, 3, 2, 2)
    notes = (left.reader.checkpoint_note(), right.reader.checkpoint_note())
    evidence = find_split_view(left.policy, *notes)
    assert evidence is not None
    for raw in (evidence.format() + b" ", evidence.format().replace(b": ", b":  ", 1)):
        with pytest.raises(FormatError):
            SplitView.parse(raw)
