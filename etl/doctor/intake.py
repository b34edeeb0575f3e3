"""The state of an intake: what waits, and whose tokens end soon."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from etl.doctor.check import Check, failed, ok, unknown, warning
from etl.errors import JournalError, TokenError
from etl.intake.journal import Journal
from etl.intake.tokens import Tokens

_SOON: Final = timedelta(days=14)
_OTHERS: Final = 0o077


def intake_checks(directory: Path, now: datetime) -> Iterator[Check]:
    """Look at the directory of an intake."""
    try:
        if directory.stat().st_mode & _OTHERS:
            message = f"others may enter {directory}; run: chmod 700 {directory}"
            yield failed("intake_permissions", message)
    except OSError as error:
        yield failed("intake_permissions", f"{directory}: {error.strerror}")
        return
    try:
        waiting = sum(Journal.look(directory).values())
        yield ok("intake_waiting", f"{waiting} records wait to be published")
    except JournalError as error:
        yield unknown("intake_waiting", str(error))
    yield _tokens(directory, now)


def _tokens(directory: Path, now: datetime) -> Check:
    name = "intake_tokens"
    try:
        tokens = [one for one in Tokens(directory).all() if one.revoked_at is None]
    except TokenError as error:
        return failed(name, str(error))
    valid = [one for one in tokens if one.standing(now) == "valid"]
    ending = [one for one in valid if one.expires_at - now < _SOON]
    if ending:
        named = ", ".join(f"{one.id} of {one.system}" for one in ending)
        return warning(name, f"within 14 days these end: {named}")
    if not valid:
        return warning(name, "no valid token: nobody can submit")
    return ok(name, f"{len(valid)} valid")
