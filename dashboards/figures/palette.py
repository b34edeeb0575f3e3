"""The colours: none says good or bad, weights form an ordinal ramp.

Chosen so that neighbours differ in lightness as well as hue, and each has a
contrast of at least 3 to 1 with both backgrounds where it stands alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of one scheme."""

    background: str
    text: str
    muted: str
    grid: str
    band: str
    mark: str
    bar: str
    groups: Mapping[str, str]
    weights: Mapping[str, str]
    scale: tuple[str, ...]
    withheld: tuple[str, ...]
    land: str


LIGHT: Final = Palette(
    background="#ffffff",
    text="#1b2430",
    muted="#5a6572",
    grid="#e3e7ec",
    band="rgba(90,101,114,0.09)",
    mark="#8a94a1",
    bar="#2f5d8c",
    groups=MappingProxyType(
        {"granted": "#2f5d8c", "refused": "#b0741a", "other": "#7d8896"}
    ),
    weights=MappingProxyType(
        {
            "decisive": "#22305e",
            "material": "#4a67a8",
            "considered": "#8aa3d0",
            "none": "#d3dceb",
        }
    ),
    scale=("#dfe8f2", "#b4cbe2", "#7fa5cb", "#4a7cae", "#2a5788", "#163a61"),
    withheld=("#6b4c8a", "#9a78bb", "#432d5c"),
    land="#eceff3",
)

DARK: Final = Palette(
    background="#151a21",
    text="#e8ecf1",
    muted="#a3aebb",
    grid="#2b333e",
    band="rgba(163,174,187,0.10)",
    mark="#76818e",
    bar="#7fb0e0",
    groups=MappingProxyType(
        {"granted": "#6ea3d8", "refused": "#e0a34a", "other": "#8d98a6"}
    ),
    weights=MappingProxyType(
        {
            "decisive": "#d9e4ff",
            "material": "#93b0ee",
            "considered": "#5876b4",
            "none": "#364563",
        }
    ),
    scale=("#22344a", "#2b4d72", "#37699c", "#528dc4", "#83b4e2", "#c2ddf7"),
    withheld=("#b79ad6", "#8a68ae", "#d9c8ee"),
    land="#262d37",
)


def palette(*, dark: bool) -> Palette:
    """Return the colours of a scheme."""
    return DARK if dark else LIGHT
