"""What a request may carry, read exactly."""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from starlette.exceptions import HTTPException

KEY: Final = re.compile(r"[!-~]{1,255}")
"""An idempotency key."""

DEFAULT: Final = 100
"""Entries of one page by default."""

MOST: Final = 500
"""Entries of the largest page."""

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,8}")


class Page(NamedTuple):
    """Which entries of a batch to answer with: so many, from this one of it on."""

    first: int
    entries: int


def read_page(query: Mapping[str, str]) -> Page:
    """Read which page is asked for.

    Raises:
        HTTPException: A value is no number or too large, or a name is unknown.
    """
    unknown = sorted(set(query) - {"first", "count"})
    if unknown:
        raise HTTPException(400, "only first and count can be asked")
    page = Page(_number(query, "first", 0), _number(query, "count", DEFAULT))
    if not 1 <= page.entries <= MOST:
        raise HTTPException(400, f"count must be 1 to {MOST}")
    return page


def read_digest(text: str) -> str:
    """Read the id of a batch.

    Raises:
        HTTPException: It cannot be one, so there is no such batch.
    """
    if not _DIGEST.fullmatch(text):
        raise HTTPException(404, "a batch's id is 64 hexadecimal digits")
    return text


def _number(query: Mapping[str, str], name: str, default: int) -> int:
    text = query.get(name)
    if text is None:
        return default
    if not _NUMBER.fullmatch(text):
        raise HTTPException(400, f"{name} must be a number of at most nine digits")
    return int(text)
