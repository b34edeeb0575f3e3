"""The intake over HTTP: which request asks what, and how each answer is spelled."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from time import monotonic
from typing import Any, Final

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from etl.errors import (
    BatchError,
    CrowdedError,
    JournalError,
    KeyReusedError,
    TokenError,
    TooLargeError,
)
from etl.intake.answers import (
    BatchAnswer,
    EntryAnswer,
    Health,
    LineFault,
    Problem,
    StateAnswer,
)
from etl.intake.journal import BatchName, Standing
from etl.intake.metrics import KIND, Metrics
from etl.intake.openapi import MEDIA_TYPES, document
from etl.intake.page import KEY, Page, read_digest, read_page
from etl.intake.service import LOG, Intake
from etl.intake.submission import DECISIONS, SUBMITTED
from etl.intake.tokens import Token, Tokens
from ledger.errors import ClosedError, LedgerError
from ledger.proof import prove_entry
from ledger.tree import leaf_hash

RETRY: Final = "5"
"""Seconds after which who was turned away may come again."""

_SECONDS: Final = 30.0  # that a body may take to come in
_JSON: Final = "application/json"
_PROBLEM: Final = "application/problem+json"

Clock = Callable[[], datetime]


class IntakeSite:
    """The routes of an intake."""

    def __init__(self, intake: Intake, tokens: Tokens, clock: Clock) -> None:
        self.intake = intake
        self.tokens = tokens
        self.clock = clock
        self.metrics = Metrics(intake)

    def app(self) -> ASGIApp:
        """Return the application that a server runs."""
        routes = [
            Route("/batches", self.submit, methods=["POST"]),
            Route("/batches/{id}", self.state, methods=["GET"]),
            Route("/healthz", self.health, methods=["GET"]),
            Route("/metrics", self.show_metrics, methods=["GET"]),
            Route("/openapi.json", self.describe, methods=["GET"]),
        ]
        handlers = {
            HTTPException: _http_problem,
            BatchError: _batch_problem,
            TooLargeError: _problem_of(413, "Too large"),
            KeyReusedError: _problem_of(422, "Idempotency key reused"),
            CrowdedError: _crowded_problem,
            ClosedError: _problem_of(503, "Closing"),
            JournalError: _problem_of(503, "Cannot be written down"),
            TokenError: _problem_of(503, "Tokens cannot be read"),
            LedgerError: _problem_of(503, "The ledger cannot be read"),
            OSError: _problem_of(503, "The ledger cannot be read"),
        }
        inner = Starlette(routes=routes, exception_handlers=handlers)
        inner.router.redirect_slashes = False
        return _Observed(inner, self.metrics)

    async def submit(self, request: Request) -> Response:
        """Take in a batch."""
        token = await self._bearer(request, "submit", "submit-reference")
        key = request.headers.get("idempotency-key", "")
        if not KEY.fullmatch(key):
            raise HTTPException(
                400, "Idempotency-Key must be 1 to 255 ASCII characters"
            )
        kind = request.headers.get("content-type", "").partition(";")[0].strip()
        if kind.lower() not in MEDIA_TYPES:
            raise HTTPException(415, f"send {' or '.join(MEDIA_TYPES)}")
        body = await _body(request, self.intake.room.body)
        taken = await run_in_threadpool(
            self.intake.take, token.system, key, body, _kinds(token)
        )
        if taken.new:
            self.metrics.taken.labels(token.system).inc(taken.standing.records)
        LOG.info(
            "batch_taken" if taken.new else "batch_known",
            extra={
                "fields": {
                    "system": token.system,
                    "token": token.id,
                    "batch": taken.name.digest,
                    "records": taken.standing.records,
                }
            },
        )
        status = 202 if taken.standing.state == "accepted" else 200
        answer = BatchAnswer(**_answer(taken.name, taken.standing))
        response = _json(answer, status)
        response.headers["Location"] = f"/batches/{taken.name.digest}"
        return response

    async def state(self, request: Request) -> Response:
        """Say where a batch stands, with the proofs of some of its entries."""
        token = await self._bearer(request, "read")
        digest = read_digest(request.path_params["id"])
        page = read_page(request.query_params)
        name = BatchName(token.system, digest)
        answer = await run_in_threadpool(self._state, name, page)
        return _json(answer, 200)

    def _state(self, name: BatchName, page: Page) -> StateAnswer:
        standing = self.intake.standing(name)
        if standing is None:
            raise HTTPException(404, f"no batch {name.digest} of {name.system}")
        if standing.first_index is None:
            return StateAnswer(**_answer(name, standing))
        stop = min(page.first + page.entries, standing.records)
        start = standing.first_index
        entries = tuple(self._entry(start + place) for place in range(page.first, stop))
        further = stop if stop < standing.records else None
        return StateAnswer(**_answer(name, standing), entries=entries, next=further)

    def _entry(self, index: int) -> EntryAnswer:
        proof, raw = prove_entry(self.intake.ledger.reader, index)
        return EntryAnswer(
            index=index,
            leaf_hash=leaf_hash(raw).hex(),
            entry=raw.decode(),
            proof=proof.format().decode(),
        )

    async def health(self, _request: Request) -> Response:
        """Say whether appends succeed."""
        if self.intake.trouble is None:
            return _json(Health(status="ok"), 200)
        response = _json(Health(status="troubled"), 503)
        response.headers["Retry-After"] = RETRY
        return response

    async def show_metrics(self, request: Request) -> Response:
        """Give the metrics."""
        await self._bearer(request, "metrics")
        text = await run_in_threadpool(self.metrics.text)
        return Response(text, headers={"Content-Type": KIND})

    async def describe(self, _request: Request) -> Response:
        """Give the OpenAPI document."""
        return Response(document(), media_type=_JSON)

    async def _bearer(self, request: Request, *scopes: str) -> Token:
        """Return the token of a request, if it is valid and good for this."""
        scheme, _, text = request.headers.get("authorization", "").partition(" ")
        token = None
        if scheme.lower() == "bearer":
            token = await run_in_threadpool(
                self.tokens.holder, text.strip(), self.clock()
            )
        if token is None:
            raise HTTPException(
                401, "no valid token", headers={"WWW-Authenticate": "Bearer"}
            )
        if not token.scopes.intersection(scopes):
            raise HTTPException(403, f"the token has no scope {' or '.join(scopes)}")
        return token


def _kinds(token: Token) -> frozenset[str]:
    kinds = DECISIONS if "submit" in token.scopes else frozenset()
    if "submit-reference" in token.scopes:
        kinds |= frozenset(SUBMITTED) - DECISIONS
    return kinds


async def _body(request: Request, most: int) -> bytes:
    """Read a body, and no more of it than may be."""
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(_SECONDS):
            async for part in request.stream():
                size += len(part)
                if size > most:
                    raise TooLargeError(f"a body of more than {most} bytes")
                parts.append(part)
    except TimeoutError as error:
        raise HTTPException(408, f"no whole body in {_SECONDS:.0f} seconds") from error
    except ClientDisconnect as error:
        raise HTTPException(400, "the body ended early") from error
    return b"".join(parts)


def _answer(name: BatchName, standing: Standing) -> dict[str, Any]:
    return {"id": name.digest} | standing._asdict()


def _json(answer: msgspec.Struct, status: int, kind: str = _JSON) -> Response:
    return Response(msgspec.json.encode(answer), status_code=status, media_type=kind)


def _problem(problem: Problem, headers: dict[str, str] | None = None) -> Response:
    response = _json(problem, problem.status, _PROBLEM)
    response.headers.update(headers or {})
    if problem.status in {429, 503}:
        response.headers["Retry-After"] = RETRY
    return response


async def _http_problem(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it alone
    problem = Problem(
        status=error.status_code,
        title=_TITLES.get(error.status_code, "Not done"),
        detail=error.detail,
    )
    return _problem(problem, dict(error.headers or {}))


_TITLES: Final = {
    400: "Malformed request",
    401: "Not authenticated",
    403: "Not allowed",
    404: "Not found",
    405: "No such method here",
    408: "Too slow",
    415: "Not JSON Lines",
}


async def _batch_problem(_request: Request, error: Exception) -> Response:
    assert isinstance(error, BatchError)  # noqa: S101 - registered for it alone
    faults = tuple(LineFault(**fault._asdict()) for fault in error.faults)
    problem = Problem(
        status=422,
        title="Records are malformed or break a rule",
        detail=f"{error}; nothing of the batch is taken in",
        faults=faults,
        fault_count=error.count,
    )
    return _problem(problem)


async def _crowded_problem(_request: Request, error: Exception) -> Response:
    own = isinstance(error, CrowdedError) and error.own
    return _problem(
        Problem(status=429 if own else 503, title="Crowded", detail=str(error))
    )


_Handler = Callable[[Request, Exception], Awaitable[Response]]


def _problem_of(status: int, title: str) -> _Handler:
    """Return what answers an error; the detail of a fault of ours goes to the log."""

    async def handle(request: Request, error: Exception) -> Response:
        detail = str(error)
        if status >= 500:  # noqa: PLR2004 - HTTP's own line
            fields = {"path": request.url.path, "error": type(error).__name__}
            LOG.error("request_failed", extra={"fields": fields})
            detail = "try again later; the operator finds why in the log"
        return _problem(Problem(status=status, title=title, detail=detail))

    return handle


class _Observed:
    """Counts, times and logs each request that an application answers."""

    def __init__(self, app: Starlette, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = monotonic(), 500

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, note)
        finally:
            route = getattr(scope.get("endpoint"), "__name__", "none")
            method = scope["method"] if route != "none" else "none"
            took = monotonic() - began
            self._metrics.requests.labels(method, route, str(status)).inc()
            self._metrics.seconds.labels(method, route).observe(took)
            fields = {"method": method, "route": route, "status": status}
            fields |= {"ms": round(took * 1000, 1)}
            LOG.info("request", extra={"fields": fields})
