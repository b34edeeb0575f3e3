"""Texts of the shell: navigation, controls and notices."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dashboards.words import Words

PAGES: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "overview": Words("Overzicht", "Overview"),
        "destinations": Words("Bestemmingen", "Destinations"),
        "product-classes": Words("Productklassen", "Product classes"),
        "strategic-goals": Words("Strategische doelen", "Strategic goals"),
        "decisions": Words("Besluiten", "Decisions"),
        "integrity": Words("Integriteit", "Integrity"),
        "data": Words("Gegevens", "Data"),
        "about": Words("Over", "About"),
    }
)
"""The pages in the navigation, by the last part of their address."""

SKIP: Final = Words("Naar de inhoud", "Skip to content")
MAIN_NAVIGATION: Final = Words("Hoofdnavigatie", "Main navigation")
OTHER_LANGUAGE: Final = Words("English", "Nederlands")
THEME: Final = Words("Licht of donker", "Light or dark")
LEDGER: Final = Words("Grootboek", "Ledger")
TABLE: Final = Words("Tabel ({n} rijen)", "Table ({n} rows)")
DOWNLOAD: Final = Words("CSV downloaden", "Download CSV")
APPLY: Final = Words("Tonen", "Show")
CLEAR: Final = Words("Keuze wissen", "Clear selection")
SELECTION: Final = Words("Keuze", "Selection")
FROM: Final = Words("van jaar", "from year")
TO: Final = Words("tot en met", "to year")
GRAIN: Final = Words("per", "by")
GRAINS: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "month": Words("maand", "month"),
        "quarter": Words("kwartaal", "quarter"),
        "year": Words("jaar", "year"),
    }
)
EVERY: Final = Words("alle", "all")
EVERYTHING: Final = Words("alles", "everything")
FIND: Final = Words("Zoek kenmerk, code of land", "Find reference, code or country")
FIND_IT: Final = Words("Zoek", "Find")
SEARCH: Final = Words("zoek", "search")
SYNTHETIC: Final = Words(
    "Synthetische demonstratie: niets op deze pagina is echt.",
    "Synthetic demo: nothing on this page is real.",
)
UNKNOWN: Final = Words(
    "Niet begrepen in het adres en niet toegepast: {items}.",
    "Not understood in the address and not applied: {items}.",
)
VERIFIED: Final = Words("geverifieerd", "verified")
NOT_VERIFIED: Final = Words("niet geverifieerd", "not verified")
NOT_VERIFIED_LONG: Final = Words(
    "Dit grootboek is niet geverifieerd. Er worden geen cijfers getoond.",
    "This ledger is not verified. No figures are shown.",
)
NOT_VERIFIED_WHY: Final = Words(
    "De controle vond het volgende. Iemand heeft het grootboek gewijzigd of beschadigd,"
    " of de controle kon niet worden uitgevoerd.",
    "The audit found the following. Someone changed or damaged the ledger, or the"
    " audit could not be done.",
)
NO_BUILD: Final = Words("Er is niets te tonen", "There is nothing to show")
NOT_FOUND: Final = Words("Deze pagina bestaat niet", "This page does not exist")
PROVENANCE: Final = Words(
    "{origin} · regel {size} · wortel {root}… · t/m {moment}",
    "{origin} · size {size} · root {root}… · up to {moment}",
)
FOOTER: Final = Words(
    "Aantallen zijn besluiten naar hun eerste uitkomst. Niet gepubliceerd is geen nul.",
    "Numbers are decisions by their first outcome. Not published is not zero.",
)
