"""Headings and words that several views share."""

from typing import Final

from dashboards.words import Words

PERIOD: Final = Words("periode", "period")
DECISIONS: Final = Words("besluiten", "decisions")
GRANTED: Final = Words("verleend", "granted")
REFUSED: Final = Words("geweigerd", "refused")
OTHER: Final = Words("anders afgedaan", "closed otherwise")
DESTINATION: Final = Words("bestemming", "destination")
CODE: Final = Words("code", "code")
CLASS: Final = Words("productklasse", "product class")
CATEGORY: Final = Words("categorie", "category")
GOAL: Final = Words("strategisch doel", "strategic goal")
WEIGHT: Final = Words("gewicht", "weight")
FINDING: Final = Words("bevinding", "finding")
OUTCOME: Final = Words("uitkomst", "outcome")
SHARE: Final = Words("aandeel (n/N)", "share (n/N)")
ALL: Final = Words("alle", "all")
