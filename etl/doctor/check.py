"""What one check says."""

from typing import Literal, NamedTuple

Standing = Literal["ok", "warning", "failed", "unknown"]
"""``warning``: it works, and soon may not. ``unknown``: it could not be found out."""


class Check(NamedTuple):
    """One thing that was looked at.

    Attributes:
        name: Which; stable, for those who watch it.
        standing: How it is.
        message: What was seen, and what to do about it.
    """

    name: str
    standing: Standing
    message: str


def ok(name: str, message: str) -> Check:
    """Say that something is as it should be."""
    return Check(name, "ok", message)


def warning(name: str, message: str) -> Check:
    """Say that something works, and soon may not."""
    return Check(name, "warning", message)


def failed(name: str, message: str) -> Check:
    """Say that something keeps the next run from its work."""
    return Check(name, "failed", message)


def unknown(name: str, message: str) -> Check:
    """Say that something could not be found out."""
    return Check(name, "unknown", message)
