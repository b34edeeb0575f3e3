"""A stage for tests: the demo's warehouse and a verifier that is told what to say."""

import json
from dataclasses import replace
from datetime import UTC, datetime

from flask.testing import FlaskClient

from dashboards.app import make_app, page
from dashboards.stage import Stage
from dashboards.verification import Source, Standing, Verdict, Verifier
from etl.demo.home import Home
from etl.warehouse.reader import Warehouse, open_current


def verdict_on(home: Home, standing: Standing = "verified") -> Verdict:
    checkpoint = home.reader.checkpoint()
    source = Source(ledger=home.ledger, policy=home.policy_file)
    verdict = Verdict(
        source=source,
        standing="verified",
        origin=checkpoint.origin,
        size=checkpoint.size,
        root=checkpoint.root_text,
        problems=(),
        audited_at=datetime(2026, 3, 3, tzinfo=UTC),
    )
    if standing == "verified":
        return verdict
    return replace(verdict, standing=standing, problems=("entry 7: entry_altered",))


def verifier_of(home: Home, standing: Standing = "verified") -> Verifier:
    verdict = verdict_on(home, standing)
    verifier = Verifier([verdict.source], lambda _: verdict)
    verifier.look()
    return verifier


def stage_of(home: Home, standing: Standing = "verified") -> Stage:
    return Stage(open_current(home.warehouse), verifier_of(home, standing))


def client_of(home: Home, standing: Standing = "verified") -> FlaskClient:
    verifier = verifier_of(home, standing)
    app = make_app(Warehouse(home.warehouse), verifier)
    client: FlaskClient = app.server.test_client()
    return client


def text_of(stage: Stage, path: str, search: str = "") -> str:
    """Return all that a page holds, as one text."""
    return json.dumps(page(stage, path, search, dark=False), ensure_ascii=False)
