"""What a run appends beside decisions: corrections, and the entry of the run itself."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from importlib.metadata import version

import msgspec

from etl.ingest.account import Account
from etl.ingest.known import reading_of
from etl.ingest.mapping import Revisions
from etl.ingest.plan import Step
from etl.ingest.revision import changed_fields
from ledger.records.decision import LicenceDecision
from ledger.records.event import DecisionEvent
from ledger.records.ingest_run import IngestInput, IngestRows, IngestRun, RejectCount
from ledger.records.values import Text


def correction(  # noqa: PLR0913 - an event is made of these
    step: Step,
    after: LicenceDecision,
    *,
    before: LicenceDecision,
    leaf: bytes,
    number: int,
    revisions: Revisions,
    known_on: date,
) -> DecisionEvent:
    """Return the correction of a decision that came to read otherwise.

    Args:
        step: The correction, and what shows that the decision is the one.
        after: The decision as it is to read.
        before: Its latest reading.
        leaf: Leaf hash of the decision's entry.
        number: The how manieth correction of the decision this is.
        revisions: Why such corrections are made.
        known_on: The day from which the new reading is known.
    """
    return DecisionEvent(
        changed_fields=changed_fields(before, reading_of(after)),
        corrected=after,
        correction_reason=revisions.correction_reason,
        decision=leaf.hex(),
        decision_ref=step.corrects,
        event_ref=f"{step.corrects}/correction-{number}",
        event_type="correction",
        occurred_on=known_on,
        reason=Text(
            en="The source now reads otherwise and gives no reason; the decision was"
            f" recognised by: {step.key}.",
            nl="De bron luidt nu anders en geeft geen reden; het besluit is herkend"
            f" aan: {step.key}.",
        ),
    )


def run_record(  # noqa: PLR0913 - an entry is made of these
    account: Account,
    *,
    inputs: Mapping[str, str],
    mapping: str,
    size: int,
    root: bytes,
    system: str,
) -> IngestRun:
    """Return the entry that says what a run read and appended.

    Its reference follows from what was read and from the ledger before, so that a
    run that was killed and started again has the same.

    Args:
        account: What became of every row.
        inputs: SHA-256 of every file, by what it was for.
        mapping: SHA-256 of the mapping.
        size: Size of the ledger before.
        root: Root of the ledger before.
        system: The source.
    """
    given = tuple(
        IngestInput(digest=digest, role=role) for role, digest in sorted(inputs.items())
    )
    identity = msgspec.json.encode((given, mapping, size, root.hex(), system))
    return IngestRun(
        code_version=version("weegboek"),
        corrections=account.corrections,
        decisions=account.decisions,
        disappeared=len(account.disappeared),
        inputs=given,
        lists=account.lists,
        mapping=mapping,
        rejects=tuple(
            RejectCount(rows=rows, rule=rule) for rule, rows in account.rules().items()
        ),
        root_before=root.hex(),
        rows=IngestRows(
            appended=account.appended,
            corrected=account.corrected,
            explained=account.explained,
            read=account.read,
            rejected=account.rejected,
        ),
        run_ref=f"ingest-{size}-{sha256(identity).hexdigest()[:16]}",
        size_before=size,
        system=system,
    )
