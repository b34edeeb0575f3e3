"""The witness over HTTP: c2sp.org/tlog-witness."""

import re
import threading
from collections.abc import Callable
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR, SHUT_WR, socket
from typing import Any, Final

from ledger.errors import LedgerError
from ledger.web import Answer
from ledger.witness.cosigner import Cosigner
from ledger.witness.request import MAX_REQUEST

_SECONDS: Final = 30.0
"""That one request may take in all."""

_AT_ONCE: Final = 32
"""Requests that are answered at the same time."""

_PASSED_OVER: Final = 4 << 20
"""Bytes that are taken in of a request that is refused unread."""

_SEEN: Final = re.compile(r"/([0-9a-f]{64})/checkpoint")
_TEXT: Final = "text/plain; charset=utf-8"


class WitnessServer(ThreadingHTTPServer):
    """Answers requests to cosign, each in a thread of its own."""

    daemon_threads = True

    def __init__(
        self,
        address: tuple[str, int],
        cosigner: Cosigner,
        clock: Callable[[], datetime],
        log: Callable[[str], None],
    ) -> None:
        self.cosigner = cosigner
        self.clock = clock
        self.log = log
        self.free = threading.BoundedSemaphore(_AT_ONCE)
        super().__init__(address, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as its base has it
        """Answer in a thread, and end it when it takes too long."""
        if not self.free.acquire(blocking=False):
            self.shutdown_request(request)
            return
        watch = threading.Timer(_SECONDS, _cut, (request,))
        watch.daemon = True
        watch.start()
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - likewise
        """Answer one request."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.free.release()

    def handle_error(self, _request: Any, client_address: Any) -> None:  # noqa: ANN401 - likewise
        """Note that a connection ended before its answer did."""
        self.log(f"{client_address[0]}: the connection ended early")


def _cut(connection: socket) -> None:
    try:
        connection.shutdown(SHUT_RDWR)
    except OSError:
        return  # it has ended by itself, as nearly all do


class _Handler(BaseHTTPRequestHandler):
    server: WitnessServer
    server_version = "weegboek"
    sys_version = ""
    timeout = _SECONDS

    def do_POST(self) -> None:
        if self.path != "/add-checkpoint":
            self._refuse(Answer(404, _TEXT, b"not found\n"))
            return
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdecimal()):
            self._refuse(Answer(411, _TEXT, b"a length is required\n"))
            return
        if len(length) > len(str(MAX_REQUEST)) or int(length) > MAX_REQUEST:
            self._refuse(Answer(413, _TEXT, b"too large\n"))
            return
        raw = self.rfile.read(int(length))
        try:
            answer = self.server.cosigner.answer(raw, self.server.clock())
        except (LedgerError, OSError) as error:
            self.server.log(f"could not answer: {error}")
            answer = Answer(500, _TEXT, b"the witness could not remember this\n")
        self._send(answer)

    def do_GET(self) -> None:
        match = _SEEN.fullmatch(self.path)
        seen = None if match is None else self.server.cosigner.seen(match[1])
        if seen is None:
            self._send(Answer(404, _TEXT, b"not found\n"))
        else:
            self._send(Answer(200, _TEXT, seen))

    def _refuse(self, answer: Answer) -> None:
        """Answer without reading the request, and let what is sent of it run out.

        Hanging up before would reset the connection, and take the answer back.
        """
        self._send(answer)
        self.connection.shutdown(SHUT_WR)
        left = _PASSED_OVER
        while left > 0 and (some := self.rfile.read1(left)):
            left -= len(some)

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, form: str, *words: object) -> None:
        self.server.log(f"{self.address_string()}: {form % words}")
