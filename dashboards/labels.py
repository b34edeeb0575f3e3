"""What codes are called: from the warehouse, in the language of the page."""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboards.words import Language
from etl.warehouse.connection import Connection


@dataclass(frozen=True, slots=True)
class Labels:
    """The names of codes in one language.

    Attributes:
        terms: Names of the words of each vocabulary, in their order.
        countries: Names of countries.
        classes: Names of product classes and categories.
    """

    terms: Mapping[str, Mapping[str, str]]
    countries: Mapping[str, str]
    classes: Mapping[str, str]

    def term(self, vocabulary: str, code: str) -> str:
        """Return what a word of a vocabulary is called; else the code itself."""
        return self.terms.get(vocabulary, {}).get(code, code)

    def country(self, code: str) -> str:
        """Return the name of a country; else its code."""
        return self.countries.get(code, code)

    def product_class(self, code: str) -> str:
        """Return a product class with its code: ``3B · electronics: ...``."""
        name = self.classes.get(code)
        return code if name is None else f"{code} · {name}"


def read_labels(connection: Connection, language: Language) -> Labels:
    """Read the names of all codes."""
    terms: dict[str, dict[str, str]] = {}
    rows = connection.execute(
        "SELECT vocabulary, code, name_nl, name_en FROM term ORDER BY position"
    ).fetchall()
    for vocabulary, code, nl, en in rows:
        terms.setdefault(vocabulary, {})[code] = language.either(nl, en)
    countries = connection.execute(
        "SELECT iso2, name_nl, name_en FROM country"
    ).fetchall()
    classes = connection.execute(
        "SELECT code, name_nl, name_en FROM product_class ORDER BY position"
    ).fetchall()
    return Labels(
        terms=terms,
        countries={code: language.either(nl, en) for code, nl, en in countries},
        classes={code: language.either(nl, en) for code, nl, en in classes},
    )
