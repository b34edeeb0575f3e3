"""Checkpoints: a ledger's name, size and root (c2sp.org/tlog-checkpoint).

The text is three lines, each ending in a newline::

    weegboek.example/nl
    923748
    nND/nri/U0xuHUrYSy0HtMeal2vzD9V4k/BO79C+QeI=

``parse`` accepts exactly what ``format`` writes. Extension lines, which the
specification discourages and ML-DSA cosignatures do not cover, are refused.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass
from typing import Final, Self

from ledger.errors import FormatError
from ledger.tree import HASH_SIZE

_ORIGIN: Final = re.compile(r"[!-*,-~]{1,255}")  # printable ASCII, no space, no plus
# int() alone also takes "+4", " 4", "4_0", "04" and digits of other scripts.
_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,17}")

MAX_SIZE: Final = 10**18 - 1
"""Entries of the largest ledger that is read at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The ledger's name, its number of entries and the root over them.

    Attributes:
        origin: The ledger's unique name.
        size: How many entries the checkpoint covers.
        root: The Merkle root over them, 32 bytes.
    """

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        """Refuse what ``format`` could not write and ``parse`` read back."""
        if not _ORIGIN.fullmatch(self.origin):
            raise FormatError("checkpoint", f"origin {self.origin[:60]!r}")
        if not 0 <= self.size <= MAX_SIZE:
            raise FormatError("checkpoint", f"a size that is not 0 to {MAX_SIZE}")
        if len(self.root) != HASH_SIZE:
            raise FormatError("checkpoint", f"a root of {len(self.root)} bytes")

    def format(self) -> bytes:
        """Write the checkpoint: the text that is signed."""
        return f"{self.origin}\n{self.size}\n{self.root_text}\n".encode("ascii")

    @property
    def root_text(self) -> str:
        """The root in base64, as the checkpoint spells it."""
        return b64encode(self.root).decode("ascii")

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a checkpoint.

        Raises:
            FormatError: The bytes are not exactly what ``format`` writes.
        """
        # latin-1 decodes any byte; the patterns then let only ASCII through.
        match raw.decode("latin-1").split("\n", 3):
            case [origin, size, root, ""] if _SIZE.fullmatch(size):
                parsed = cls(origin=origin, size=int(size), root=_root(root))
            case _:
                raise FormatError("checkpoint", "not an origin, a size and a root line")
        if parsed.format() != raw:
            raise FormatError("checkpoint", "not in its one spelling")
        return parsed


def _root(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except (Base64Error, ValueError) as error:
        raise FormatError("checkpoint", f"root {text[:60]!r}") from error
