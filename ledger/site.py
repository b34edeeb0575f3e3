"""A ledger behind any static web server, read with no trust in that server.

Nothing is followed and nothing is believed: no redirects, no proxies, no names
other than the ledger's files, a limit on the bytes of each file and on the time
that it may take, however slowly it drips.
"""

import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Final, Self
from urllib.parse import urlsplit

from ledger.errors import FormatError, MissingError, StorageError
from ledger.web import allow, check_address, chunks_of, connect, within

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
        return cls(check_address(url))

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
        kept = _open_connections.pop(key, None)
        connection = kept or connect(self.url, self.deadline)
        try:
            with within(self.deadline, connection, f"{self.url}/{name}"):
                response = self._asked(connection, method, name)
                self._check_status(response, name)
                yield response
            if response.isclosed() and not response.will_close:
                _open_connections[key] = connection
        finally:
            if _open_connections.get(key) is not connection:
                connection.close()

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
        allow(response, most)
        data = bytearray()  # it can come byte by byte
        for chunk in chunks_of(response):
            data += chunk if inflate is None else _inflated(inflate, chunk, most)
            if len(data) > most:
                raise FormatError("file", f"{name} has more than {most} bytes")
        if inflate is not None and not inflate.eof:
            raise OSError("it breaks off within gzip")
        return bytes(data)


def _inflated(inflate: "zlib._Decompress", chunk: bytes, most: int) -> bytes:
    try:
        data = inflate.decompress(chunk, most + 1)
    except zlib.error as error:
        raise OSError(f"it is not gzip: {error}") from error
    if inflate.unused_data:
        raise OSError("it goes on behind the end of gzip")
    return data
