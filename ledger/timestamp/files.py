"""The tokens that stand beside a ledger, and the file that lists them.

::

    timestamp/index               the list
    timestamp/<size>/<hash>.tsr   an answer over the checkpoint of that size

``<hash>`` is the SHA-256 of the file, in hexadecimal: a file never changes, and
several authorities and times have room. The list is a hint for those who cannot
list files. It names one token a line, in order, ``parse`` accepting exactly what
``format`` writes::

    weegboek/timestamps@v1
    600 0f5e...
"""

import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from ledger.durable import Disk, make_directories, put_durably
from ledger.errors import FormatError, MissingError, StorageError
from ledger.lock import WAIT, locked
from ledger.reader import LedgerReader
from ledger.timestamp.rfc3161 import MAX_TOKEN

INDEX: Final = "timestamp/index"
"""Name of the file that lists the tokens."""

MAX_TOKENS: Final = 10_000
"""Tokens that a ledger may list: three a week for sixty years."""

_HEAD: Final = "weegboek/timestamps@v1"
_LINE: Final = re.compile(r"(?P<size>[1-9][0-9]{0,17}) (?P<digest>[0-9a-f]{64})")
_MAX_INDEX: Final = len(_HEAD) + 1 + MAX_TOKENS * (18 + 1 + 64 + 1)


class Listed(NamedTuple):
    """A token that stands beside the ledger.

    Attributes:
        size: Size of the checkpoint that it is said to be over.
        digest: SHA-256 of its file, in hexadecimal.
    """

    size: int
    digest: str

    @property
    def name(self) -> str:
        """Name of its file below the ledger."""
        return f"timestamp/{self.size}/{self.digest}.tsr"


def format_index(tokens: Iterable[Listed]) -> bytes:
    """Write the list of some tokens."""
    lines = [_HEAD, *(f"{one.size} {one.digest}" for one in sorted(set(tokens)))]
    return "".join(f"{line}\n" for line in lines).encode("ascii")


def parse_index(raw: bytes) -> tuple[Listed, ...]:
    """Read a list of tokens.

    Raises:
        FormatError: It is not exactly what ``format_index`` writes, or too long.
    """
    if len(raw) > _MAX_INDEX:
        raise FormatError("list of time stamps", f"{len(raw)} bytes")
    matches = [_LINE.fullmatch(line) for line in raw.decode("latin-1").split("\n")]
    tokens = tuple(Listed(int(one["size"]), one["digest"]) for one in matches if one)
    if len(tokens) > MAX_TOKENS:
        raise FormatError("list of time stamps", f"over {MAX_TOKENS} of them")
    if format_index(tokens) != raw:
        raise FormatError("list of time stamps", f"not {_HEAD} in its one spelling")
    return tokens


def listed_tokens(reader: LedgerReader) -> tuple[Listed, ...]:
    """Return the tokens that a ledger lists, from the smallest size on.

    Raises:
        FormatError: The list is malformed.
        StorageError: It could not be read.
    """
    try:
        return parse_index(reader.files.read(INDEX, _MAX_INDEX))
    except MissingError:
        return ()


def read_token(reader: LedgerReader, listed: Listed) -> bytes:
    """Return the bytes of a listed token, which its name vouches for.

    Raises:
        FormatError: They are not those that its name says, or too many.
        MissingError: It is not there.
        StorageError: It could not be read.
    """
    raw = reader.files.read(listed.name, MAX_TOKEN)
    if sha256(raw).hexdigest() != listed.digest:
        raise FormatError("token", "its bytes are not those that its name says")
    return raw


def keep_token(
    ledger: Path, size: int, token: bytes, *, disk: Disk, wait: float = WAIT
) -> Listed:
    """Keep a token beside a ledger durably, and list it after that.

    Args:
        ledger: The ledger's directory.
        size: Size of the checkpoint that the token is over.
        token: The authority's whole answer, which the caller has checked.
        disk: Where files are written.
        wait: Seconds to wait for another writer.

    Raises:
        LockedError: Another writer holds the ledger.
        StorageError: There are too many tokens already.
    """
    kept = Listed(size, sha256(token).hexdigest())
    path = ledger / kept.name
    with locked(ledger, wait=wait):
        # From what is there, so that one that a crash left unlisted is listed now.
        tokens = {kept, *_tokens_in(ledger)}
        if len(tokens) > MAX_TOKENS:
            raise StorageError(f"{ledger} has {MAX_TOKENS} time stamps, the most")
        make_directories(disk, path.parent, below=ledger)
        put_durably(disk, path, token)
        put_durably(disk, ledger / INDEX, format_index(tokens))
    return kept


def _tokens_in(ledger: Path) -> Iterable[Listed]:
    for path in ledger.glob("timestamp/*/*.tsr"):
        match = _LINE.fullmatch(f"{path.parent.name} {path.stem}")
        if match is not None:
            yield Listed(int(match["size"]), match["digest"])
