"""Publication manifests: what a ledger took in over one month, month after month.

The manifest of a month is the ledger's heartbeat. It stands there even when nothing
was decided, so that a month without one is a gap that an audit finds. It counts what
was recorded since the manifest before it, and closes the books of the applications,
so that a decision that was left out leaves a sum that does not add up (R14).
"""

from ledger.records.terms import DisclosureRule
from ledger.records.values import (
    Code,
    Count,
    Line,
    Month,
    Positive,
    Reference,
    Value,
)


class EntryCount(Value, frozen=True, kw_only=True):
    """How many entries of one kind; of decisions, of one disclosure rule and ground.

    Attributes:
        entries: How many.
        grounds: Of withheld decisions, the grounds on which they are, all together.
        kind: The kind of entry.
        rule: The rule by which they may be published; only of decisions that say so.
    """

    entries: Positive
    grounds: tuple[Code, ...] = ()
    kind: Code
    rule: DisclosureRule | None = None


class ApplicationCount(Value, frozen=True, kw_only=True):
    """The applications of one month: what came in and what became of it.

    Attributes:
        decided: Closed by a decision on the merits.
        not_processed: Closed without being processed.
        pending_after: Open at the end of the month.
        pending_before: Open at its beginning.
        received: Came in.
        withdrawn: Withdrawn by the applicant.
    """

    decided: Count
    not_processed: Count
    pending_after: Count
    pending_before: Count
    received: Count
    withdrawn: Count


class PublicationManifest(Value, frozen=True, kw_only=True):
    """What was recorded over one month.

    Attributes:
        applications: The applications of the month, when the authority counts them.
        code_version: Version of the software that made the manifest.
        counts: Entries since the manifest before this one, by kind and rule.
        manifest_ref: Reference, unique in the ledger.
        period: The month.
    """

    applications: ApplicationCount | None = None
    code_version: Line | None = None
    counts: tuple[EntryCount, ...] = ()
    manifest_ref: Reference
    period: Month
