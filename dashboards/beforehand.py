"""Asking a new build before readers do: the first of them need not wait either."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Final

from etl.errors import WarehouseError

_POLL: Final = 2.0
"""Seconds between two looks whether there is a new build."""

_LOG: Final = logging.getLogger(__name__)


class Beforehand:
    """Asks each build once, in a thread of its own.

    Attributes:
        newest: Tells which build readers are shown.
        ask: Asks it everything that readers are likely to ask.
    """

    def __init__(self, newest: Callable[[], str], ask: Callable[[], None]) -> None:
        self.newest = newest
        self.ask = ask
        self._asked = ""

    def start(self) -> None:
        """Keep looking for new builds in the background, for as long as we run."""
        threading.Thread(target=self._keep_looking, daemon=True).start()

    def look(self) -> None:
        """Ask the build that readers are shown, if that is a new one."""
        try:
            newest = self.newest()
        except WarehouseError:
            return  # readers are told; the next look may find a sound one
        if newest == self._asked:
            return
        self._asked = newest
        try:
            self.ask()
        except Exception:  # noqa: BLE001 - told, and whatever it is, readers come next
            # It only saves readers time: they get the same failure, or none.
            _LOG.exception("could not ask the new build beforehand")

    def _keep_looking(self) -> None:
        while True:
            self.look()
            time.sleep(_POLL)
