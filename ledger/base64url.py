"""Base64url without padding (RFC 4648, section 5; RFC 7515, appendix C)."""

from base64 import urlsafe_b64decode, urlsafe_b64encode


def to_base64url(raw: bytes) -> str:
    """Write bytes."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def from_base64url(text: str) -> bytes:
    """Read bytes; whoever reads compares the spelling, which is not strict here.

    Raises:
        ValueError: The text has the wrong length.
    """
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
