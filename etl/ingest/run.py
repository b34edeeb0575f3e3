"""From a file to the ledger: one batch, and an account of every row."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from etl.errors import MappingError, SourceError
from etl.ingest.conversion import Converter
from etl.ingest.mapping import Mapping
from etl.ingest.rejection import Rejection
from etl.ingest.source import check_text, licences, read_table
from ledger.entry import Entry, Source
from ledger.reader import LedgerReader
from ledger.records.authority import Authority
from ledger.records.control_list import ControlListVersion, ListEntry
from ledger.records.decision import LicenceDecision
from ledger.records.values import Text
from ledger.store import Ledger

Progress = Callable[[int, int], None]
"""Told how many rows are done, and of how many."""

_STEP: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The files of a source.

    Attributes:
        main: One row for each licence and item.
        grounds: Side file of refusal grounds, if any.
        texts: Side file of item texts, if any.
    """

    main: Path
    grounds: Path | None = None
    texts: Path | None = None


@dataclass(slots=True, kw_only=True)
class Account:
    """What became of every row; ``read`` is always the sum of the other three.

    Attributes:
        read: Rows of the file.
        appended: Rows of licences that were appended, or would be.
        explained: Rows of licences that are in the ledger already.
        decisions: Decisions that were appended, or would be.
        lists: Control-list versions that were appended.
        rejections: The rows that were not taken, and why.
    """

    read: int = 0
    appended: int = 0
    explained: int = 0
    decisions: int = 0
    lists: int = 0
    rejections: list[Rejection] = field(default_factory=list)

    @property
    def rejected(self) -> int:
        """Rows that were not taken; a row can break several rules."""
        return len({rejection.row for rejection in self.rejections})

    def rules(self) -> dict[str, int]:
        """Return how many rows broke each rule."""
        pairs = {(rejection.row, rejection.rule) for rejection in self.rejections}
        return dict(sorted(Counter(rule for _, rule in pairs).items()))


class _Peek(Struct):
    decision_ref: str | None = None
    list_id: str | None = None


class _PeekEntry(Struct):
    record: _Peek


@dataclass(slots=True)
class Ingest:
    """One run: a source, its mapping, and the ledger it goes to."""

    mapping: Mapping
    files: Files
    ledger: Ledger
    progress: Progress | None = None

    def dry_run(self) -> Account:
        """Convert everything and append nothing.

        Raises:
            MappingError: The mapping is not for this ledger.
            SourceError: A file cannot be read.
        """
        account = Account()
        for _, _ in self._decisions(account):
            pass
        return account

    def run(self) -> Account:
        """Convert everything and append what is new, in one batch.

        Raises:
            LedgerError: The ledger cannot be appended to; nothing was.
            MappingError: The mapping is not for this ledger.
            SourceError: A file cannot be read; nothing was appended.
        """
        account = Account()
        batch_id = check_text(self.files.main)
        with self.ledger.appending() as batch:
            for version in self._new_lists():
                batch.append(version)
                account.lists += 1
            for licence, decision in self._decisions(account):
                source = Source(batch=batch_id, key=licence, system=self.mapping.system)
                batch.append(decision, source=source)
        return account

    def _decisions(self, account: Account) -> Iterator[tuple[str, LicenceDecision]]:
        self._check_authority()
        known, _ = self._in_ledger()
        converter = Converter(self.mapping, self._grounds())
        columns = self.mapping.columns
        table = read_table(self.files.main, columns.names())
        shown = 0
        for licence, rows in licences(table, columns.licence):
            account.read += len(rows)
            converted = converter.convert(licence, rows)
            if isinstance(converted, list):
                account.rejections += converted
            elif converted.decision_ref in known:
                account.explained += len(rows)
            else:
                account.appended += len(rows)
                account.decisions += 1
                yield licence, converted
            if self.progress is not None and account.read - shown >= _STEP:
                shown = account.read
                self.progress(account.read, table.height)

    def _check_authority(self) -> None:
        opening = Entry.parse(next(self.ledger.reader.entries(0, 1))).record
        wanted = self.mapping.authority_country
        if not isinstance(opening, Authority) or opening.country != wanted:
            raise MappingError(
                f"this mapping is for a ledger of {wanted}, which"
                f" {self.ledger.path} is not"
            )

    def _in_ledger(self) -> tuple[set[str], set[str]]:
        """Return the decisions and the control lists that are in the ledger."""
        decoder = msgspec.json.Decoder(_PeekEntry)
        reader = LedgerReader.at(self.ledger.path)
        decisions: set[str] = set()
        lists: set[str] = set()
        for raw in reader.entries(0, self.ledger.size):
            record = decoder.decode(raw).record
            if record.list_id is not None:
                lists.add(record.list_id)
            elif record.decision_ref is not None:
                decisions.add(record.decision_ref)
        return decisions, lists

    def _grounds(self) -> dict[str, tuple[str, ...]]:
        grounds, path = self.mapping.grounds, self.files.grounds
        if grounds is None or path is None:
            return {}
        table = read_table(path, (grounds.licence, grounds.code))
        found: dict[str, set[str]] = {}
        for licence, code in table.select(grounds.licence, grounds.code).iter_rows():
            found.setdefault(licence, set()).add(f"{grounds.prefix}{code}")
        return {licence: tuple(sorted(codes)) for licence, codes in found.items()}

    def _new_lists(self) -> Iterator[ControlListVersion]:
        """Yield the control lists of the side file that the ledger does not have."""
        texts, path = self.mapping.texts, self.files.texts
        if texts is None or path is None:
            return
        _, known = self._in_ledger()
        table = read_table(path, (texts.code, texts.text))
        first = self._first_day()
        entries: dict[str, list[ListEntry]] = {}
        for code, text in table.select(texts.code, texts.text).iter_rows():
            spelled = self.mapping.code_aliases.get(code, code)
            list_id = self.mapping.list_of(spelled)
            if list_id is None:
                raise SourceError(f"{path}: code {code!r} fits no control list")
            said = text or "no description is published"
            entry = ListEntry(code=spelled, text=Text(en=said))
            entries.setdefault(list_id, []).append(entry)
        for one in self.mapping.lists:
            if one.list_id in entries and one.list_id not in known:
                yield ControlListVersion(
                    entries=_unique(entries[one.list_id]),
                    is_complete=False,
                    legal_ref=texts.legal_ref,
                    list_id=one.list_id,
                    publication_default="disclose",
                    title=one.title,
                    valid_from=first,
                    version=texts.version,
                )

    def _first_day(self) -> date:
        column = self.mapping.columns.date
        days = read_table(self.files.main, self.mapping.columns.names()).get_column(
            column
        )
        first = days.str.to_date("%Y-%m-%d", strict=False).min()
        if not isinstance(first, date):
            raise SourceError(f"{self.files.main}: no day in column {column}")
        return first


def _unique(entries: list[ListEntry]) -> tuple[ListEntry, ...]:
    by_code = {entry.code: entry for entry in entries}
    return tuple(by_code[code] for code in sorted(by_code))
