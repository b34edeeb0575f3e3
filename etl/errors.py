"""The errors of the ETL.

* EtlError
    * CodeListError     a code list or other reference file is wrong
    * MappingError      a mapping of a source is wrong
    * SourceError       a source cannot be read at all
        * TooManyRejectsError  more of its rows were rejected than may be
    * WarehouseError    a warehouse cannot be built or read
        * UnverifiedError   a ledger did not verify, so nothing is built from it
        * BuildError        DuckDB could not read or write its files
    * DisclosureControlError  tables cannot be released as asked
    * DemoError         the demo cannot be made here
    * IntakeError       the intake cannot be run as asked, or a request not taken in
        * BatchError        records of a batch are malformed or break a rule
        * TooLargeError     a batch is larger than may be
        * KeyReusedError    an idempotency key came with other content before
        * CrowdedError      too much is waiting to be published
        * TokenError        a token is not known, or cannot be made
        * JournalError      the intake's journal cannot be read or written
"""

from typing import NamedTuple


class EtlError(Exception):
    """Base of every error that this package raises on purpose."""


class CodeListError(EtlError):
    """A code list or another reference file is wrong."""


class MappingError(EtlError):
    """A mapping of a source is wrong."""


class SourceError(EtlError):
    """A source cannot be read at all; nothing was appended."""


class TooManyRejectsError(SourceError):
    """More rows were rejected than may be; nothing was appended."""


class WarehouseError(EtlError):
    """A warehouse cannot be built or read."""


class UnverifiedError(WarehouseError):
    """A ledger did not verify; nothing is built from it.

    Attributes:
        findings: What the audit found, one line each.
        checked: False when the audit could not check the ledger at all.
    """

    def __init__(
        self, message: str, findings: tuple[str, ...], *, checked: bool
    ) -> None:
        super().__init__(message)
        self.findings = findings
        self.checked = checked


class BuildError(WarehouseError):
    """DuckDB could not read or write its files; the build before is still current."""


class DisclosureControlError(EtlError):
    """Tables cannot be released as asked; nothing was released."""


class DemoError(EtlError):
    """The demo cannot be made here."""


class IntakeError(EtlError):
    """The intake cannot be run as asked, or a request is not taken in."""


class Fault(NamedTuple):
    """What is wrong with one line of a batch.

    Attributes:
        line: Its number, from 1.
        reason: What is wrong with it.
        field: The field that shows it, when one does.
        rule: The rule that it breaks, when it breaks one.
    """

    line: int
    reason: str
    field: str | None = None
    rule: str | None = None


class BatchError(IntakeError):
    """Records of a batch are malformed or break a rule; none of it is taken in.

    Attributes:
        count: How many lines have a fault.
        faults: The first of them.
    """

    def __init__(self, count: int, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{count} lines have a fault")
        self.count = count
        self.faults = faults


class TooLargeError(IntakeError):
    """A batch is larger than may be; nothing of it is taken in."""


class KeyReusedError(IntakeError):
    """An idempotency key came with other content before."""


class CrowdedError(IntakeError):
    """Too much is waiting to be published; nothing was taken in.

    Attributes:
        own: Whether it is the submitter's own records that wait.
    """

    def __init__(self, message: str, *, own: bool) -> None:
        super().__init__(message)
        self.own = own


class TokenError(IntakeError):
    """A token is not known, or cannot be made."""


class JournalError(IntakeError):
    """The intake's journal cannot be read or written."""
