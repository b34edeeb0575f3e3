"""Signed notes: a text and the lines that sign it (c2sp.org/signed-note).

::

    <text, ending in a newline>
    <empty line>
    — <key name> <base64 of key id and signature>

``parse`` accepts exactly what ``format`` writes. A note says nothing until its
signatures are checked with pinned keys: see ``ledger.keys``.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass
from typing import Final, Self

from ledger.errors import FormatError

MAX_NOTE_SIZE: Final = 1_000_000
"""Bytes of the largest note that is read at all."""

MAX_SIGNATURES: Final = 100

KEY_ID_SIZE: Final = 4

_DASH: Final = "\N{EM DASH} "
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_HALF: Final = re.compile(r"[\ud800-\udfff]")  # half a character: never in UTF-8


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureLine:
    """One signature: who made it, by which key, and its bytes.

    Attributes:
        name: The key's name.
        key_id: Four bytes that tell keys of one name apart.
        signature: What follows the key id; its form depends on the key.
    """

    name: str
    key_id: bytes
    signature: bytes

    def __post_init__(self) -> None:
        """Refuse a line that could not be read back."""
        check_key_name(self.name)
        if len(self.key_id) != KEY_ID_SIZE or not self.signature:
            raise FormatError("signature line", "no key id or no signature")

    def format(self) -> str:
        """Write the line, without its newline."""
        blob = b64encode(self.key_id + self.signature).decode("ascii")
        return f"{_DASH}{self.name} {blob}"

    @classmethod
    def parse(cls, line: str) -> Self:
        """Read one signature line, without its newline.

        Raises:
            FormatError: It is not exactly what ``format`` writes.
        """
        match line.removeprefix(_DASH).split(" ", 2):
            case [name, text] if line.startswith(_DASH):
                try:
                    blob = b64decode(text, validate=True)
                except (Base64Error, ValueError) as error:
                    raise FormatError("signature line", "not base64") from error
            case _:
                raise FormatError("signature line", f"{line[:60]!r}")
        parsed = cls(name=name, key_id=blob[:KEY_ID_SIZE], signature=blob[KEY_ID_SIZE:])
        if parsed.format() != line:
            raise FormatError("signature line", "not in its one spelling")
        return parsed


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedNote:
    """A text with at least one signature line; nothing is verified yet."""

    text: bytes
    signatures: tuple[SignatureLine, ...]

    def __post_init__(self) -> None:
        """Refuse what ``format`` could not write and ``parse`` read back."""
        try:
            text = self.text.decode("utf-8")
        except UnicodeDecodeError as error:
            raise FormatError("note", f"not UTF-8 at byte {error.start}") from error
        if _CONTROL.search(text) or not text.endswith("\n"):
            raise FormatError("note", "a control character, or no newline at its end")
        if not 0 < len(self.signatures) <= MAX_SIGNATURES:
            raise FormatError("note", f"{len(self.signatures)} signatures")
        if (size := len(self.format())) > MAX_NOTE_SIZE:
            raise FormatError("note", f"{size} bytes, over {MAX_NOTE_SIZE}")

    def format(self) -> bytes:
        """Write the note."""
        lines = "".join(f"{line.format()}\n" for line in self.signatures)
        return self.text + b"\n" + lines.encode()

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a note.

        Raises:
            FormatError: It is not exactly what ``format`` writes, or too large.
        """
        if len(raw) > MAX_NOTE_SIZE:
            raise FormatError("note", f"{len(raw)} bytes, over {MAX_NOTE_SIZE}")
        try:
            note = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise FormatError("note", f"not UTF-8 at byte {error.start}") from error
        if _CONTROL.search(note):
            raise FormatError("note", "holds a control character")
        text, separator, signatures = note.rpartition("\n\n")
        if not separator or not signatures.endswith("\n"):
            raise FormatError("note", "no empty line before whole signature lines")
        if signatures.count("\n") > MAX_SIGNATURES:
            raise FormatError("note", f"more than {MAX_SIGNATURES} signatures")
        lines = signatures[:-1].split("\n")
        return cls(
            text=f"{text}\n".encode(),
            signatures=tuple(SignatureLine.parse(line) for line in lines),
        )


def check_key_name(name: str) -> None:
    """Check that a key's name fits the format.

    Raises:
        FormatError: It is empty or too long, or holds a space, a plus, a control
            character or half a character.
    """
    unfit = not 0 < len(name) <= MAX_KEY_NAME or _HALF.search(name) is not None
    unfit = unfit or len(name.encode()) > MAX_KEY_NAME or "+" in name
    if unfit or _CONTROL.search(name) or any(mark.isspace() for mark in name):
        raise FormatError("key name", f"{name[:60]!r}")


MAX_KEY_NAME: Final = 255
