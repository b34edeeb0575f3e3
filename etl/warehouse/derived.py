"""What a decision's row says beyond the decision's own bytes.

DuckDB reads the bytes themselves (``readings.sql``). Here is what needs the code lists,
the frameworks or the folding of texts, and so little is read of a decision for it.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from msgspec import Struct
from msgspec.json import Decoder

from etl.code_lists import class_of, countries, product_classes
from etl.errors import WarehouseError
from etl.public_content import public_content
from etl.warehouse.folding import fold
from ledger.records.framework import FrameworkVersion
from ledger.records.item_code import annex_i_code
from ledger.records.terms import outcome_group


class FrameworkKey(Struct, frozen=True):
    """What decisions that name a framework version are told of it.

    Attributes:
        entry_index: Index of its entry.
        framework_id: Which framework it is a version of.
        version: Its number.
    """

    entry_index: int
    framework_id: str
    version: int

    @classmethod
    def of(cls, index: int, framework: FrameworkVersion) -> "FrameworkKey":
        """Return the key of the version in an entry."""
        return cls(index, framework.framework_id, framework.version)


class ItemClass(Struct, frozen=True):
    """Product class and category of an item code, and the group letter of Annex I."""

    product_class: str
    category: str
    item_group: str | None


class Items(Struct, frozen=True):
    """What the items of a decision are.

    Attributes:
        classes: The class of each line's item.
        class_set: The product classes in order, joined by commas.
        codes: The item codes in the order of the lines, without repeats.
        product_classes: The product classes in order.
    """

    classes: tuple[ItemClass, ...]
    class_set: str
    codes: tuple[str, ...]
    product_classes: tuple[str, ...]


class Derived(Struct, frozen=True):
    """What follows from a reading of a decision.

    Attributes:
        content_hash: What decisions share that differ in public in nothing but their
            reference; None of a reading that stands in another entry than its own.
        framework: The framework version that it names; None without a weighing.
        items: What its items are.
        outcome_group: Group of the outcome.
        search_text: Reference, codes, destination and summary, folded.
    """

    content_hash: str | None
    framework: FrameworkKey | None
    items: Items
    outcome_group: str
    search_text: str


class _Line(Struct):
    code: str
    list_id: str


class _Text(Struct):
    en: str | None = None
    nl: str | None = None


class _Weighing(Struct):
    framework: str
    summary: _Text | None = None


class _Decision(Struct):
    decision_ref: str
    destination: str
    lines: list[_Line]
    outcome: str
    weighing: _Weighing | None = None


class _Entry(Struct):
    record: _Decision


_DECODER: Final = Decoder(_Entry)


def derive(raw: bytes, reading: int, frameworks: Mapping[str, FrameworkKey]) -> Derived:
    """Return what follows from a reading of a decision.

    Args:
        raw: The JSON of an entry, or of any object with the decision as ``record``.
        reading: Index of the entry that the reading comes from.
        frameworks: The framework versions known, by leaf hash in hexadecimal.

    Raises:
        WarehouseError: It names a framework version that is not before it.
    """
    decision = _DECODER.decode(raw).record
    items = _items(tuple([(line.code, line.list_id) for line in decision.lines]))
    return Derived(
        content_hash=_content_hash(raw, decision.decision_ref),
        framework=_framework(decision.weighing, reading, frameworks),
        items=items,
        outcome_group=outcome_group(decision.outcome),
        search_text=_search_text(decision, items.codes),
    )


# Within a text these quotes would be escaped, so no text holds them.
_RECORD: Final = b'"record":'
_AFTER: Final = b',"recorded_at":"'


def _content_hash(raw: bytes, ref: str) -> str | None:
    end = raw.rfind(_AFTER)
    if end < 0:
        return None
    return public_content(raw[raw.index(_RECORD) + len(_RECORD) : end], ref).hex()


# Most decisions are on the items of some other decision.
@lru_cache(maxsize=10_000)
def _items(lines: tuple[tuple[str, str], ...]) -> Items:
    classes = tuple(_item_class(*line) for line in lines)
    found = {one.product_class for one in classes}
    ordered = tuple(sorted(found, key=_POSITIONS.__getitem__))
    return Items(
        classes=classes,
        class_set=",".join(ordered),
        codes=tuple(dict.fromkeys(code for code, _ in lines)),
        product_classes=ordered,
    )


def _item_class(code: str, list_id: str) -> ItemClass:
    parts = annex_i_code(code)
    group = None if parts is None else parts.group
    return ItemClass(*class_of(code, list_id), group)


_POSITIONS: Final = {item.code: item.position for item in product_classes()}


def _framework(
    weighing: _Weighing | None, reading: int, known: Mapping[str, FrameworkKey]
) -> FrameworkKey | None:
    if weighing is None:
        return None
    framework = known.get(weighing.framework)
    if framework is None or framework.entry_index >= reading:
        raise WarehouseError(f"entry {reading} names a framework that is not before it")
    return framework


_NAMES: Final = {one.iso2: (one.iso2, one.nl, one.en) for one in countries()}


def _search_text(decision: _Decision, codes: tuple[str, ...]) -> str:
    country = decision.destination
    words = [decision.decision_ref, *codes, *_NAMES.get(country, (country,))]
    if decision.weighing is not None and decision.weighing.summary is not None:
        summary = decision.weighing.summary
        words += filter(None, (summary.nl, summary.en))
    return fold(" ".join(words))
