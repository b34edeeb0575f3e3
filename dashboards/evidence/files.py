"""The files of a ledger, read-only and byte for byte, also when it does not verify.

Whoever finds out what is wrong needs the files as they are, not as they should be.
"""

import re
from typing import Final

from flask import Flask, Response

from dashboards.replies import NOT_FOUND, UNAVAILABLE, plain
from dashboards.stage import Stage
from ledger.errors import FormatError, LedgerError, MissingError
from ledger.note import MAX_NOTE_SIZE
from ledger.reader import CHECKPOINT, MAX_BUNDLE, MAX_TILE, LedgerReader
from ledger.tiles import Bundle, parse_path
from ledger.timestamp.files import INDEX, MAX_TOKENS
from ledger.timestamp.rfc3161 import MAX_TOKEN

_TOKEN: Final = re.compile(r"timestamp/[1-9][0-9]{0,17}/[0-9a-f]{64}\.tsr")


def most_bytes(name: str) -> int:
    """Return how large a file of a ledger can be.

    Raises:
        FormatError: No file of a ledger is called that.
    """
    if name == CHECKPOINT:
        return MAX_NOTE_SIZE
    if name == INDEX:
        return MAX_TOKENS * 100
    if _TOKEN.fullmatch(name):
        return MAX_TOKEN
    return MAX_BUNDLE if isinstance(parse_path(name), Bundle) else MAX_TILE


def add_ledger_files(server: Flask, stage: Stage) -> None:
    """Add the address of every file of every ledger to a server."""

    @server.get("/ledger/<slug>/<path:name>")
    def ledger_file(slug: str, name: str) -> Response:
        found = stage.source(slug)
        if found is None:
            return plain(f"no ledger {slug[:60]}", NOT_FOUND)
        try:
            most = most_bytes(name)
        except FormatError:
            return plain("no file of a ledger is called that", NOT_FOUND)
        try:
            raw = LedgerReader.at(found.ledger).files.read(name, most)
        except MissingError:
            return plain(f"{name} is not there", NOT_FOUND)
        except LedgerError:
            return plain(f"{name} cannot be read", UNAVAILABLE)
        answer = Response(raw, mimetype="application/octet-stream")
        answer.headers["Cache-Control"] = "no-store"
        return answer
