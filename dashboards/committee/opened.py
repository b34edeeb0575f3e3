"""The opened fields of a decision, from a committee build."""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from dashboards.queries.selection import LEDGER
from etl.warehouse.connection import Connection
from ledger.disclosure import Disclosure
from ledger.entry import Entry
from ledger.records.erasure import Erasure
from ledger.records.record import Record
from ledger.records.sealable import WITHHELD, sealed_parts


class SealedName(NamedTuple):
    """What a field or a part of one is called, and how its value reads."""

    nl: str
    en: str
    shape: str


class OpenedField(NamedTuple):
    """One opened field.

    Attributes:
        field: Its path.
        value: Its value, as JSON has it.
        items: What the items are called of which it has a value each.
        holds: Whether the entry holds the digest of the disclosure that says it.
    """

    field: str
    value: Any
    items: tuple[str, ...]
    holds: bool


class SealedEntry(NamedTuple):
    """An entry about a decision that holds digests.

    Attributes:
        entry_index: Its index.
        leaf_hash: Its leaf hash.
        digests: Digests that it holds, decoys included.
        kept: Whether the vault keeps anything of it for the key of the build.
        fields: What was opened.
        erasures: Erasures that name it.
    """

    entry_index: int
    leaf_hash: str
    digests: int
    kept: bool
    fields: tuple[OpenedField, ...]
    erasures: tuple[Erasure, ...]


_ABOUT: Final = f"""{LEDGER} AND (entry_index = $index OR entry_index IN (
    SELECT e.entry_index FROM decision_event e
    WHERE e.{LEDGER} AND e.decision_index = $index))"""


def sealed_names(connection: Connection) -> Mapping[str, SealedName]:
    """Return what sealed fields are called, by path, in order."""
    rows = connection.execute(
        "SELECT path, name_nl, name_en, shape FROM sealed_name ORDER BY position"
    ).fetchall()
    return {path: SealedName(*rest) for path, *rest in rows}


def sealed_entries(
    connection: Connection, ledger: int, index: int
) -> tuple[SealedEntry, ...]:
    """Return the entries about a decision that hold digests, its own first.

    Whether the entry holds a digest is looked at anew here, in the entry's own text.
    """
    about = {"ledger": ledger, "index": index}
    rows = connection.execute(
        "SELECT s.entry_index, s.leaf_hash, s.digests, s.kept, e.raw"
        " FROM sealed_entry s JOIN entry e USING (ledger_id, entry_index)"
        f" WHERE s.{_ABOUT.replace('entry_index =', 's.entry_index =', 1)}"
        " ORDER BY s.entry_index",
        about,
    ).fetchall()
    return tuple(
        SealedEntry(
            place,
            leaf,
            digests,
            kept,
            _fields(connection, ledger, place, raw),
            _erasures(connection, ledger, leaf),
        )
        for place, leaf, digests, kept, raw in rows
    )


def _fields(
    connection: Connection, ledger: int, index: int, raw: str
) -> tuple[OpenedField, ...]:
    rows = connection.execute(
        "SELECT field, items, disclosure FROM opened_field"
        f" WHERE {LEDGER} AND entry_index = $index ORDER BY field",
        {"ledger": ledger, "index": index},
    ).fetchall()
    # What a disclosure says is read from its own text, the one that is digested.
    said = [Disclosure.parse(disclosure) for _, _, disclosure in rows]
    held = _held(Entry.parse(raw.encode()).record, said)
    return tuple(
        OpenedField(
            field,
            one.value,
            tuple(items),
            one.digest in held and one.name == field,
        )
        for (field, items, _), one in zip(rows, said, strict=True)
    )


def _held(record: Record, said: Sequence[Disclosure]) -> frozenset[str]:
    """Return the digests that an entry holds, and the withheld decision in it."""
    held = {digest for _, part in sealed_parts(record) for digest in part.digests}
    for one in said:
        if one.name == WITHHELD and one.digest in held:
            held |= set(one.value.get("_sd", ()))
    return frozenset(held)


def _erasures(connection: Connection, ledger: int, leaf: str) -> tuple[Erasure, ...]:
    rows = connection.execute(
        f"SELECT raw FROM entry WHERE {LEDGER} AND kind = 'erasure'"
        " AND contains(raw, $leaf) ORDER BY entry_index",
        {"ledger": ledger, "leaf": leaf},
    ).fetchall()
    records = (Entry.parse(raw.encode()).record for (raw,) in rows)
    return tuple(
        one for one in records if isinstance(one, Erasure) and one.entry == leaf
    )
