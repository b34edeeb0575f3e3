"""The check of the tokens beside a ledger, by the roots that an auditor pins."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from ledger.audit.finding import Finding
from ledger.audit.trusted_time import Moment, Timestamp, UncheckedTimestamp
from ledger.checkpoint import Checkpoint
from ledger.errors import (
    FormatError,
    MissingError,
    ProofError,
    StorageError,
    UnpinnedError,
)
from ledger.proof import checkpoint_at
from ledger.reader import LedgerReader
from ledger.timestamp.files import INDEX, Listed, listed_tokens, read_token
from ledger.timestamp.rfc3161 import AuthorityRoots, Token

_NOT_PINNED: Final = "no root certificate of an authority is pinned"
_BEYOND: Final = "it is over more entries than this checkpoint covers"
_UNREADABLE: Final = 8
"""Tokens that cannot be read after which no further ones are asked for."""


@dataclass(slots=True)
class TimeReport:
    """What came of the tokens beside a ledger.

    Attributes:
        checked: Those that hold, from the smallest size on.
        unchecked: Those that show nothing to this audit.
        findings: What is wrong with the others.
        doubts: What could not be checked.
        unread: How many of them could not be read at all.
        files: Names of the files that belong to them.
    """

    checked: list[Timestamp] = field(default_factory=list)
    unchecked: list[UncheckedTimestamp] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    unread: int = 0
    files: set[str] = field(default_factory=set)

    @property
    def moments(self) -> tuple[Moment, ...]:
        """What was stamped when."""
        return tuple(Moment(one.size, one.stamped_at) for one in self.checked)


def check_timestamps(
    reader: LedgerReader,
    checkpoint: Checkpoint,
    roots: AuthorityRoots | None,
    since: int,
) -> TimeReport:
    """Check the tokens that a ledger lists.

    Args:
        reader: The ledger.
        checkpoint: Its published checkpoint.
        roots: The pinned roots, if any are.
        since: How many entries were audited before. Of the tokens over no more than
            them, only those over the largest such size are checked: they show what
            was not there yet.
    """
    report = TimeReport(files={INDEX})
    try:
        listed = listed_tokens(reader)
    except FormatError as error:
        report.findings.append(Finding("timestamp_invalid", str(error), file=INDEX))
        return report
    except (OSError, StorageError) as error:
        report.doubts.append(f"cannot read which time stamps there are: {error}")
        return report
    report.files |= {one.name for one in listed}
    before = max((one.size for one in listed if one.size <= since), default=since)
    telling = _while_readable((one for one in listed if one.size >= before), report)
    for size, tokens in groupby(telling, key=lambda one: one.size):
        if size > checkpoint.size:
            # The ledger may have grown while it is read.
            report.unchecked += (
                UncheckedTimestamp(one.name, _BEYOND) for one in tokens
            )
        else:
            opened = list(_opened(reader, tokens, roots, report))
            if opened:
                _compare(reader, checkpoint, size, opened, report)
    return report


def _while_readable(tokens: Iterable[Listed], report: TimeReport) -> Iterator[Listed]:
    """Stop at a site that lists many tokens and is slow to give none of them."""
    for listed in tokens:
        if report.unread == _UNREADABLE:
            report.doubts.append(f"no time stamp from size {listed.size} on was read")
            return
        yield listed


def _opened(
    reader: LedgerReader,
    tokens: Iterable[Listed],
    roots: AuthorityRoots | None,
    report: TimeReport,
) -> Iterator[tuple[str, Token]]:
    """Yield the tokens that pinned authorities made, with the names of their files."""
    for listed in tokens:
        name = listed.name
        try:
            raw = read_token(reader, listed)
            if roots is None:
                report.unchecked.append(UncheckedTimestamp(name, _NOT_PINNED))
            else:
                yield name, roots.open(raw)
        except UnpinnedError as error:
            report.unchecked.append(UncheckedTimestamp(name, str(error)))
        except MissingError:
            finding = Finding("timestamp_invalid", "is listed, not there", file=name)
            report.findings.append(finding)
        except (FormatError, ProofError) as error:
            finding = Finding("timestamp_invalid", str(error), file=name)
            report.findings.append(finding)
        except (OSError, StorageError) as error:
            report.doubts.append(f"cannot read {name}: {error}")
            report.unread += 1


def _compare(
    reader: LedgerReader,
    checkpoint: Checkpoint,
    size: int,
    opened: Iterable[tuple[str, Token]],
    report: TimeReport,
) -> None:
    """Compare what was stamped with the ledger's own history at that size."""
    try:
        text = checkpoint_at(reader, size, checkpoint).format()
    except (FormatError, OSError, ProofError, StorageError) as error:
        report.doubts.append(f"cannot tell what was stamped at size {size}: {error}")
        return
    for name, token in opened:
        try:
            token.check(text)
        except ProofError:
            message = f"{token.authority} stamped another content than size {size} has"
            finding = Finding("timestamp_differs", message, file=name)
            report.findings.append(finding)
        else:
            report.checked.append(
                Timestamp(
                    size=size,
                    stamped_at=token.stamped_at,
                    authority=token.authority,
                    file=name,
                )
            )
