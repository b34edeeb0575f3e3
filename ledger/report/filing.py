"""The files of one report, in one directory that held none before."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from ledger.durable import Disk, put_durably
from ledger.errors import ExistsError, ProofError
from ledger.keys import VerifierKey
from ledger.report.document import Report
from ledger.report.page import page
from ledger.report.seal import Auditor, Contents, check_seal
from ledger.report.texts import TONGUES

DOCUMENT: Final = "report.json"
SEAL: Final = "report.note"


def page_name(tongue: str) -> str:
    """Return the name of the page in a language."""
    return f"report.{tongue}.html"


def file_report(directory: Path, report: Report, auditor: Auditor | None) -> list[str]:
    """Write a report, and sign it when there is an auditor to do so.

    Returns:
        The names of the files; the signature is written last.

    Raises:
        ExistsError: The directory holds a report.
    """
    files = {page_name(tongue): page(report, tongue) for tongue in TONGUES}
    files[DOCUMENT] = report.format()
    if auditor is not None:
        files[SEAL] = auditor.sign(Contents.of(files))
    directory.mkdir(parents=True, exist_ok=True)
    names = {DOCUMENT, SEAL, *files}
    there = sorted(name for name in names if (directory / name).exists())
    if there:
        raise ExistsError(
            f"{directory} holds a report already ({there[0]}); give another directory"
        )
    disk = Disk()
    for name, raw in files.items():
        put_durably(disk, directory / name, raw)
    return list(files)


@dataclass(frozen=True, slots=True)
class Filed:
    """A report whose signature and files were checked.

    Attributes:
        report: What it says.
        missing: Pages that were signed and are not there.
    """

    report: Report
    missing: tuple[str, ...]


def check_filed(directory: Path, keys: tuple[VerifierKey, ...]) -> Filed:
    """Check a report: its signature, and that its files are those that were signed.

    Raises:
        FormatError: A file is not of its form.
        OSError: The report or its signature cannot be read.
        ProofError: A pinned key did not sign, or a file is another than was signed.
    """
    contents = check_seal((directory / SEAL).read_bytes(), keys)
    missing = []
    if DOCUMENT not in contents.digests:
        raise ProofError(f"what was signed holds no {DOCUMENT}")
    for name, digest in contents.digests.items():
        path = directory / name
        if name != DOCUMENT and not path.exists():
            missing.append(name)
        elif sha256(path.read_bytes()).hexdigest() != digest:
            raise ProofError(f"{name} is not the file that was signed")
    report = Report.parse((directory / DOCUMENT).read_bytes())
    return Filed(report, tuple(missing))
