"""The OpenAPI document of the intake, made from the shapes that it reads and answers.

It stands in ``docs/openapi.json``, where a test holds it against this.
"""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import msgspec

from etl.intake.answers import BatchAnswer, Health, Problem, StateAnswer
from etl.intake.page import DEFAULT, MOST
from etl.intake.submission import SUBMITTED
from etl.intake.tokens import SCOPES

MEDIA_TYPES: Final = ("application/jsonl", "application/x-ndjson")
"""Media types of a batch."""

Shape = dict[str, Any]

_REF: Final = "#/components/schemas/{name}"


@cache
def document() -> bytes:
    """Return the document as JSON."""
    shapes = (BatchAnswer, StateAnswer, Problem, Health, *SUBMITTED.values())
    _, schemas = msgspec.json.schema_components(shapes, ref_template=_REF)
    text = {
        "openapi": "3.1.0",
        "info": {
            "title": "Weegboek intake",
            "version": "1",
            "summary": "Submit records to a ledger, each exactly once.",
            "description": _ABOUT,
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "paths": _paths(),
        "components": {
            "schemas": schemas | {"Line": _line()},
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": f"Scopes: {', '.join(SCOPES)}.",
                }
            },
        },
    }
    return json.dumps(text, indent=2, ensure_ascii=False).encode() + b"\n"


_ABOUT: Final = (
    "A batch is records as JSON Lines. It is taken in whole or not at all; 202 means"
    " that it will be in the ledger exactly once, whatever is killed. The same content"
    " of the same system is the same batch, under any idempotency key. Whoever gets no"
    " answer sends the same again. 429 and 503 say when, in Retry-After."
)


def _line() -> Shape:
    refs = [
        {
            "type": "object",
            "properties": {
                "kind": {"const": kind},
                "record": {"$ref": _REF.format(name=form.__name__)},
                "source": {"type": "object"},
            },
            "required": ["kind", "record"],
            "additionalProperties": False,
        }
        for kind, form in SUBMITTED.items()
        if kind != "authority"
    ]
    return {"description": "One line of a batch.", "oneOf": refs}


def _paths() -> Shape:
    return {
        "/batches": {"post": _submit()},
        "/batches/{id}": {"get": _state()},
        "/healthz": {
            "get": {
                "operationId": "health",
                "summary": "Whether appends succeed.",
                "security": [],
                "responses": {
                    "200": _json("They do.", "Health"),
                    "503": _retry(_json("The last one failed.", "Health")),
                },
            }
        },
        "/metrics": {
            "get": {
                "operationId": "metrics",
                "summary": "Metrics in the form of OpenMetrics; scope metrics.",
                "security": [{"token": []}],
                "responses": {
                    "200": {
                        "description": "The metrics.",
                        "content": {
                            "application/openmetrics-text": {
                                "schema": {"type": "string"}
                            }
                        },
                    },
                    **_problems("401", "403", "503"),
                },
            }
        },
        "/openapi.json": {
            "get": {
                "operationId": "describe",
                "summary": "This document.",
                "security": [],
                "responses": {
                    "200": {
                        "description": "The document.",
                        "content": {"application/json": {"schema": {"type": "object"}}},
                    }
                },
            }
        },
    }


def _submit() -> Shape:
    lines = {
        "type": "string",
        "description": "JSON Lines, each of the schema Line.",
    }
    return {
        "operationId": "submit",
        "summary": "Submit a batch; scope submit or submit-reference.",
        "security": [{"token": []}],
        "parameters": [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": True,
                "description": "Of your choice; the same for each try of one batch.",
                "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
            }
        ],
        "requestBody": {
            "required": True,
            "content": {kind: {"schema": lines} for kind in MEDIA_TYPES},
        },
        "responses": {
            "200": _located("It was known, and is published or refused."),
            "202": _located("It is accepted, and will be published."),
            **_problems("400", "401", "403", "408", "413", "415", "422", "429", "503"),
        },
    }


def _state() -> Shape:
    number = {"type": "integer", "minimum": 0, "maximum": 999_999_999, "default": 0}
    count = {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT}
    return {
        "operationId": "state",
        "summary": "Where a batch stands, and the proofs of its entries; scope read.",
        "security": [{"token": []}],
        "parameters": [
            {
                "name": "id",
                "in": "path",
                "required": True,
                "schema": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            },
            {
                "name": "first",
                "in": "query",
                "description": "From which of its records on, counted from 0.",
                "schema": number,
            },
            {
                "name": "count",
                "in": "query",
                "description": "How many of them.",
                "schema": count,
            },
        ],
        "responses": {
            "200": _json("Where it stands.", "StateAnswer"),
            **_problems("400", "401", "403", "404", "503"),
        },
    }


def _json(description: str, name: str, kind: str = "application/json") -> Shape:
    schema = {"$ref": _REF.format(name=name)}
    return {"description": description, "content": {kind: {"schema": schema}}}


def _located(description: str) -> Shape:
    location = {"description": "Its state.", "schema": {"type": "string"}}
    return _json(description, "BatchAnswer") | {"headers": {"Location": location}}


def _retry(response: Shape) -> Shape:
    seconds = {"description": "Seconds.", "schema": {"type": "string"}}
    return response | {"headers": {"Retry-After": seconds}}


def _problems(*statuses: str) -> Shape:
    problems = {
        status: _json(_WHY[status], "Problem", "application/problem+json")
        for status in statuses
    }
    return {
        status: _retry(problem) if status in {"429", "503"} else problem
        for status, problem in problems.items()
    }


_WHY: Final[Mapping[str, str]] = {
    "400": "The request is malformed.",
    "401": "There is no valid token.",
    "403": "The token is not good for this.",
    "404": "There is no such batch of this system.",
    "408": "The body took too long.",
    "413": "The batch is larger than may be.",
    "415": "The body is not JSON Lines.",
    "422": "Records break a rule, or the key came with other content before.",
    "429": "Too many records of this system are waiting; nothing was taken in.",
    "503": "The service cannot take it in now; nothing was taken in.",
}
