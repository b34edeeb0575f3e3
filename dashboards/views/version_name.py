"""What versions of frameworks and lists are called where there is little room."""

import re
from typing import Final

_PARTICULAR: Final = re.compile(r"\s*[(,]")


def first_words(title: str) -> str:
    """Return a title up to what it says of one version in particular."""
    return _PARTICULAR.split(title)[0]


def version_label(version: str) -> str:
    """Return a version with its mark: ``v2``; a list's is a day or a year."""
    return f"v{version}" if len(version) < len("2021") else version
