"""Attributes for those who hear a page rather than see it (WAI-ARIA)."""

from typing import Any


def aria(**values: str) -> dict[str, Any]:
    """Return attributes by their short names: ``label`` for ``aria-label``."""
    return {f"aria-{name}": value for name, value in values.items()}
