"""What differs between two versions of a framework, or of a control list."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, Literal, NamedTuple

from ledger.records.control_list import ControlListVersion, ListEntry
from ledger.records.framework import Aspect, FrameworkVersion
from ledger.records.values import Text

Change = Literal["added", "changed", "moved", "removed"]

PieceKind = Literal["added", "kept", "removed"]


class Piece(NamedTuple):
    """A run of words that both texts have, or only one of them."""

    kind: PieceKind
    words: str


class PartChange(NamedTuple):
    """One part that differs.

    Attributes:
        change: In which way.
        part: What kind of part: ``goal``, ``criterion``, ``factor``,
            ``starting_point``, ``entry``, or the name of a field.
        code: Its code; of a field, the empty string.
        before: What it said.
        after: What it says.
    """

    change: Change
    part: str
    code: str
    before: Text | None
    after: Text | None


_FIELDS: Final = ("title", "change_reason")


def text_diff(before: str, after: str) -> tuple[Piece, ...]:
    """Return two texts as one run of pieces, word by word."""
    old, new = before.split(), after.split()
    pieces: list[Piece] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("kept", " ".join(old[first:last])))
            continue
        if first < last:
            pieces.append(Piece("removed", " ".join(old[first:last])))
        if start < end:
            pieces.append(Piece("added", " ".join(new[start:end])))
    return tuple(pieces)


def framework_changes(
    before: FrameworkVersion, after: FrameworkVersion
) -> tuple[PartChange, ...]:
    """Return how a version differs from the one before: aspects first, then texts.

    Raises:
        ValueError: They are versions of different frameworks.
    """
    _same(before.framework_id, after.framework_id)
    starts = (
        () if one.starting_point is None else (one.starting_point,)
        for one in (before, after)
    )
    old_start, new_start = starts
    parts: tuple[tuple[str, Sequence[Aspect], Sequence[Aspect]], ...] = (
        ("goal", before.goals, after.goals),
        ("criterion", before.criteria, after.criteria),
        ("factor", before.factors, after.factors),
        ("starting_point", old_start, new_start),
    )
    found: list[PartChange] = []
    for part, old, new in parts:
        found += _changes(part, _labels(old), _labels(new))
    for name in _FIELDS:
        was, says = getattr(before, name), getattr(after, name)
        if was != says:
            found.append(PartChange("changed", name, "", was, says))
    if before.method_version != after.method_version:
        was, says = (_number(one.method_version) for one in (before, after))
        found.append(PartChange("changed", "method_version", "", was, says))
    return tuple(found)


def list_changes(
    before: ControlListVersion, after: ControlListVersion
) -> tuple[PartChange, ...]:
    """Return which items came on a list, went off it, or are worded otherwise.

    Of a version that is not complete an item that is absent may still be listed; the
    caller sees that in ``is_complete``.

    Raises:
        ValueError: They are versions of different lists.
    """
    _same(before.list_id, after.list_id)
    changes = _changes("entry", _texts(before.entries), _texts(after.entries))
    return tuple(change for change in changes if change.change != "moved")


def _same(one: str, other: str) -> None:
    if one != other:
        raise ValueError(f"{one} and {other} are not versions of the same")


def _labels(aspects: Iterable[Aspect]) -> dict[str, Text]:
    return {aspect.code: aspect.label for aspect in aspects}


def _texts(entries: Iterable[ListEntry]) -> dict[str, Text]:
    return {entry.code: entry.text for entry in entries}


def _number(number: int) -> Text:
    return Text(en=str(number), nl=str(number))


def _changes(
    part: str, before: dict[str, Text], after: dict[str, Text]
) -> Iterator[PartChange]:
    stayed_before = [code for code in before if code in after]
    stayed_after = [code for code in after if code in before]
    for code, text in before.items():
        if code not in after:
            yield PartChange("removed", part, code, text, None)
    for code, text in after.items():
        if code not in before:
            yield PartChange("added", part, code, None, text)
        elif before[code] != text:
            yield PartChange("changed", part, code, before[code], text)
        elif stayed_before.index(code) != stayed_after.index(code):
            yield PartChange("moved", part, code, text, text)
