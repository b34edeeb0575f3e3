"""How the ETL's commands report errors; the rest is as in ``ledger.terminal``."""

from collections.abc import Iterator
from contextlib import contextmanager

from etl.errors import (
    BuildError,
    CodeListError,
    DemoError,
    EtlError,
    IntakeError,
    TokenError,
    UnverifiedError,
)
from ledger.terminal import COULD_NOT, FINDINGS, fail, reported, say


@contextmanager
def etl_reported() -> Iterator[None]:
    """Turn errors into one clear line and an exit status: 1 input, 3 could not."""
    try:
        with reported():
            yield
    except UnverifiedError as error:
        for finding in error.findings:
            say(finding)
        fail(str(error), FINDINGS if error.checked else COULD_NOT)
    except TokenError as error:
        fail(str(error), FINDINGS)
    except (BuildError, CodeListError, DemoError, IntakeError) as error:
        fail(str(error), COULD_NOT)
    except EtlError as error:
        fail(str(error), FINDINGS)
