"""The gate: what stands before the application, and lets in nobody by default.

It is outside Flask and Dash, so that no route, asset or callback of theirs can be
reached around it. What a reader is given is recorded before they have it; when it
cannot be recorded, it is not given.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from werkzeug.wrappers import Request, Response

from dashboards.committee.access_log import AccessLog
from dashboards.committee.token import Reader, TokenRules
from dashboards.errors import (
    AccessError,
    ProviderError,
    UnentitledError,
    UnloggedError,
    UnprovenError,
)
from dashboards.security import FIXED_HEADERS
from dashboards.words import TONGUES, Words
from ledger.records.access import Access, OpenedEntry

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LOG: Final = logging.getLogger("weegboek.gate")

SEEN: Final = "weegboek.seen"
"""Where in a request's environment stands what its reader is shown."""

MOST_ADDRESS: Final = 8_000
"""Characters of the longest address that is answered, for each is recorded whole."""

_SOFTWARE: Final = (
    "/assets/",
    "/_dash-component-suites/",
    "/_dash-dependencies",
    "/_dash-layout",
)
"""Addresses of the software itself, which holds nothing of any ledger."""

_TOO_LONG: Final = 414
_STATUSES: Final[dict[type[AccessError], int]] = {
    UnprovenError: 401,
    UnentitledError: 403,
    ProviderError: 503,
    UnloggedError: 503,
}
_SAID: Final = {
    401: Words(
        "Niet aangemeld. Ga naar deze pagina via de aanmelding van uw organisatie.",
        "Not signed in. Come to this page by way of your organisation's sign-in.",
    ),
    403: Words(
        "Uw account heeft geen toegang tot de commissielaag. Vraag uw beheerder.",
        "Your account has no access to the committee tier. Ask your administrator.",
    ),
    414: Words("Het adres is te lang.", "The address is too long."),
    503: Words(
        "Toegang kan nu niet worden gecontroleerd of vastgelegd, en wordt dus niet"
        " gegeven. Probeer het later opnieuw.",
        "Access cannot be checked or recorded now, and so is not given. Try again"
        " later.",
    ),
}


@dataclass(slots=True)
class Seen:
    """What a request asks for, and what its answer shows.

    Attributes:
        address: Path and query, of the page where one is asked for.
        opened: Entries of which confidential fields are shown.
    """

    address: str
    opened: list[OpenedEntry] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What decides on every request before the application.

    Attributes:
        application: What is behind it.
        rules: What a token must be.
        role: The role that a reader must have.
        log: Where every access is recorded.
        clock: Gives the present moment, in seconds since 1970.
    """

    application: "WSGIApplication"
    rules: TokenRules
    role: str
    log: AccessLog
    clock: Callable[[], float]

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer a request, or refuse it."""
        request = Request(environ)
        try:
            reader = self.rules.reader(
                request.headers.get("Authorization"), self.clock()
            )
            answer = self._answered(request, reader)
        except AccessError as error:
            # Without the query, which may hold words that a reader sought.
            LOG.warning("refused %s %r: %s", request.method, request.path, error)
            answer = _refusal(_STATUSES[type(error)])
        return answer(environ, start_response)

    def _answered(self, request: Request, reader: Reader) -> Response:
        seen = Seen(request.full_path.removesuffix("?"))
        if len(seen.address) > MOST_ADDRESS:
            return _refusal(_TOO_LONG)
        if self.role not in reader.roles:
            self._record(reader, seen, 403, role=None)
            raise UnentitledError(
                f"{reader.subject} does not have the role {self.role}"
            )
        request.environ[SEEN] = seen
        answer = Response.from_app(self.application, request.environ, buffered=True)
        if len(seen.address) > MOST_ADDRESS:
            return _refusal(_TOO_LONG)
        if _is_software(request):
            answer.headers["Cache-Control"] = "private, max-age=3600"
            return answer
        self._record(reader, seen, answer.status_code, role=self.role)
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["X-Frame-Options"] = FIXED_HEADERS["X-Frame-Options"]
        policy = answer.headers.get("Content-Security-Policy", "")
        answer.headers["Content-Security-Policy"] = policy.replace(
            "frame-ancestors *", "frame-ancestors 'none'"
        )
        return answer

    def _record(
        self, reader: Reader, seen: Seen, status: int, *, role: str | None
    ) -> None:
        # A lone surrogate, which only a forged request has, is no Unicode.
        address = seen.address.encode("utf-8", "backslashreplace").decode()
        self.log.record(
            Access(
                address=address if address.startswith("/") else f"/{address}",
                issuer=reader.issuer,
                opened=tuple(seen.opened) if role else (),
                reader=reader.subject,
                role=role,
                status=status,
            )
        )


def _is_software(request: Request) -> bool:
    """Whether an address gives the software only: what a page holds, it asks for."""
    first = request.path.strip("/").partition("/")[0]
    return request.method in {"GET", "HEAD"} and (
        request.path.startswith(_SOFTWARE) or first in {"", *TONGUES}
    )


def _refusal(status: int) -> Response:
    words = _SAID[status]
    answer = Response(f"{words.nl}\n{words.en}\n", status, mimetype="text/plain")
    answer.headers.update(FIXED_HEADERS)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Security-Policy"] = "default-src 'none'"
    if status == _STATUSES[UnprovenError]:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer
