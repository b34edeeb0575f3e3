"""Attributes for those who hear a page rather than see it, and for scripts."""

from typing import Any


def aria(**values: str) -> dict[str, Any]:
    """Return attributes by their short names: ``label`` for ``aria-label``."""
    return {f"aria-{name}": value for name, value in values.items()}


def data(**values: str) -> dict[str, Any]:
    """Return attributes for scripts by short names: ``kind`` for ``data-kind``."""
    return {f"data-{name}": value for name, value in values.items()}
