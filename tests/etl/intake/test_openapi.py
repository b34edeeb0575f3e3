"""The intake and its OpenAPI document, held against each other by schemathesis."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from etl.intake.app import IntakeSite
from etl.intake.openapi import MEDIA_TYPES, document
from etl.intake.service import Intake
from etl.intake.tokens import SCOPES, Tokens
from ledger.audit import audit
from tests.etl.intake.served import lines
from tests.ledger.ledgers import Home, make_home

ROOT = Path(__file__).parents[3]
CHECKS = [
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
]

BODIES = st.one_of(
    st.binary(max_size=200),
    st.lists(st.integers(0, 50), min_size=1, max_size=4).map(lambda n: lines(*n)),
)
for media_type in MEDIA_TYPES:
    schemathesis.openapi.media_type(media_type, BODIES)


def test_the_committed_document_is_the_one_that_is_served() -> None:
    assert (ROOT / "docs" / "openapi.json").read_bytes() == document()


@dataclass
class Running:
    url: str
    token: str
    home: Home


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    home = make_home(tmp_path_factory.mktemp("openapi"))
    directory = home.path / "intake"
    directory.mkdir()
    tokens = Tokens(directory)
    now = datetime(2026, 6, 1, tzinfo=UTC)
    _, token = tokens.add("office", SCOPES, now=now, days=9, random=bytes)
    with Intake(directory, home.open(wait=10)) as intake:
        app = IntakeSite(intake, tokens, lambda: now).app()
        config = uvicorn.Config(app, port=0, log_config=None, lifespan="off", ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield Running(f"http://127.0.0.1:{port}", token, home)
        server.should_exit = True
        thread.join()
    assert audit(home.reader, home.policy).could_not_check == ()


schema = schemathesis.openapi.from_dict(json.loads(document()))


@schema.parametrize()
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_one_that_the_document_names(
    case: schemathesis.Case[Any], running: Running
) -> None:
    case.headers["Authorization"] = f"Bearer {running.token}"
    answer = case.call(base_url=running.url)
    case.validate_response(answer, checks=CHECKS)


@schema.parametrize()
@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_answer_is_given_without_a_token_where_one_is_needed(
    case: schemathesis.Case[Any], running: Running
) -> None:
    answer = case.call(base_url=running.url)
    if case.operation.definition.raw["security"]:
        assert answer.status_code in {401, 405}, "405: another method was tried"
    else:
        assert answer.status_code != 401
