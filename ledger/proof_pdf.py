"""The page of a proof as PDF, printed by a browser that the machine has."""

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from ledger.errors import StorageError

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")
"""Names of programs that can print, in the order in which they are looked for."""

_SECONDS: Final = 60
_FLAGS: Final = (
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--no-pdf-header-footer",
)


def print_pdf(page: str, browser: str | None = None) -> bytes:
    """Print a page of HTML that needs nothing else, and return the PDF.

    Args:
        page: The page.
        browser: Name or path of a Chromium; else the first of ``BROWSERS`` there is.

    Raises:
        StorageError: There is no such browser, or it does not print.
    """
    program = _found((browser,) if browser else BROWSERS)
    with TemporaryDirectory(prefix="weegboek-") as name:
        place = Path(name)
        source, target = place / "page.html", place / "page.pdf"
        source.write_text(page, encoding="utf-8")
        words = [program, *_FLAGS, f"--user-data-dir={place / 'profile'}"]
        if os.geteuid() == 0:
            words.append("--no-sandbox")  # for root there is no other way
        words += [f"--print-to-pdf={target}", source.as_uri()]
        try:
            subprocess.run(  # noqa: S603 - the user's own browser, and our own page
                words, check=True, capture_output=True, timeout=_SECONDS
            )
            return target.read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise StorageError(f"{program} did not print the page: {error}") from error


def _found(names: tuple[str, ...]) -> str:
    for name in names:
        path = shutil.which(name)
        if path is not None:
            return path
    raise StorageError(
        f"printing a PDF needs one of {', '.join(names)}; without it, make the page"
        " with --page and print that"
    )
