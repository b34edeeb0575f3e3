"""The errors of the ETL.

* EtlError
    * CodeListError     a code list or other reference file is wrong
    * MappingError      a mapping of a source is wrong
    * SourceError       a source cannot be read at all
        * TooManyRejectsError  more of its rows were rejected than may be
    * WarehouseError    a warehouse cannot be built or read
        * UnverifiedError   a ledger did not verify, so nothing is built from it
        * BuildError        DuckDB could not read or write its files
    * DemoError         the demo cannot be made here
"""


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


class DemoError(EtlError):
    """The demo cannot be made here."""
