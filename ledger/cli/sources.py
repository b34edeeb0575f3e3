"""Signing records where they come from: ``weegboek ledger source-key|sign-record``."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from ledger.cli.options import RecordsFile, passphrase
from ledger.entry import Source
from ledger.errors import FormatError
from ledger.intake import MAX_LINE_SIZE, parse_line
from ledger.records.record import kind_of
from ledger.source_signer import SourceSigner
from ledger.terminal import reported, show

SourceKeyPath = Annotated[
    Path,
    typer.Option(
        "--source-key",
        envvar="WEEGBOEK_SOURCE_KEY",
        help="Directory of the key to sign with; it never leaves the source.",
    ),
]


def source_key(
    directory: Annotated[
        Path,
        typer.Argument(envvar="WEEGBOEK_SOURCE_KEY", help="New directory for the key."),
    ],
    name: Annotated[
        str,
        typer.Option(
            envvar="WEEGBOEK_SOURCE_NAME",
            help="The key's unique name, such as assessor-17.example.",
        ),
    ],
) -> None:
    """Make a key by which a system or an officer signs records; show what to pin."""
    with reported():
        signer = SourceSigner.create(directory, name, passphrase())
    show(signer.verifier_key.format())


def sign_record(
    source_key: SourceKeyPath,
    origin: Annotated[
        str,
        typer.Option(
            envvar="WEEGBOEK_ORIGIN", help="Name of the ledger that records are for."
        ),
    ],
    system: Annotated[
        str,
        typer.Option(
            envvar="WEEGBOEK_SYSTEM",
            help="The system that they come from, where a line does not say.",
        ),
    ],
    file: RecordsFile = "-",  # type: ignore[assignment] # Typer opens it
) -> None:
    """Add a signature to every record of a file, and write them to stdout.

    A second officer signs what the first one wrote: two signatures, four eyes.
    """
    with reported():
        signer = SourceSigner.load(source_key, passphrase())
        lines = iter(lambda: file.readline(MAX_LINE_SIZE + 1), b"")
        for line, text in enumerate(lines, start=1):
            try:
                record, given = parse_line(text)
            except FormatError as error:
                raise FormatError(f"line {line}", error.reason) from error
            source = signer.sign(origin, record, given or Source(system=system))
            shape = {"kind": kind_of(record), "record": record, "source": source}
            show(msgspec.json.encode(shape).decode())
