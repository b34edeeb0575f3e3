"""Texts of the shell: navigation, controls and notices."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dashboards.exports import answer
from dashboards.words import Words

PAGES: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "overview": Words("Overzicht", "Overview"),
        "questions": Words("Vragen", "Questions"),
        "destinations": Words("Bestemmingen", "Destinations"),
        "product-classes": Words("Productklassen", "Product classes"),
        "compare": Words("Vergelijken", "Compare"),
        "frameworks": Words("Kaders en lijsten", "Frameworks and lists"),
        "decisions": Words("Besluiten", "Decisions"),
        "data": Words("Gegevens", "Data"),
        "about": Words("Over", "About"),
        "strategic-goals": Words("Strategische doelen", "Strategic goals"),
        "weighing": Words("Weging", "Weighing"),
        "framework-change": Words("Kaderwijziging", "Framework change"),
        "like-cases": Words("Gelijke gevallen", "Like cases"),
        "departures": Words("Afwijkingen", "Departures"),
        "drift": Words("Verschuiving", "Drift"),
        "timeliness": Words("Doorlooptijd", "Timeliness"),
        "completeness": Words("Volledigheid", "Completeness"),
        "withheld": Words("Onthouden", "Withheld"),
        "released-tables": Words("Vrijgegeven tabellen", "Released tables"),
        "last-visit": Words("Sinds uw bezoek", "Since your visit"),
        "revisions": Words("Zoals toen bekend", "As known then"),
        "integrity": Words("Integriteit", "Integrity"),
    }
)
"""The pages in the navigation, by the last part of their address."""

TITLES: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "data": Words("Gegevens en downloads", "Data and downloads"),
        "about": Words("Over Weegboek", "About Weegboek"),
        "last-visit": Words("Sinds uw laatste bezoek", "Since your last visit"),
        "withheld": Words("Onthouden besluiten", "Withheld decisions"),
    }
)
"""The titles of pages that are called shorter in the navigation."""

GROUPS: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "strategic-goals": Words("De weging", "The weighing"),
        "timeliness": Words("Het grootboek", "The ledger"),
    }
)
"""Groups of pages in the navigation, by the first page of each."""

SKIP: Final = Words("Naar de inhoud", "Skip to content")
MENU: Final = Words("Menu: {page}", "Menu: {page}")
MAIN_NAVIGATION: Final = Words("Hoofdnavigatie", "Main navigation")
OTHER_LANGUAGE: Final = Words("English", "Nederlands")
THEME: Final = Words("Licht of donker", "Light or dark")
LEDGER: Final = Words("Grootboek", "Ledger")
TABLE: Final = Words("Tabel ({n:rij|rijen})", "Table ({n:row|rows})")
FIRST_ROWS: Final = Words(
    "De tabel hierboven toont de eerste {n:rij|rijen}; de download heeft alle {all}.",
    "The table above shows the first {n:row|rows}; the download has all {all}.",
)
DOWNLOAD: Final = Words("Downloaden ({n:rij|rijen})", "Download ({n:row|rows})")
HOW_COUNTED: Final = Words("Hoe er is geteld", "How this is counted")
CITE: Final = Words("Bronvermelding en link", "Cite and link")
PERMALINK: Final = Words("Vaste link naar deze figuur", "Permanent link to this figure")
EMBED: Final = Words("Insluiten (zonder scripts)", "Embed (without scripts)")
VERIFY_FIGURE: Final = Words(
    "Zelf narekenen: bewaar een van de bestanden en geef",
    "Recompute it yourself: save one of the files and run",
)
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
SYNTHETIC: Final = answer.SYNTHETIC
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
NOTHING_YET: Final = Words(
    "Op {day} was er in dit grootboek nog niets vastgelegd.",
    "On {day} nothing had been recorded in this ledger yet.",
)
BEGAN_ON: Final = Words(
    "Een grootboek kent elk besluit vanaf de dag waarop het is vastgelegd; dat kan lang"
    " na het besluit zijn.",
    "A ledger knows each decision from the day on which it was recorded, which can be"
    " long after it was taken.",
)
AS_ON: Final = Words(
    "Naar de dag van de eerste regel: {day}", "To the day of the first entry: {day}"
)
NO_SUCH_LEDGER: Final = Words(
    "Een grootboek met de naam uit dit adres is er niet. Wel zijn er:",
    "There is no ledger of the name in this address. There are:",
)
NOT_FOUND: Final = Words("Deze pagina bestaat niet", "This page does not exist")
FOOTER: Final = Words(
    "Aantallen zijn besluiten naar hun eerste uitkomst. Niet gepubliceerd is geen nul.",
    "Numbers are decisions by their first outcome. Not published is not zero.",
)
AS_OF: Final = Words(
    "Zoals bekend op {day}: wat later is vastgelegd, telt op deze pagina niet mee.",
    "As known on {day}: what was recorded later does not count on this page.",
)
AS_OF_BUT_AUDIT: Final = Words(
    "Zoals bekend op {day}: wat later is vastgelegd, telt in de tabel en de figuur op"
    " deze pagina niet mee. De controle is van het hele grootboek zoals het nu is.",
    "As known on {day}: what was recorded later does not count in the table and the"
    " figure on this page. The audit is of the whole ledger as it is now.",
)
SINCE: Final = Words("Wat sindsdien veranderde", "What changed since")
LATEST: Final = Words("Naar de laatste stand", "To the latest")
KNOWN_ON: Final = Words("zoals bekend op", "as known on")
DAY_PATTERN: Final = Words("jjjj-mm-dd", "yyyy-mm-dd")
