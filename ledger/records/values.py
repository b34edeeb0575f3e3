"""Small values that several records share."""

from datetime import date
from typing import Annotated, Final

from msgspec import Meta, Struct

# A dollar alone also matches before a newline at the end, in Python but not in the
# ECMA 262 of JSON Schema; with what follows it here, it means the end in both.

CODE: Final = "[A-Za-z0-9][A-Za-z0-9_.-]{0,63}"
"""What a code is made of, as a part of a pattern; it may hold dots."""

Code = Annotated[str, Meta(pattern=rf"^{CODE}$(?!\n)")]
"""A code of a code list or a framework, such as ``G1_end_use`` or ``art15_b``."""

Country = Annotated[str, Meta(pattern=r"^[A-Z]{2}$(?!\n)")]
"""ISO 3166-1 alpha-2, or a declared user-assigned code (XA..XZ)."""

LeafHash = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$(?!\n)")]
"""The RFC 6962 leaf hash of another entry, in hexadecimal."""

Month = Annotated[str, Meta(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$(?!\n)")]
"""A calendar month, for dates that are published no finer."""

Reference = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_./:-]{0,119}$(?!\n)")]
"""An opaque reference that an authority gives, such as a decision reference."""

Line = Annotated[
    str, Meta(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f\x7f]+$(?!\n)")
]
"""One line of text."""

Prose = Annotated[str, Meta(min_length=1, max_length=8000)]
"""Text of one or more sentences."""

Commitment = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
"""A salted digest of something that is not here, in hexadecimal."""

SealDigest = Annotated[
    str, Meta(pattern=r"^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$(?!\n)")
]
"""Digest of a disclosure, or a decoy: 32 bytes in base64url (RFC 9901, 4.2.3)."""

Handle = Annotated[str, Meta(pattern="^[A-Za-z0-9-]{8,64}$")]
"""An opaque number in a register elsewhere; it has no room for text (R17)."""

Ecli = Annotated[
    str, Meta(pattern="^ECLI:[A-Z]{2}:[A-Z0-9]{1,7}:[0-9]{4}:[A-Z0-9.]{1,25}$")
]
"""European case-law identifier of a court's ruling."""

SAFE_INTEGER = 2**53 - 1
"""The largest integer that RFC 8785 can carry without loss."""

Count = Annotated[int, Meta(ge=0, le=SAFE_INTEGER)]

Positive = Annotated[int, Meta(ge=1, le=SAFE_INTEGER)]


class Value(
    Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False
):
    """Base of every recorded value: frozen, closed, absent fields left out."""


class Text(Value, frozen=True, kw_only=True):
    """A text in Dutch, in English, or in both (at least one: rule ``text``)."""

    en: Prose | None = None
    nl: Prose | None = None


class Interval(Value, frozen=True, kw_only=True):
    """Some unknown day from ``first`` to ``last``, both included.

    For sources that give a month, a quarter or a year: no day is invented.
    """

    first: date
    last: date


class Money(Value, frozen=True, kw_only=True):
    """An amount in the minor unit (cents) of an ISO 4217 currency; never converted."""

    currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}$(?!\n)")]
    minor: Count


class PublicSource(Value, frozen=True, kw_only=True):
    """A public document or page that a record rests on."""

    published_on: date | None = None
    reference: Line | None = None
    title: Line
    url: Line | None = None


def first_day(day: date | Interval) -> date:
    """Return the day itself, or the first day it can have been."""
    return day.first if isinstance(day, Interval) else day


def last_day(day: date | Interval) -> date:
    """Return the day itself, or the last day it can have been."""
    return day.last if isinstance(day, Interval) else day
