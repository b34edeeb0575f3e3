"""Headings and words that several views share."""

from typing import Final

from dashboards.words import Words

PERIOD: Final = Words("periode", "period")
DECISIONS: Final = Words("besluiten", "decisions")
GRANTED: Final = Words("verleend", "granted")
WITHHELD: Final = Words("onthouden", "withheld")
REFUSED: Final = Words("geweigerd", "refused")
OTHER: Final = Words("anders afgedaan", "closed otherwise")
DESTINATION: Final = Words("bestemming", "destination")
CODE: Final = Words("code", "code")
CLASS: Final = Words("productklasse", "product class")
UNWEIGHED: Final = Words(
    "Van {n:gekozen besluit|gekozen besluiten} heeft er geen een gepubliceerde weging.",
    "Of {n:selected decision|selected decisions} none has a published weighing.",
)
"""Said where nothing can be shown, as no weighing is published."""
NO_GOALS: Final = Words(
    "Van {n:gekozen besluit|gekozen besluiten} heeft er geen een gepubliceerde weging"
    " van strategische doelen.",
    "Of {n:selected decision|selected decisions} none has a published weighing of"
    " strategic goals.",
)
"""Said where no weighing of goals is."""
CATEGORY: Final = Words("categorie", "category")
GOAL: Final = Words("strategisch doel", "strategic goal")
VERSION: Final = Words("versie", "version")
WEIGHT: Final = Words("gewicht", "weight")
FINDING: Final = Words("bevinding", "finding")
OUTCOME: Final = Words("uitkomst", "outcome")
STATUS: Final = Words("stand nu", "standing now")
SHARE: Final = Words("aandeel (n/N)", "share (n/N)")
ALL: Final = Words("alle", "all")
SIDE: Final = Words("kant", "side")
CURRENCY: Final = Words("valuta", "currency")
LICENSED_VALUE: Final = Words(
    "vergunde waarde (hele eenheden)", "licensed value (whole units)"
)
WITH_VALUE: Final = Words("met waarde (n/N verleend)", "with a value (n/N granted)")
PRESENT: Final = Words("heden", "present")
YEAR: Final = Words("jaar", "year")
KIND: Final = Words("soort", "kind")
ASPECT: Final = Words("aspect", "aspect")
REFERENCE: Final = Words("kenmerk", "reference")
DECIDED_ON: Final = Words("besloten op", "decided on")
CODES: Final = Words("codes", "codes")
FRAMEWORK_VERSION: Final = Words("versie van het kader", "framework version")
GROUND: Final = Words("weigeringsgrond", "refusal ground")
DECISION: Final = Words("besluit", "decision")
WHAT: Final = Words("wat", "what")
ENTRY: Final = Words("regel", "entry")
REASON: Final = Words("reden", "reason")
MONTH: Final = Words("maand", "month")
SHARE_INTERVAL: Final = Words("aandeel (n/N; interval)", "share (n/N; interval)")
REFUSED_INTERVAL: Final = Words("geweigerd (n/N; interval)", "refused (n/N; interval)")
REFUSED_SHARE: Final = Words("geweigerd (n/N)", "refused (n/N)")
