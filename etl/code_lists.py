"""The code lists in ``data/code_lists``: countries, words, fields, product classes."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from etl.errors import CodeListError
from ledger.records.item_code import annex_i_code

_PACKAGE: Final = Path(__file__).parent


def data_directory() -> Path:
    """Return where the project's data is: in a wheel, or beside the packages.

    Raises:
        CodeListError: It is in neither place.
    """
    for candidate in (_PACKAGE / "data", _PACKAGE.parent / "data"):
        if (candidate / "code_lists").is_dir():
            return candidate
    raise CodeListError(f"no data/code_lists beside {_PACKAGE}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A country or area: ISO codes, names, and a point inside it for a map."""

    iso2: str
    iso3: str | None
    nl: str
    en: str
    latitude: float | None
    longitude: float | None
    region: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One word of a closed vocabulary, and what it is called."""

    vocabulary: str
    code: str
    nl: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldName:
    """What a field of a record is called, and where the notion comes from."""

    struct: str
    field: str
    nl: str
    en: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductClass:
    """One class of items, its category, its name, and its place on an axis."""

    code: str
    category: str
    nl: str
    en: str
    position: int


def _rows(name: str) -> Iterator[dict[str, str]]:
    path = data_directory() / "code_lists" / name
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CodeListError(f"cannot read {path}: {error}") from error
    for number, row in enumerate(csv.DictReader(io.StringIO(text)), start=2):
        if None in row or None in row.values():
            raise CodeListError(f"{name}, line {number}: not as many fields as columns")
        yield row


@cache
def countries() -> tuple[Country, ...]:
    """Return every country and declared area.

    Raises:
        CodeListError: The list is malformed.
    """
    return tuple(
        Country(
            iso2=row["iso2"],
            iso3=row["iso3"] or None,
            nl=row["nl"],
            en=row["en"],
            latitude=_degrees(row["latitude"]),
            longitude=_degrees(row["longitude"]),
            region=row["region"],
        )
        for row in _rows("countries.csv")
    )


def _degrees(text: str) -> float | None:
    return float(text) if text else None


@cache
def country_aliases(source: str) -> dict[str, str]:
    """Return how a source names countries that our list names otherwise.

    Raises:
        CodeListError: The list is malformed.
    """
    return {name: iso2 for name, iso2, _ in _aliases(source) if iso2}


@cache
def non_countries(source: str) -> dict[str, str]:
    """Return what a source writes in place of a country, and what that says.

    Raises:
        CodeListError: The list is malformed.
    """
    return {name: note for name, iso2, note in _aliases(source) if not iso2}


def _aliases(source: str) -> Iterator[tuple[str, str, str]]:
    for row in _rows("country_aliases.csv"):
        if row["source"] == source:
            yield row["name"], row["iso2"], row["note"]


@cache
def terms() -> tuple[Term, ...]:
    """Return the words of every vocabulary, each vocabulary in its own order.

    Raises:
        CodeListError: The list is malformed.
    """
    return tuple(Term(**row) for row in _rows("terms.csv"))


@cache
def field_names() -> tuple[FieldName, ...]:
    """Return what the fields of all records are called.

    Raises:
        CodeListError: The list is malformed.
    """
    return tuple(FieldName(**row) for row in _rows("fields.csv"))


@cache
def product_classes() -> tuple[ProductClass, ...]:
    """Return the product classes and their categories, in the order of an axis.

    Raises:
        CodeListError: The list is malformed.
    """
    return tuple(
        ProductClass(
            code=row["code"],
            category=row["category"],
            nl=row["nl"],
            en=row["en"],
            position=int(row["position"]),
        )
        for row in _rows("product_classes.csv")
    )


def class_of(code: str, list_id: str) -> tuple[str, str]:
    """Return the product class of an item code, and the category of that class.

    A code in the form of Annex I is of its category and group, whatever national
    list it stands in. Other codes are classed by their list.
    """
    parts = annex_i_code(code)
    if parts is not None:
        return parts.category + parts.group, parts.category
    for ending, name in (
        ("_MIL", "ML"),
        ("_NATIONAL", "PL"),
        ("END_USE", "END_USE"),
    ):
        if list_id.endswith(ending):
            return name, name
    return "OTHER", "OTHER"


@cache
def code_lists_digest() -> str:
    """Return the SHA-256 over all code lists, in hexadecimal."""
    digest = sha256()
    for path in sorted((data_directory() / "code_lists").glob("*.csv")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
