"""Talk to a web server that may be hostile: limits on time and on bytes."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from socket import SHUT_RDWR, socket
from time import monotonic
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from ledger.errors import FormatError, StorageError

_CHUNK: Final = 65_536


class Answer(NamedTuple):
    """What a server answered: status, kind of content, and content."""

    status: int
    kind: str
    body: bytes


def check_address(url: str) -> str:
    """Return an address without the slash at its end.

    Raises:
        StorageError: It is no plain http or https address.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise StorageError(f"{url} is no http or https address")
    if parts.query or parts.fragment or parts.username is not None:
        raise StorageError(f"{url} has parts that such an address has not")
    return url.rstrip("/")


def connect(url: str, deadline: float) -> HTTPConnection:
    """Return a connection, not yet opened, to the server of an address.

    It follows no redirects and uses no proxies.
    """
    parts = urlsplit(url)
    kind = _Secure if parts.scheme == "https" else _Plain
    return kind(parts.hostname or "", parts.port, timeout=deadline)


class _Plain(HTTPConnection):
    """A connection that still has its socket when an answer has taken it over.

    As one does that ends with the connection; it could not be cut off otherwise.
    """

    wire: socket | None = None
    _answer: HTTPResponse | None = None

    def connect(self) -> None:
        """Connect, and keep the socket."""
        super().connect()
        self.wire = self.sock

    def getresponse(self) -> HTTPResponse:
        """Return the answer, and keep it to be closed."""
        self._answer = super().getresponse()
        return self._answer

    def close(self) -> None:
        """Close the connection and the last answer."""
        super().close()
        if self._answer is not None:
            self._answer.close()


class _Secure(_Plain, HTTPSConnection):
    """Likewise, by https."""


@contextmanager
def within(deadline: float, connection: HTTPConnection, url: str) -> Iterator[None]:
    """Cut off a connection that takes longer than a number of seconds.

    A socket's own limit of time starts anew with each byte; this one does not.

    Raises:
        StorageError: It took longer, or the server failed.
    """
    watch = threading.Timer(deadline, _cut, (connection,))
    watch.daemon = True
    started = monotonic()
    watch.start()
    try:
        yield
        if monotonic() - started >= deadline:
            raise TimeoutError  # what was cut off can look whole
    except (OSError, HTTPException, ValueError) as error:
        late = monotonic() - started >= deadline
        reason = f"it took over {deadline:g} seconds" if late else str(error)
        raise StorageError(f"cannot read {url}: {reason}") from error
    finally:
        watch.cancel()


def _cut(connection: HTTPConnection) -> None:
    """End a connection from another thread, whatever it is waiting for."""
    wire = connection.wire if isinstance(connection, _Plain) else None
    if wire is not None:
        with suppress(OSError):  # it ended by itself just now
            wire.shutdown(SHUT_RDWR)


def chunks_of(response: HTTPResponse) -> Iterator[bytes]:
    """Yield the content of an answer as it comes.

    Raises:
        OSError: It breaks off.
    """
    while chunk := response.read1(_CHUNK):
        yield chunk
    if response.length:
        raise OSError(f"it breaks off {response.length} bytes before its end")


def post(
    url: str, body: bytes, *, most: int, deadline: float, kind: str | None = None
) -> Answer:
    """Send something to an address and return the answer.

    Args:
        url: The address.
        body: What to send.
        kind: What kind of content it is, where the server wants to know.
        most: Bytes of the largest sound answer.
        deadline: Seconds that it may take in all.

    Raises:
        FormatError: The answer is larger.
        StorageError: There is none, or not in time.
    """
    connection = connect(check_address(url), deadline)
    try:
        with within(deadline, connection, url):
            headers = {} if kind is None else {"Content-Type": kind}
            connection.request("POST", urlsplit(url).path, body, headers)
            response = connection.getresponse()
            content = b""
            for chunk in chunks_of(response):
                content += chunk
                if len(content) > most:
                    raise FormatError("answer", f"{url} sends more than {most} bytes")
            kind = response.headers.get("Content-Type", "")
            return Answer(response.status, kind, content)
    finally:
        connection.close()
