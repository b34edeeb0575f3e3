"""A new checkpoint is taken up while readers read: no restart, no failed request."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

from dashboards.app import make_app
from dashboards.verification import Source, Verifier
from etl.warehouse.build import build_warehouse
from etl.warehouse.reader import Warehouse
from etl.warehouse.verified import LedgerInput
from tests.ledger.ledgers import Home, make_home

READERS = 2
ASKED = {
    "output": "page.tree",
    "outputs": {"id": "page", "property": "tree"},
    "inputs": [{"id": "page", "property": "address", "value": "/en/decisions"}],
    "changedPropIds": ["page.address"],
    "parsedChangedPropsIds": ["page.address"],
}


def build(home: Home, warehouse: Path) -> None:
    build_warehouse(warehouse, [LedgerInput(reader=home.reader, policy=home.policy)])


def test_a_new_checkpoint_is_taken_up_while_readers_read(tmp_path: Path) -> None:
    home = make_home(tmp_path, decisions=5)
    build(home, tmp_path / "warehouse")
    verifier = Verifier([Source(ledger=home.ledger, policy=home.policy_file)])
    verifier.look()
    server = make_app(Warehouse(tmp_path / "warehouse"), verifier).server
    done = Event()

    def read(_: int) -> list[tuple[int, str]]:
        client, answers = server.test_client(), []
        while True:
            last = done.wait(0.05)
            answer = client.post("/_dash-update-component", json=ASKED)
            said = re.search(r"(\d+) decisions, page", answer.get_data(as_text=True))
            answers.append((answer.status_code, "" if said is None else said[1]))
            if last:
                return answers

    with ThreadPoolExecutor(READERS) as pool:
        reading = [pool.submit(read, reader) for reader in range(READERS)]
        try:
            for _ in range(2):
                home.append(1)
                verifier.look()
                build(home, tmp_path / "warehouse")
        finally:
            done.set()  # else the readers never end
        answers = [one for ones in reading for one in ones.result()]
    assert {status for status, _ in answers} == {200}
    assert {said for _, said in answers} >= {"7"}
    assert {said for _, said in answers} <= {"5", "6", "7"}
    assert all(ones.result()[-1] == (200, "7") for ones in reading)


def test_a_build_ahead_of_the_audit_waits_for_it_and_the_one_before_stays(
    tmp_path: Path,
) -> None:
    home = make_home(tmp_path, decisions=5)
    build(home, tmp_path / "warehouse")
    verifier = Verifier([Source(ledger=home.ledger, policy=home.policy_file)])
    verifier.look()
    client = make_app(Warehouse(tmp_path / "warehouse"), verifier).server.test_client()

    def shown() -> list[str]:
        answer = client.post("/_dash-update-component", json=ASKED)
        return re.findall(r"(\d+) decisions, page", answer.get_data(as_text=True))

    assert shown() == ["5"]
    home.append(1)
    build(home, tmp_path / "warehouse")
    assert shown() == ["5"]
    verifier.look()
    assert shown() == ["6"]


def test_a_first_build_ahead_of_the_audit_shows_no_number(tmp_path: Path) -> None:
    home = make_home(tmp_path, decisions=5)
    verifier = Verifier([Source(ledger=home.ledger, policy=home.policy_file)])
    verifier.look()
    home.append(1)
    build(home, tmp_path / "warehouse")
    client = make_app(Warehouse(tmp_path / "warehouse"), verifier).server.test_client()
    text = client.post("/_dash-update-component", json=ASKED).get_data(as_text=True)
    assert "decisions, page" not in text
    assert "another state" in text
