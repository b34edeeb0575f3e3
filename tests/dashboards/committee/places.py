"""A sealed demo with a committee build, an access log, and its application."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboards.app import make_app
from dashboards.committee.access_log import AccessLog
from dashboards.committee.provider import Provider
from dashboards.committee.tier import CommitteeTier
from dashboards.committee.token import TokenRules
from etl.committee.command import committee_part
from etl.demo.home import Home
from etl.warehouse.build import build_warehouse
from etl.warehouse.reader import Warehouse
from etl.warehouse.verified import LedgerInput
from ledger.entry import Entry
from ledger.policy import Policy
from ledger.reader import LedgerReader
from ledger.records.access import Access
from ledger.records.authority import Authority
from ledger.records.values import Text
from ledger.signer import create_signer
from ledger.store import Ledger, create_ledger
from tests.dashboards.committee.provider_stand_in import AUDIENCE, NOW, ROLE, StandIn
from tests.dashboards.stages import verifier_of

LOG_ORIGIN = "test.example/access"


def build_for_committee(home: Home, warehouse: Path) -> Any:
    inputs = [LedgerInput(reader=home.reader, policy=home.policy())]
    part = committee_part(inputs, [home.vault], home.identity)
    return build_warehouse(warehouse, inputs, part=part)


@dataclass
class Committee:
    """A committee's deployment, and the provider that vouches for its readers."""

    home: Home
    path: Path
    provider: StandIn
    ledger: Ledger
    client: FlaskClient

    def token(self, **changed: Any) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.provider.token(**changed)}"}

    def get(self, address: str, **changed: Any) -> TestResponse:
        return self.client.get(address, headers=self.token(**changed))

    def page(self, path: str, search: str = "", **changed: Any) -> TestResponse:
        return self.client.post(
            "/_dash-update-component",
            json=callback(path, search),
            headers=self.token(**changed),
        )

    @property
    def log(self) -> LedgerReader:
        return LedgerReader.at(self.path / "log")

    @property
    def log_policy(self) -> Policy:
        return Policy.parse((self.path / "log-signer" / "policy").read_bytes())

    def accesses(self) -> list[Access]:
        size = self.log.checkpoint().size
        records = [Entry.parse(raw).record for raw in self.log.entries(1, size)]
        return [msgspec.convert(one, Access) for one in records]


def tree(answer: TestResponse) -> str:
    """Return the page that an answer holds, as JSON."""
    written = answer.get_json()["response"]["page"]["tree"]
    return json.dumps(json.loads(written), ensure_ascii=False)


def callback(path: str, search: str = "") -> dict[str, Any]:
    """Return what a browser posts to be shown a page."""
    asked = {"id": "page", "property": "address", "value": path + search}
    return {
        "output": "page.tree",
        "outputs": {"id": "page", "property": "tree"},
        "inputs": [asked],
        "changedPropIds": ["page.address"],
    }


def make_committee(home: Home, path: Path, provider: StandIn) -> Committee:
    build_for_committee(home, path / "warehouse")
    clock = lambda: datetime.fromtimestamp(NOW, UTC)  # noqa: E731 - a stopped clock
    opening = Authority(
        country="NL", office=Text(nl="Kantoor"), origin=LOG_ORIGIN, synthetic=True
    )
    signer = create_signer(path / "log-signer", LOG_ORIGIN)
    log = create_ledger(path / "log", opening=opening, signer=signer, clock=clock)
    rules = TokenRules(
        provider=Provider(provider.issuer), audience=AUDIENCE, roles_claim="roles"
    )
    tier = CommitteeTier(rules, ROLE, AccessLog(log), lambda: float(NOW))
    warehouse = Warehouse(path / "warehouse", "committee")
    app = make_app(warehouse, verifier_of(home), tier)
    return Committee(home, path, provider, log, app.server.test_client())
