"""Talk to a web server that may be hostile: limits on time and on bytes."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from io import BufferedReader, RawIOBase
from socket import SHUT_RDWR, socket
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlsplit

from ledger.errors import FormatError, StorageError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer  # Python 3.12 has collections.abc.Buffer

_CHUNK: Final = 65_536
_AROUND: Final = 4 * _CHUNK  # bytes of headers, chunk sizes and the like of one answer
_SAID: Final = 200  # characters of what a server said that a message repeats
_ADDRESS: Final = re.compile(r"[!-\[\]-~]+")  # ASCII, no space, no backslash


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
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:  # brackets or a port that are none
        raise StorageError(f"{url} is no http or https address: {error}") from error
    sound = parts.scheme in {"http", "https"} and parts.hostname and port != 0
    if not sound or not _ADDRESS.fullmatch(url):
        raise StorageError(f"{url} is no http or https address")
    if "?" in url or "#" in url or parts.username is not None:
        raise StorageError(f"{parts.hostname}: an address with more than host and path")
    if ".." in parts.path.split("/"):
        raise StorageError(f"{url} goes up with ..")
    return url.rstrip("/")


def connect(url: str, deadline: float) -> HTTPConnection:
    """Return a connection, not yet opened, to the server of an address.

    It follows no redirects and uses no proxies.
    """
    parts = urlsplit(url)
    kind = _Secure if parts.scheme == "https" else _Plain
    connection = kind(parts.hostname or "", parts.port, timeout=deadline)
    connection.response_class = _MeteredResponse
    return connection


class _Meter(RawIOBase):
    """What a connection brings, and a limit on it.

    A limit on the content alone is none: a server can also send without an end before
    it (100 Continue), around it (chunks), within it (empty blocks of gzip) and
    behind it (trailers).
    """

    def __init__(self, source: RawIOBase) -> None:
        self._source = source
        self.left = _AROUND

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int | None:
        """Read into a buffer, as its base has it."""
        count: int | None = self._source.readinto(buffer)
        self.left -= count or 0
        if self.left < 0:
            raise OSError("it sends far more than such a file has")
        return count

    def close(self) -> None:
        """Close what it reads."""
        self._source.close()
        super().close()


class _MeteredResponse(HTTPResponse):
    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - its base's
        super().__init__(*arguments, **named)
        self.meter = _Meter(self.fp.detach())
        self.fp = BufferedReader(self.meter)


def allow(response: HTTPResponse, most: int) -> None:
    """Let an answer have some bytes of content, beside what stands around it."""
    if isinstance(response, _MeteredResponse):
        response.meter.left += most


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
        reason = f"it took over {deadline:g} seconds" if late else str(error)[:_SAID]
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


def get(url: str, *, most: int, deadline: float) -> Answer:
    """Return what stands at an address.

    Args:
        url: The address.
        most: Bytes of the largest sound answer.
        deadline: Seconds that it may take in all.

    Raises:
        FormatError: The answer is larger.
        StorageError: There is none, or not in time.
    """
    return _asked(url, "GET", None, {}, most=most, deadline=deadline)


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
    headers = {} if kind is None else {"Content-Type": kind}
    return _asked(url, "POST", body, headers, most=most, deadline=deadline)


def _asked(  # noqa: PLR0913 - a request and the limits on its answer
    url: str,
    method: str,
    body: bytes | None,
    headers: dict[str, str],
    *,
    most: int,
    deadline: float,
) -> Answer:
    connection = connect(check_address(url), deadline)
    try:
        with within(deadline, connection, url):
            with suppress(BrokenPipeError):  # it can refuse before it was sent all
                connection.request(method, urlsplit(url).path or "/", body, headers)
            response = connection.getresponse()
            allow(response, most)
            content = bytearray()
            for chunk in chunks_of(response):
                content += chunk
                if len(content) > most:
                    raise FormatError("answer", f"{url} sends more than {most} bytes")
            kind = response.headers.get("Content-Type", "")
            return Answer(response.status, kind, bytes(content))
    finally:
        connection.close()
