"""What in a file is not what the ledger gives: every difference, not the first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

import msgspec

from dashboards.exports.contents import Contents

_ABSENT: Final = "(nothing)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference.

    Attributes:
        place: Where in the file.
        in_file: What stands there.
        in_ledger: What follows from the ledger.
    """

    place: str
    in_file: str
    in_ledger: str

    def __str__(self) -> str:
        """Return it in one line."""
        return (
            f"{self.place}: the file has {self.in_file}, the ledger gives"
            f" {self.in_ledger}"
        )


def differences(given: Contents, expected: Contents) -> tuple[Difference, ...]:
    """Compare what a file holds with what it should hold.

    Args:
        given: What stands in the file.
        expected: What the same format holds of the answer from the ledger.
    """
    return (
        *_of_manifest(given, expected),
        *_of_cells(given.cells, expected.cells),
        *_of_lines("text", given.lines, expected.lines),
        *_of_lines("drawing, line", given.drawing, expected.drawing),
    )


def _of_manifest(given: Contents, expected: Contents) -> Iterator[Difference]:
    one = msgspec.to_builtins(given.manifest)
    other = msgspec.to_builtins(expected.manifest)
    for key in {**one, **other}:
        value, expected_ = one.get(key, _ABSENT), other.get(key, _ABSENT)
        if value != expected_:
            yield Difference(
                place=f"manifest, {key}",
                in_file=_said(value),
                in_ledger=_said(expected_),
            )


def _of_cells(
    given: Sequence[Sequence[object]] | None,
    expected: Sequence[Sequence[object]] | None,
) -> Iterator[Difference]:
    if given is None or expected is None:
        return
    headings = expected[0] if expected else ()
    for at, (one, other) in enumerate(zip_longest(given, expected)):
        place = "headings" if at == 0 else f"row {at}"
        if one is None or other is None:
            yield Difference(place=place, in_file=_row(one), in_ledger=_row(other))
            continue
        for column, pair in enumerate(zip_longest(one, other, fillvalue=_ABSENT)):
            # A number and the text that reads like it are not the same.
            if pair[0] != pair[1] or type(pair[0]) is not type(pair[1]):
                name = headings[column] if column < len(headings) else column + 1
                yield Difference(
                    place=f"{place}, column {name}",
                    in_file=_said(pair[0]),
                    in_ledger=_said(pair[1]),
                )


def _of_lines(
    what: str, given: Sequence[str], expected: Sequence[str]
) -> Iterator[Difference]:
    for at, pair in enumerate(zip_longest(given, expected, fillvalue=_ABSENT), start=1):
        if pair[0] != pair[1]:
            yield Difference(
                place=f"{what} {at}", in_file=_said(pair[0]), in_ledger=_said(pair[1])
            )


def _row(row: Sequence[object] | None) -> str:
    return _ABSENT if row is None else ", ".join(map(_said, row))


def _said(value: object) -> str:
    if value is None:
        return "(not published)"
    return _ABSENT if value == _ABSENT else repr(value)
