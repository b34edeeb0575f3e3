"""The access log: a ledger of its own, appended to before anything is answered.

It is made by ``weegboek ledger create`` and audited as every ledger is. Requests that
come together share one checkpoint.
"""

from typing import Final

from dashboards.errors import UnloggedError
from ledger.errors import LedgerError
from ledger.pool import Pool
from ledger.records.access import Access
from ledger.store import Ledger

WAIT: Final = 30.0
"""Seconds after which a request is refused that could not be recorded."""


class AccessLog:
    """Records accesses in a ledger, for all threads that serve."""

    def __init__(self, ledger: Ledger) -> None:
        self._pool = Pool(ledger)

    def record(self, access: Access) -> None:
        """Append an access, and return once it is published.

        Raises:
            UnloggedError: It could not be appended, or not in time.
        """
        try:
            self._pool.submit([(access, None)], wait=WAIT).result(WAIT)
        except (LedgerError, OSError) as error:  # TimeoutError is an OSError
            raise UnloggedError(f"the access log: {error}") from error

    def close(self) -> None:
        """Return when all that was taken in is recorded."""
        self._pool.close()
