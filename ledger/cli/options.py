"""Options and arguments that several commands take."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from ledger.errors import LedgerError, StorageError
from ledger.files import read_file
from ledger.keys import VerifierKey
from ledger.policy import MAX_POLICY_SIZE, Policy
from ledger.terminal import COULD_NOT, USAGE, fail
from ledger.timestamp.rfc3161 import AuthorityRoots

ENTRY_SUFFIX = ".entry"
"""How the file of an entry ends that stands beside a proof of it."""

GROWTH_SUFFIX = ".add-checkpoint"
"""How the file of a proof of growth ends: it is what a witness is asked."""

LedgerPath = Annotated[
    Path,
    typer.Argument(envvar="WEEGBOEK_LEDGER", help="Directory of the ledger."),
]
LedgerPlace = Annotated[
    str,
    typer.Argument(
        envvar="WEEGBOEK_LEDGER", help="Directory of the ledger, or its URL."
    ),
]
SignerPath = Annotated[
    Path,
    typer.Option(
        "--signer",
        envvar="WEEGBOEK_SIGNER",
        help="Directory of the signer's keys; keep it apart from the ledger.",
    ),
]
RecordsFile = Annotated[
    typer.FileBinaryRead,
    typer.Argument(
        envvar="WEEGBOEK_FILE",
        help="Records as JSON Lines, each with kind, record and perhaps source.",
    ),
]
Json = Annotated[
    bool, typer.Option("--json", envvar="WEEGBOEK_JSON", help="Answer in JSON.")
]
Keys = Annotated[
    list[str] | None,
    typer.Option("--key", envvar="WEEGBOEK_KEY", help="A verifier key to pin."),
]
PolicyFile = Annotated[
    Path | None,
    typer.Option(
        "--policy",
        envvar="WEEGBOEK_POLICY",
        help="File of pinned keys (c2sp.org/tlog-policy).",
    ),
]

AuthorityRootFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--authority-root",
        envvar="WEEGBOEK_AUTHORITY_ROOT",
        help="Root certificate of a time-stamping authority to pin, in PEM.",
    ),
]


def now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


def passphrase() -> str | None:
    """Return the passphrase of the signer's keys from WEEGBOEK_PASSPHRASE, if set."""
    return os.environ.get("WEEGBOEK_PASSPHRASE")


def identity_passphrase() -> str | None:
    """Return the passphrase of identities, if WEEGBOEK_IDENTITY_PASSPHRASE is set."""
    return os.environ.get("WEEGBOEK_IDENTITY_PASSPHRASE")


def pinned(policy: Path | None, keys: list[str] | None) -> Policy:
    """Return the policy of a file, or one that pins some verifier keys.

    Raises:
        FormatError: A key or the file is malformed.
        StorageError: The file cannot be read, or nothing is pinned.
    """
    if keys:
        return Policy(logs=tuple(VerifierKey.parse(key) for key in keys))
    if policy is None:
        raise StorageError("no keys are pinned: give --policy FILE or --key VKEY")
    return Policy.parse(read_file(policy, MAX_POLICY_SIZE))


def trusted(policy: Path | None, keys: list[str] | None) -> Policy:
    """Return what an auditor pins, or end the command when that is nothing sound."""
    try:
        return pinned(policy, keys)
    except (LedgerError, OSError) as error:
        fail(str(error), USAGE if policy is None and not keys else COULD_NOT)


def authority_roots(files: list[Path] | None) -> AuthorityRoots | None:
    """Return the pinned authorities, if any, or end the command."""
    if not files:
        return None
    try:
        return AuthorityRoots.parse(file.read_bytes() for file in files)
    except (LedgerError, OSError) as error:
        fail(str(error), COULD_NOT)
