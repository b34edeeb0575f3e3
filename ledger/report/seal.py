"""The auditor's signature over the files of a report (c2sp.org/signed-note).

The note names each file by its digest, so it can be checked without this software::

    weegboek audit report/1
    report.en.html 3b1f...
    report.json 9c0e...
    report.nl.html 77ab...

    — rekenkamer.example 5J0Qc2ln...
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import ClassVar, Final, Self

from ledger.errors import FormatError, SignatureError
from ledger.keys import VerifierKey
from ledger.named_key import NamedKey
from ledger.note import SignatureLine, SignedNote
from ledger.report.document import FORM

_LINE: Final = re.compile(r"([a-z][a-z.]{0,63}) ([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Auditor(NamedKey):
    """Who signs reports."""

    role: ClassVar[str] = "an auditor"

    def sign(self, contents: "Contents") -> bytes:
        """Return the signed note over the files of a report."""
        text = contents.format()
        line = SignatureLine(
            name=self.name,
            key_id=self.verifier_key.key_id,
            signature=self.key.sign(text),
        )
        return SignedNote(text=text, signatures=(line,)).format()


@dataclass(frozen=True, slots=True)
class Contents:
    """The files of a report and the SHA-256 of each, in hexadecimal."""

    digests: Mapping[str, str]

    @classmethod
    def of(cls, files: Mapping[str, bytes]) -> Self:
        """Return the contents of some files."""
        digests = {name: sha256(raw).hexdigest() for name, raw in files.items()}
        return cls(dict(sorted(digests.items())))

    def format(self) -> bytes:
        """Write the text that is signed."""
        lines = [FORM, *(f"{name} {digest}" for name, digest in self.digests.items())]
        return "".join(f"{line}\n" for line in lines).encode()

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read the text that was signed.

        Raises:
            FormatError: It is not exactly what ``format`` writes.
        """
        first, *lines = raw.decode("latin-1").split("\n")
        matches = [_LINE.fullmatch(line) for line in lines[:-1]]
        digests = {match[1]: match[2] for match in matches if match}
        parsed = cls(digests)
        if first != FORM or list(digests) != sorted(digests) or parsed.format() != raw:
            raise FormatError(
                "signed contents", "not what the signature of a report is over"
            )
        return parsed


def check_seal(raw: bytes, keys: tuple[VerifierKey, ...]) -> Contents:
    """Check a signed note with pinned keys, every one of which must have signed.

    Raises:
        FormatError: It is not the note of a report.
        SignatureError: A pinned key did not sign it, or none is pinned.
    """
    note = SignedNote.parse(raw)
    contents = Contents.parse(note.text)
    if not keys:
        raise SignatureError("no key of an auditor is pinned")
    for key in keys:
        lines = [line for line in note.signatures if key.made(line)]
        if not lines:
            raise SignatureError(f"{key.name} did not sign the report")
        for line in lines:
            key.check(line, note.text)
    return contents
