"""Serving the application: gunicorn, one process, several threads.

One process, because the verdict on the ledgers is kept in it; DuckDB works
outside Python's lock, so threads serve readers side by side.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication

from dashboards.app import make_app
from dashboards.verification import Source, Verifier
from etl.warehouse.reader import Warehouse


class _Server(BaseApplication):  # type: ignore[misc] # gunicorn has no types
    def __init__(
        self, warehouse: Path, sources: Sequence[Source], options: dict[str, Any]
    ) -> None:
        self._warehouse = warehouse
        self._sources = tuple(sources)
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
        return make_app(Warehouse(self._warehouse), verifier).server


def serve(
    warehouse: Path, sources: Sequence[Source], *, host: str, port: int, threads: int
) -> None:
    """Serve until interrupted."""
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
    _Server(warehouse, sources, options).run()
