"""A withheld decision that is published: everyone reads it beside its old entry."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from shutil import copytree

import pytest
from flask.testing import FlaskClient

from etl.demo.home import Home
from etl.warehouse.build import build_warehouse
from etl.warehouse.reader import open_current
from etl.warehouse.verified import LedgerInput
from ledger.audit import audit
from ledger.audit.codes import REMARKS
from tests.dashboards.committee.places import Committee, callback, make_committee, tree
from tests.dashboards.committee.provider_stand_in import StandIn
from tests.dashboards.committee.test_withheld_decision import Withheld, country, opened
from tests.dashboards.stages import client_of
from tests.ledger.commands import vault as vault_command


@dataclass
class Case:
    """A copy of the sealed demo in which one withheld decision was published."""

    committee: Committee
    withheld: Withheld
    public: FlaskClient

    def page(self, path: str, search: str = "") -> str:
        asked = callback(path, search)
        answer = self.public.post("/_dash-update-component", json=asked)
        return tree(answer)


@pytest.fixture(scope="module")
def case(
    committee: Committee,
    provider: StandIn,
    tmp_path_factory: pytest.TempPathFactory,
) -> Case:
    withheld = opened(committee)
    place = tmp_path_factory.mktemp("published")
    home: Home = replace(committee.home, path=place / "home")
    copytree(committee.home.path, home.path)
    with pytest.MonkeyPatch.context() as patch:
        # Of a later month, the audit would miss a manifest.
        day = datetime(2026, 3, 3, tzinfo=UTC)
        patch.setattr("ledger.cli.vault.now", lambda: day)
        done = vault_command(
            *("publish", home.ledger, withheld.ref, "--vault", home.vault),
            *("--signer", home.signer, "--identity", home.identity),
            *("--reference", "P-1", "--reason-nl", "Het embargo is voorbij."),
        )
    assert done.exit_code == 0, done.stderr
    given = LedgerInput(reader=home.reader, policy=home.policy())
    build_warehouse(home.warehouse, [given])
    after = make_committee(home, place / "committee", provider)
    return Case(after, withheld, client_of(home))


def test_the_public_reads_the_decision_and_not_its_exporter(case: Case) -> None:
    for tongue, said in (
        ("nl", "Gepubliceerd op 3 maart 2026"),
        ("en", "Published on 3 March 2026"),
    ):
        page = case.page(f"/{tongue}/decision", f"?ref={case.withheld.ref}")
        destination = case.withheld.decision["destination"]
        assert said in page
        assert "Het embargo is voorbij." in page
        assert country(case.committee, destination, tongue) in page
        assert case.withheld.leaf in page
        assert case.withheld.exporter not in page


def test_the_committee_reads_the_exporter_beside_it(case: Case) -> None:
    answer = case.committee.page("/en/decision", f"?ref={case.withheld.ref}")
    page = tree(answer)
    assert case.withheld.exporter in page
    assert page.count('"The weighing"') == 1
    assert case.withheld.leaf in {
        one.entry for one in case.committee.accesses()[-1].opened
    }


def test_what_was_published_is_listed_for_everyone_and_stays_counted(
    case: Case,
) -> None:
    page = case.page("/en/withheld")
    assert "1 withheld decisions were published later" in page
    assert f"ref={case.withheld.ref}" in page
    with open_current(case.committee.home.warehouse).cursor() as cursor:
        ((kept,),) = cursor.execute(
            "SELECT count(*) FROM withheld_decision WHERE decision_ref = $ref",
            {"ref": case.withheld.ref},
        ).fetchall()
    assert kept == 1


def test_the_audit_finds_nothing_wrong_with_it(case: Case) -> None:
    home = case.committee.home
    found = audit(home.reader, home.policy()).findings
    assert [one for one in found if one.code not in REMARKS] == []
