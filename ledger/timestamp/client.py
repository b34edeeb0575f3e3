"""Asking an authority for a token over HTTP (RFC 3161 section 3.4)."""

from typing import Final

from ledger.errors import StorageError
from ledger.timestamp.request import Request
from ledger.timestamp.rfc3161 import MAX_TOKEN
from ledger.web import post

DEADLINE: Final = 30.0
"""Seconds that an authority may take to answer."""

_QUERY: Final = "application/timestamp-query"
_OK: Final = 200


def ask(url: str, request: Request, *, deadline: float = DEADLINE) -> bytes:
    """Return what an authority answers, unchecked: see ``AuthorityRoots.open``.

    Raises:
        FormatError: The answer is too large.
        StorageError: There is none, or not in time.
    """
    body = request.format()
    answer = post(url, body, most=MAX_TOKEN, deadline=deadline, kind=_QUERY)
    if answer.status != _OK:
        raise StorageError(f"{url} answers {answer.status}; nothing is followed")
    return answer.body
