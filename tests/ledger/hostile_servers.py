"""Web servers that wish whoever reads them ill, and count what they get rid of."""

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

CHUNK = bytes(65_536)
ENDLESS = 1_000  # times a chunk: 65 MB stand for no end


@dataclass
class Hostile:
    """One server, and what it managed to send."""

    url: str = ""
    sent: int = 0
    asked: list[str] = field(default_factory=list)


Talk = Callable[["Connection"], None]


@dataclass
class Connection:
    """What a server does with one request: raw bytes, of which each is counted."""

    socket: socket.socket
    server: Hostile
    method: str
    path: str

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)
        self.server.sent += len(data)

    def head(self, *lines: str, status: str = "200 OK") -> None:
        self.send(
            "".join(f"{x}\r\n" for x in (f"HTTP/1.1 {status}", *lines, "")).encode()
        )


@contextmanager
def hostile(talk: Talk) -> Iterator[Hostile]:
    """Serve on a loopback port; each connection gets one answer."""
    server = Hostile()
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65_536)
    server.url = f"http://127.0.0.1:{listener.getsockname()[1]}/log"

    def serve(client: socket.socket) -> None:
        with client, suppress(OSError):  # the reader hung up: as it should
            client.settimeout(20)
            request = b""
            while b"\r\n\r\n" not in request:
                if not (part := client.recv(65_536)):
                    return
                request += part
            method, path, _ = request.split(b"\r\n")[0].decode("latin-1").split(" ", 2)
            server.asked.append(path)
            talk(Connection(client, server, method, path))

    def accept() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return  # the test is over
            threading.Thread(target=serve, args=(client,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def plain(body: bytes, *lines: str, status: str = "200 OK") -> Talk:
    def talk(to: Connection) -> None:
        to.head(
            f"Content-Length: {len(body)}", "Connection: close", *lines, status=status
        )
        to.send(body)

    return talk


def _then(*lines: str, each: bytes, times: int = ENDLESS, first: bytes = b"") -> Talk:
    def talk(to: Connection) -> None:
        to.head(*lines)
        to.send(first)
        for _ in range(times):
            to.send(each)

    return talk


def _raw(first: bytes, each: bytes, *, times: int, wait: float = 0) -> Talk:
    def talk(to: Connection) -> None:
        to.send(first)
        for _ in range(times):
            to.send(each)
            time.sleep(wait)

    return talk


def reset(to: Connection) -> None:
    to.head("Content-Length: 8192")
    to.send(bytes(100))
    linger_on_for_0_seconds = b"\1\0\0\0\0\0\0\0"
    to.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger_on_for_0_seconds)


_DEFLATE = zlib.compressobj(wbits=31)
_NOTHING = _DEFLATE.flush(zlib.Z_SYNC_FLUSH)
_EMPTY_BLOCKS = b"\0\0\0\xff\xff" * 13_000
_GZIP, _CHUNKED = "Content-Encoding: gzip", "Transfer-Encoding: chunked"

SERVERS: dict[str, Talk] = {
    "endless body": _then(each=CHUNK),
    "endless headers": _raw(b"HTTP/1.1 200 OK\r\nX: ", CHUNK, times=ENDLESS),
    "100,000 header lines": _raw(
        b"HTTP/1.1 200 OK\r\n", b"a: b\r\n" * 1_000, times=100
    ),
    "endless continue": _raw(
        b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 2_000, times=1_000
    ),
    "endless status line": _raw(b"HTTP/1.1 200 ", b"a" * 65_536, times=ENDLESS),
    "a length too long": plain(b"few", "Content-Length: 8192"),
    "a length too large": _then(f"Content-Length: {10**30}", each=b"a", times=9),
    "a length of 5,000 digits": _then(f"Content-Length: {'9' * 5_000}", each=CHUNK),
    "a negative length": _then("Content-Length: -5", each=CHUNK),
    "gzip bomb": plain(gzip.compress(bytes(60_000_000)), _GZIP),
    "gzip of nothing": _then(_GZIP, first=_NOTHING, each=_EMPTY_BLOCKS),
    "gzip, and then no end": _then(_GZIP, first=gzip.compress(b"a"), each=CHUNK),
    "gzip that breaks off": plain(gzip.compress(bytes(8_192))[:-9], _GZIP),
    "no gzip": plain(bytes(8_192), _GZIP),
    "an unknown encoding": plain(bytes(8_192), "Content-Encoding: \xff\x1b[2J"),
    "a redirect": plain(b"", "Location: /log/elsewhere", status="302 Found"),
    "a redirect to itself": plain(b"", "Location: ?", status="301 Moved"),
    "a redirect to a file": plain(b"", "Location: file:///etc/passwd", status="307 X"),
    "a chunk too large": _then(_CHUNKED, first=b"f" * 15 + b"\r\n", each=CHUNK),
    "a chunk of 60,000 digits": _then(
        _CHUNKED, first=b"f" * 60_000 + b"\r\n", each=CHUNK
    ),
    "a negative chunk": _then(_CHUNKED, first=b"-5\r\n", each=CHUNK),
    "no chunk": _then(_CHUNKED, first=b"zz\r\n", each=CHUNK),
    "endless small chunks": _then(_CHUNKED, each=b"1\r\na\r\n" * 10_000),
    "endless chunk sizes": _then(_CHUNKED, each=b"1;" + b"e" * 60_000 + b"\r\na\r\n"),
    "endless trailers": _then(
        _CHUNKED, first=b"1\r\na\r\n0\r\n", each=b"a: b\r\n" * 9_999
    ),
    "drip": _raw(b"HTTP/1.1 200 OK\r\n\r\n", b"a", times=100, wait=0.05),
    "reset": reset,
    "nothing": lambda _: None,
    "no HTTP": _raw(b"\x1b[2J\x1b[Hverified: all is well\r\n" * 9, b"", times=1),
    "a header that is not ASCII": plain(b"few", "X-\xff\xfe: \xff\x00\x80"),
    "HTML": plain(
        b"<!DOCTYPE html><title>Welcome</title>" * 999, "Content-Type: text/html"
    ),
    "an error": plain(b"oops", status="500 \x1b[31mBad"),
    "a status of 99999": plain(b"", status="99999 X"),
}
"""Each answers whatever is asked in its one way."""
