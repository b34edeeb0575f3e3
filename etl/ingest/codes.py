"""Cells of item codes into codes in the spelling of their lists.

A sub-item is written with dots and in lower case where its list is ``dotted``:
``2B350g2``, ``2b350.G2`` and ``2B350.g.2`` are one code, and ``ML08.a13a`` is
``ML8.a.13.a``. Nothing else is changed; what fits no list is a fault.
"""

import re
from difflib import get_close_matches
from typing import Final, NamedTuple

from etl.ingest.cells import FaultError
from etl.ingest.mapping import CodeColumn, Mapping, first_name

_ITEM_CODE: Final = re.compile(r"[A-Z0-9][A-Za-z0-9 _.-]{0,39}", re.ASCII)
_HEAD: Final = re.compile(
    r"(?P<annex>[0-9][A-E][0-9]{3})|(?P<list>ML|PL)0*(?P<number>[0-9]+)"
    r"|(?P<chemical>[0-9][A-E])\.?0*(?P<place>[0-9]{1,2})(?![0-9])",
    re.ASCII | re.IGNORECASE,
)
_PART: Final = re.compile(r"[0-9]+|[A-Za-z]", re.ASCII)
_REST: Final = re.compile(r"[A-Za-z0-9. ]*", re.ASCII)


class Code(NamedTuple):
    """A code in the spelling of its list."""

    code: str
    list_id: str


def codes_of(mapping: Mapping, cells: dict[str, str]) -> list[Code]:
    """Return the item codes of a row, in the order of columns and of cells.

    A code that stands in two columns of one row, as one item under two regimes, is
    there once.

    Raises:
        FaultError: A code fits no list, or there is none and none may be missing.
    """
    found: list[Code] = []
    for column in mapping.codes.columns:
        name = first_name(column.column)
        cell = cells[name].strip()
        cell = mapping.codes.aliases.get(cell, cell)
        found += (_code(mapping, column, text) for text in split(mapping, cell))
    if found:
        return found
    name = first_name(mapping.codes.columns[0].column)
    missing = mapping.codes.when_missing
    if missing is None:
        raise FaultError(name, "item_code", "there is no item code")
    one = mapping.list_of(missing)
    if one is None:
        raise FaultError(name, "item_code", f"{missing!r} fits no control list")
    return [Code(missing, one.list_id)]


def split(mapping: Mapping, cell: str) -> list[str]:
    """Return the texts of a cell that may hold several."""
    separator = mapping.codes.separator
    texts = [cell] if separator is None else cell.split(separator)
    return [text.strip() for text in texts if text.strip()]


def _code(mapping: Mapping, column: CodeColumn, text: str) -> Code:
    name = first_name(column.column)
    code = mapping.codes.aliases.get(text, text)
    if mapping.codes.strip is not None:
        code = re.sub(mapping.codes.strip, "", code).strip()
    if column.prefix is not None and not code.upper().startswith(column.prefix):
        code = column.prefix + code
    one = mapping.list_of(code)
    if one is not None and one.dotted:
        code = dotted(code)
    if one is None or _ITEM_CODE.fullmatch(code) is None:
        known = [*mapping.codes.aliases.values()]
        near = tuple(get_close_matches(text, known, n=3, cutoff=0.8))
        raise FaultError(name, "item_code", "fits no control list", near)
    return Code(code, one.list_id)


def dotted(code: str) -> str:
    """Write a code with its sub-items dotted and in lower case.

    Returns:
        The code; as it was when it does not begin like one of a list with sub-items.
    """
    match = _HEAD.match(code)
    if match is None or _REST.fullmatch(code, match.end()) is None:
        return code
    if match["annex"]:
        head = match["annex"].upper()
    elif match["list"]:
        head = match["list"].upper() + match["number"]
    else:
        head = f"{match['chemical'].upper()}.{match['place']}"
    parts = [part.lower() for part in _PART.findall(code[match.end() :])]
    return ".".join((head, *parts))
