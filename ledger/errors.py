"""The errors of the ledger.

* LedgerError
    * FormatError       bytes or text are not in the exact form of the format
    * RecordError       a record breaks a rule
    * ProofError        well-formed evidence does not prove what it claims
        * SignatureError    a signature is wrong, or a pinned key did not sign
            * QuorumError       too few witnesses cosigned
            * UnpinnedError     whoever made it is not pinned
    * StorageError      the ledger or the signer could not be read or written
        * ExistsError       something stands where a ledger was to be created
        * LockedError       another writer holds the ledger
        * MissingError      a file of the ledger is not there
        * DivergedError     the ledger and the signer do not agree
        * UnfinishedError   a batch is signed, and something after that failed
    * SignerError       the signer's keys are missing, unsafe or do not fit
    * VaultError        a vault does not hold, or a key does not open, what is asked
    * BusyError         more is waiting to be appended than there is room for
    * ClosedError       nothing more is taken in
    * ProcessError      a process that shared the work ended before it was done
    * UnavailableError  a package that this needs is not installed
"""


class LedgerError(Exception):
    """Base of every error that this package raises on purpose."""


class FormatError(LedgerError):
    """Input is not in the exact form that the format defines.

    Attributes:
        what: What was being parsed, such as ``checkpoint``.
        reason: What is wrong with it.
    """

    def __init__(self, what: str, reason: str) -> None:
        super().__init__(f"malformed {what}: {reason}")
        self.what = what
        self.reason = reason


class RecordError(LedgerError):
    """A record breaks a rule.

    Attributes:
        record: The record's reference.
        field: The field that shows it, as a dotted path.
        rule: The name of the rule.
        reason: What is wrong, to be read after the field's name.
    """

    def __init__(self, record: str, field: str, rule: str, reason: str) -> None:
        super().__init__(f"record {record}: {field} {reason} (rule {rule})")
        self.record = record
        self.field = field
        self.rule = rule
        self.reason = reason


class ProofError(LedgerError):
    """Well-formed evidence does not prove what it claims."""


class SignatureError(ProofError):
    """A signature is wrong, or a pinned key did not sign."""


class QuorumError(SignatureError):
    """Fewer witnesses cosigned than the policy asks for."""


class UnpinnedError(SignatureError):
    """A token is by an authority that is not pinned: neither trusted nor wrong."""


class StorageError(LedgerError):
    """The ledger or the signer could not be read or written."""


class ExistsError(StorageError):
    """Something already stands where a ledger or a signer was to be created."""


class LockedError(StorageError):
    """Another writer holds the ledger."""


class MissingError(StorageError):
    """A file of the ledger is not there."""


class DivergedError(StorageError):
    """The ledger on disk is not what its signer last signed."""


class UnfinishedError(StorageError):
    """A batch is signed, or may be, and something after that failed.

    Its entries stand, or will once the ledger is opened again: whoever appends them
    a second time has them twice.

    Attributes:
        size: Number of entries with the batch.
    """

    def __init__(self, size: int, reason: str) -> None:
        super().__init__(
            f"{reason}; yet size {size} is signed, or may be: append nothing again"
            " before an append of an empty file has finished this and told the size"
        )
        self.size = size


class SignerError(LedgerError):
    """The signer's keys are missing, unsafe, or not those of the ledger."""


class VaultError(LedgerError):
    """A vault does not hold what is asked of it, or a key does not open it."""


class BusyError(LedgerError):
    """More is waiting to be appended than there is room for."""


class ClosedError(LedgerError):
    """Nothing more is taken in."""


class ProcessError(LedgerError):
    """A process that shared the work ended, or failed, before it was done."""


class UnavailableError(LedgerError):
    """A package that this needs is not installed."""
