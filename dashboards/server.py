"""Serving the application: gunicorn, one process, several threads.

One process, because the verdict on the ledgers is kept in it; DuckDB works
outside Python's lock, so threads serve readers side by side.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication

from dashboards.app import ask_beforehand, make_app
from dashboards.beforehand import Beforehand
from dashboards.tier import Tier
from dashboards.verification import Source, Verifier
from etl.warehouse.reader import Warehouse


class _Server(BaseApplication):  # type: ignore[misc] # gunicorn has no types
    def __init__(
        self,
        warehouse: Path,
        sources: Sequence[Source],
        make_tier: Callable[[], Tier],
        options: dict[str, Any],
    ) -> None:
        self._warehouse = warehouse
        self._sources = tuple(sources)
        self._make_tier = make_tier
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        """Take over the options."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:  # noqa: ANN401 - a WSGI application
        """Make the application, in the process that serves it."""
        verifier = Verifier(self._sources)
        verifier.start()
        tier = self._make_tier()
        app = make_app(Warehouse(self._warehouse, tier.name), verifier, tier)
        Beforehand(app.stage.newest, partial(ask_beforehand, app.stage)).start()
        return app.server


def serve(  # noqa: PLR0913 - what is served, to whom, and where
    warehouse: Path,
    sources: Sequence[Source],
    make_tier: Callable[[], Tier] = Tier,
    *,
    host: str,
    port: int,
    threads: int,
) -> None:
    """Serve until interrupted.

    Args:
        warehouse: Directory of the warehouse.
        sources: The ledgers behind it.
        make_tier: Makes the tier that is served, in the process that serves it.
        host: Address to listen on.
        port: Port to listen on.
        threads: How many threads serve.
    """
    options = {
        "bind": f"{host}:{port}",
        "workers": 1,
        "worker_class": "gthread",
        "threads": threads,
        "timeout": 300,
        "accesslog": None,
        "loglevel": "warning",
        "control_socket_disable": True,
    }
    _Server(warehouse, sources, make_tier, options).run()
