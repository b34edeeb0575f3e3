"""From a file to the ledger: one batch, and an account of every row.

Everything that a run appends, with the entry that says what it read, is one batch:
published whole or not at all. What it appends follows from the ledger, the files and
the mapping alone. So a run that was killed and is started again ends in the same
ledger as one that was not: either nothing was published, and it does the same again,
or all was, and it finds everything there.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from secrets import token_bytes
from typing import Final

from etl.errors import MappingError, SourceError, TooManyRejectsError
from etl.ingest.account import Account, Became, Explanation, Fate
from etl.ingest.conversion import Converted, each_of
from etl.ingest.disclosing import ruled
from etl.ingest.entries import correction, run_record
from etl.ingest.known import (
    Known,
    KnownDecision,
    is_confidential,
    read_known,
    readings,
)
from etl.ingest.mapping import AnyMapping, Mapping
from etl.ingest.native import read_native
from etl.ingest.plan import Planner, Step
from etl.ingest.reading import Files, Input, new_lists, read_published
from etl.ingest.ready import ReadyRows
from etl.ingest.rejection import INPUT, Rejection
from etl.ingest.source import SourceRow, check_file
from ledger.batch import Batch
from ledger.entry import Entry, Source
from ledger.records.authority import Authority
from ledger.records.decision import LicenceDecision
from ledger.records.disclosure_rule import DisclosureRuleVersion
from ledger.records.event import DecisionEvent
from ledger.records.rules import check_record
from ledger.store import Ledger
from ledger.tree import leaf_hash
from ledger.vault.keeper import VaultKeeper, keeping
from ledger.vault.vault_files import Vault

Progress = Callable[[int, int], None]
"""Told how many rows are done, and of how many."""

_STEP: Final = 2_000


@dataclass(slots=True, kw_only=True)
class Ingest:
    """One run: a source, its mapping, and the ledger it goes to.

    Attributes:
        mapping: What the source means.
        mapping_digest: SHA-256 of the mapping's file, in hexadecimal.
        files: The files of the source.
        ledger: Where it goes.
        released_on: The day from which corrections are known.
        max_rejects: How many rows may be rejected before nothing is appended.
        watch: Number of a row to tell more about.
        progress: Told how far it is.
        processes: How many processes may read JSON Lines.
        vault: What keeps the confidential fields of decisions; None refuses them.
        account: What became of every row.
    """

    mapping: AnyMapping
    mapping_digest: str
    files: Files
    ledger: Ledger
    released_on: date
    max_rejects: int | None = None
    watch: int | None = None
    progress: Progress | None = None
    processes: int = 1
    vault: Vault | None = None
    account: Account = field(default_factory=Account)
    _given: Input = field(init=False)
    _events: dict[str, DecisionEvent] = field(default_factory=dict)
    _keeper: VaultKeeper | None = None

    def dry_run(self) -> Account:
        """Convert everything and append nothing.

        Raises:
            MappingError: The mapping is not for this ledger.
            SourceError: A file cannot be read.
        """
        with self._keeping():
            for _ in self._steps():
                pass
        self._check_account()
        return self.account

    def run(self) -> Account:
        """Convert everything and append what is new, in one batch.

        Raises:
            LedgerError: The ledger cannot be appended to; nothing was.
            MappingError: The mapping is not for this ledger.
            SourceError: A file cannot be read; nothing was appended.
            TooManyRejectsError: More rows were rejected than may be; likewise.
        """
        with self._keeping(), self.ledger.appending(self._keeper) as batch:
            before = self.ledger.checkpoint
            for step in self._steps(batch):
                self._append(batch, step)
            self._check_account()
            if self.account.appends:
                run = run_record(
                    self.account,
                    inputs=self._digests(),
                    mapping=self.mapping_digest,
                    size=before.size,
                    root=before.root,
                    system=self.mapping.system,
                )
                batch.append(run, source=Source(system=self.mapping.system))
                self.account.run_ref = run.run_ref
        return self.account

    @contextmanager
    def _keeping(self) -> Iterator[None]:
        """Hold the vault, if there is one, until all is appended."""
        if self.vault is None:
            yield
            return
        with keeping(self.vault, token_bytes) as self._keeper:
            yield

    def _check(self, decision: LicenceDecision) -> None:
        """Hold a decision against what appending it will: sealed, with a vault."""
        sealed = (
            decision if self._keeper is None else self._keeper.seal(decision).record
        )
        check_record(sealed)

    @property
    def digest(self) -> str:
        """SHA-256 of the main file, in hexadecimal."""
        return self._given.digest

    def _digests(self) -> dict[str, str]:
        sides = {
            role: check_file(path)
            for role, path in self.files.roles().items()
            if role != "main"
        }
        return {"main": self._given.digest, **sides}

    def _check_account(self) -> None:
        account = self.account
        if not account.adds_up:
            raise SourceError(
                f"{self.files.main}: {account.read} rows were read and not all are"
                " accounted for; this is a fault of the software, nothing was appended"
            )
        most = self.max_rejects
        if most is not None and account.rejected > most:
            raise TooManyRejectsError(
                f"{account.rejected} rows are rejected, over --max-rejects {most};"
                " nothing was appended"
            )

    def _steps(self, batch: Batch | None = None) -> Iterator[Step | ReadyRows]:
        """Yield what to append, and account for everything else."""
        self._check_authority()
        given = self._given = self._open()
        known = self._known()
        if isinstance(self.mapping, Mapping):
            self._check_sides(known)
            for one in new_lists(self.files, self.mapping, known.lists):
                self.account.lists += 1
                if batch is not None:
                    batch.append(one)
        planner = Planner(
            known=known,
            reader=self.ledger.reader,
            revisions=self.mapping.revisions,
            by_content=getattr(self.mapping, "reference", "") == "content",
            repair=given.repair,
        )
        shown = 0
        for item in given.items:
            if isinstance(item, ReadyRows) and self._takes(planner, item, known):
                yield item
            else:
                parts = (
                    each_of(item, self.account.read + 1)
                    if isinstance(item, ReadyRows)
                    else [item]
                )
                for part in parts:
                    for step in self._item(planner, part, known.rules):
                        yield from self._accounted(step, known)
            if self.progress is not None and self.account.read - shown >= _STEP:
                shown = self.account.read
                self.progress(self.account.read, given.rows)
        for step in planner.finish():
            yield from self._accounted(step, known)
        self.account.disappeared = planner.disappeared

    def _open(self) -> Input:
        if isinstance(self.mapping, Mapping):
            return read_published(self.files, self.mapping)
        check = None if self.vault is None else self._check
        return read_native(self.files.main, self.mapping, check, self.processes)

    def _known(self) -> Known:
        inputs = {self._given.digest, *self._given.origins}
        return read_known(
            self.ledger.reader, self.ledger.size, self.mapping.system, inputs
        )

    def _check_authority(self) -> None:
        opening = Entry.parse(next(self.ledger.reader.entries(0, 1))).record
        wanted = self.mapping.authority_country
        if not isinstance(opening, Authority) or wanted not in {None, opening.country}:
            raise MappingError(
                f"this mapping is for a ledger of {wanted}, which"
                f" {self.ledger.path} is not"
            )

    def _check_sides(self, known: Known) -> None:
        """Insist on a side file that the ledger's decisions were made with.

        Without it every refusal would read otherwise, and be corrected to say less.
        """
        if "grounds" in known.sides and self.files.grounds is None:
            raise SourceError(
                "earlier runs had a side file of grounds: give --side grounds=FILE"
            )

    def _takes(self, planner: Planner, rows: ReadyRows, known: Known) -> bool:
        """Account for rows that are to be appended as they are, if all of them are."""
        asked = bool(known.rules) or self.watch is not None
        if asked or not planner.take_together(rows):
            return False
        count = len(rows.appendables)
        self.account.read += count
        self.account.appended += count
        self.account.decisions += count
        return True

    def _item(
        self,
        planner: Planner,
        item: Converted | tuple[Explanation, SourceRow],
        rules: Sequence[DisclosureRuleVersion],
    ) -> Iterator[Step]:
        account = self.account
        if isinstance(item, tuple):
            why, row = item
            account.read += 1
            account.explanations[why] += 1
            self._fate("explained", [row], why=why)
            return
        account.read += len(item.rows)
        if item.ready is not None and rules:
            item = replace(item, decision=item.ready.decision(), ready=None)
        item = ruled(item, rules)
        if item.ready is not None:
            yield from planner.plan_ready(item, item.ready)
        elif item.decision is not None:
            yield from planner.plan(item, item.decision)
        elif planner.rejected(item):
            account.explanations["repaired"] += len(item.rows)
            self._fate("explained", item.rows, item.licence, why="repaired")
        else:
            self._reject(item, item.rejections)

    def _accounted(self, step: Step, known: Known) -> Iterator[Step]:
        account, rows = self.account, step.converted.rows
        reference = step.reference
        licence = step.converted.licence
        match step.what:
            case "reject":
                self._reject(step.converted, step.rejections)
            case "duplicate" | "in_ledger":
                decision = step.converted.decision or step.decision
                if step.what == "in_ledger" and decision is not None:
                    account.not_compared += is_confidential(decision)
                account.explanations[step.what] += len(rows)
                self._fate("explained", rows, licence, reference, step.what)
            case "append":
                account.appended += len(rows)
                account.decisions += 1
                self._fate("appended", rows, licence, reference)
                yield step
            case "correct":
                account.corrected += len(rows)
                account.corrections += 1
                event = self._correction(step, known.decisions[step.corrects])
                changed = event.changed_fields
                account.revised.append(
                    Fate(
                        "corrected",
                        _numbers(rows),
                        licence,
                        reference,
                        step.key,
                        changed,
                    )
                )
                self._fate("corrected", rows, licence, reference, step.key)
                yield step

    def _reject(self, converted: Converted, rejections: list[Rejection]) -> None:
        account = self.account
        account.rejections += rejections
        for row in converted.rows:
            account.rejected_rows[row.number] = {
                INPUT: row.values.get(INPUT, ""),
                **self._given.shown(row),
            }
        self._fate("rejected", converted.rows, converted.licence)

    def _fate(
        self,
        became: Became,
        rows: list[SourceRow],
        licence: str = "",
        reference: str = "",
        why: str = "",
    ) -> None:
        if self.watch is None:
            return
        numbers = _numbers(rows)
        if self.watch in numbers:
            fate = Fate(became, numbers, licence, reference, why)
            self.account.watched.append(fate)

    def _append(self, batch: Batch, step: Step | ReadyRows) -> None:
        if isinstance(step, ReadyRows):
            batch.extend(step.appendables)
            return
        if step.ready is not None:
            batch.extend([step.ready.appendable])
            return
        rows = step.converted.rows
        batch_id = rows[0].values.get(INPUT) or self._given.digest
        source = Source(
            batch=batch_id, key=step.converted.licence, system=self.mapping.system
        )
        if step.what == "correct":
            batch.append(self._events.pop(step.corrects), source=source)
        elif step.decision is not None:
            batch.append(step.decision, source=source)

    def _correction(self, step: Step, known: KnownDecision) -> DecisionEvent:
        if step.decision is None:  # what is ready is new
            raise TypeError(step)
        reader = self.ledger.reader
        (entry,) = reader.entries(known.place, known.place + 1)
        ((_, before),) = readings(reader, [(step.corrects, known.reading)])
        event = correction(
            step,
            step.decision,
            before=before,
            leaf=leaf_hash(entry),
            number=known.corrections + 1,
            revisions=self.mapping.revisions,
            known_on=self.released_on,
        )
        self._events[step.corrects] = event
        return event


def _numbers(rows: list[SourceRow]) -> list[int]:
    return [row.number for row in rows]
