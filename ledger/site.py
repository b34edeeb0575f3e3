"""A ledger behind any static web server, read with no trust in that server.

Nothing is followed and nothing is believed: no redirects, no proxies, no names
other than the ledger's files, a limit on the bytes of each file and on the time
that it may take, however slowly it drips.
"""

import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from socket import SHUT_RDWR
from time import monotonic
from typing import Final, Self
from urllib.parse import urlsplit

from ledger.errors import FormatError, MissingError, StorageError

_CHUNK: Final = 65_536
_GZIP_WINDOW: Final = 31
_GONE: Final = (404, 410)
_OK: Final = 200
_REDIRECTS: Final = range(300, 400)

_open_connections: dict[tuple[int, str], HTTPConnection] = {}
"""One connection a thread and site, for a ledger is thousands of small files."""


@dataclass(frozen=True, slots=True)
class Site:
    """The files of a ledger below a URL.

    Attributes:
        url: Where the ledger is published, without a slash at the end.
        deadline: Seconds that one file may take in all.
    """

    url: str
    deadline: float = 60.0

    @classmethod
    def at(cls, url: str) -> Self:
        """Return the site at a URL.

        Raises:
            StorageError: It is no address of a site.
        """
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise StorageError(f"{url} is no http or https address of a ledger")
        if parts.query or parts.fragment or parts.username is not None:
            raise StorageError(f"{url} has parts that an address of a ledger has not")
        return cls(url.rstrip("/"))

    @property
    def where(self) -> str:
        """The URL."""
        return self.url

    def read(self, name: str, most: int) -> bytes:
        """Return the bytes of a file; see ``ledger.files.Files``."""
        with self._answer("GET", name) as response:
            return self._body(response, name, most)

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        try:
            with self._answer("HEAD", name):
                return True
        except MissingError:
            return False

    def names(self) -> None:
        """A web server lists nothing that could be relied upon."""

    @contextmanager
    def _answer(self, method: str, name: str) -> Iterator[HTTPResponse]:
        key = (threading.get_ident(), self.url)
        connection = _open_connections.pop(key, None) or self._connection()
        # The socket's own limit of time starts anew with each byte; this does not.
        watch = threading.Timer(self.deadline, _cut, (connection,))
        watch.daemon = True
        started = monotonic()
        watch.start()
        try:
            response = self._asked(connection, method, name)
            self._check_status(response, name)
            yield response
            if monotonic() - started >= self.deadline:
                raise TimeoutError  # what was cut off can look whole
            if response.isclosed() and not response.will_close:
                _open_connections[key] = connection
        except (OSError, HTTPException, ValueError) as error:
            late = monotonic() - started >= self.deadline
            reason = f"it took over {self.deadline:g} seconds" if late else str(error)
            raise StorageError(f"cannot read {self.url}/{name}: {reason}") from error
        finally:
            watch.cancel()
            if _open_connections.get(key) is not connection:
                connection.close()

    def _connection(self) -> HTTPConnection:
        parts = urlsplit(self.url)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        return kind(parts.hostname or "", parts.port, timeout=self.deadline)

    def _asked(
        self, connection: HTTPConnection, method: str, name: str
    ) -> HTTPResponse:
        path = f"{urlsplit(self.url).path}/{name}"
        # Bundles may come compressed unasked (tlog-tiles); nothing else is asked for.
        headers = {"Accept-Encoding": "identity", "User-Agent": "weegboek"}
        kept = connection.sock is not None
        try:
            connection.request(method, path, headers=headers)
            return connection.getresponse()
        except (ConnectionError, HTTPException):
            if not kept:
                raise
            # The server ended the kept connection meanwhile: once more, afresh.
            connection.close()
            connection.request(method, path, headers=headers)
            return connection.getresponse()

    def _check_status(self, response: HTTPResponse, name: str) -> None:
        if response.status == _OK:
            return
        if response.status in _GONE:
            raise MissingError(f"{name} is missing from {self.url}")
        more = ", and nothing is followed" if response.status in _REDIRECTS else ""
        raise StorageError(f"{self.url}/{name} answers {response.status}{more}")

    def _body(self, response: HTTPResponse, name: str, most: int) -> bytes:
        coding = response.headers.get("Content-Encoding", "identity")
        if coding not in {"identity", "gzip"}:
            raise StorageError(f"{self.url}/{name} comes encoded as {coding!r}")
        inflate = zlib.decompressobj(_GZIP_WINDOW) if coding == "gzip" else None
        started, data = monotonic(), b""
        while len(data) <= most:
            chunk = response.read1(_CHUNK)
            if not chunk:
                break
            if monotonic() - started > self.deadline:
                raise TimeoutError
            data += chunk if inflate is None else _inflated(inflate, chunk, most)
        if len(data) > most:
            raise FormatError("file", f"{name} has more than {most} bytes")
        if response.length:
            raise OSError(f"it breaks off {response.length} bytes before its end")
        return data


def _inflated(inflate: "zlib._Decompress", chunk: bytes, most: int) -> bytes:
    try:
        return inflate.decompress(chunk, most + 1)
    except zlib.error as error:
        raise OSError(f"it is not gzip: {error}") from error


def _cut(connection: HTTPConnection) -> None:
    """End a connection from another thread, whatever it is waiting for."""
    if connection.sock is not None:
        with suppress(OSError):  # it ended by itself just now
            connection.sock.shutdown(SHUT_RDWR)
