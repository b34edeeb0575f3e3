import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from etl.errors import IntakeError
from etl.intake.server import Address
from ledger.audit import audit
from ledger.lock import locked
from ledger.proof import Proof
from ledger.tree import leaf_hash
from tests.etl.intake.served import Served, lines, references, served

LIMITS = ("--max-body", "100000", "--max-records", "20")


@pytest.fixture(scope="module")
def intake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("intake"), *LIMITS) as running:
        yield running


def test_a_batch_is_accepted_then_published_with_proofs_that_check(
    intake: Served,
) -> None:
    answer = intake.post(lines(1, 2, 3), "first")
    assert answer.status_code == 202
    batch = answer.json()["id"]
    assert answer.headers["Location"] == f"/batches/{batch}"
    state = intake.published(batch)
    assert [entry["index"] for entry in state["entries"]] == [
        state["first_index"] + place for place in range(3)
    ]
    for number, entry in enumerate(state["entries"], start=1):
        raw = entry["entry"].encode()
        assert leaf_hash(raw).hex() == entry["leaf_hash"]
        Proof.parse(entry["proof"].encode()).check(raw, intake.home.policy)
        assert json.loads(raw)["record"]["decision_ref"] == f"NL-{number}"
    again = intake.post(lines(1, 2, 3), "first")
    assert again.status_code == 200
    assert again.json()["first_index"] == state["first_index"]


def test_proofs_come_in_pages(intake: Served) -> None:
    batch = intake.post(lines(*range(10, 17)), "pages").json()["id"]
    whole = intake.published(batch)
    first: int | None = 0
    got: list[dict[str, Any]] = []
    while first is not None:
        page = intake.published(batch, first=first, count=3)
        got += page["entries"]
        first = page.get("next")
    assert [one["entry"] for one in got] == [one["entry"] for one in whole["entries"]]
    assert "entries" not in intake.published(batch, first=99)


def status(answer: requests.Response) -> int:
    problem = answer.json()
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert problem["status"] == answer.status_code
    assert problem["detail"]
    return answer.status_code


def test_each_refusal_has_its_status_and_says_why(intake: Served) -> None:
    assert status(intake.post(lines(4), "a", token="")) == 401
    assert status(intake.post(lines(4), "")) == 400
    assert status(intake.post(lines(4), "a b")) == 400
    assert status(intake.post(lines(4), "a", **{"Content-Type": "text/csv"})) == 415
    assert status(intake.post(b"x" * 100_001, "a")) == 413
    assert status(intake.post(lines(*range(21)), "a")) == 413
    assert status(intake.post(b"nonsense", "a")) == 422
    assert intake.post(lines(1000), "same").status_code == 202
    assert status(intake.post(lines(1001), "same")) == 422
    assert status(intake.get(f"/batches/{'0' * 64}")) == 404
    assert status(intake.get("/batches/x")) == 404
    assert status(intake.get(f"/batches/{'0' * 64}?count=0")) == 400
    assert status(intake.get(f"/batches/{'0' * 64}?first=-1")) == 400
    assert status(intake.get(f"/batches/{'0' * 64}?what=1")) == 400
    assert status(intake.get("/elsewhere")) == 404
    put = requests.put(f"{intake.url}/batches", timeout=30)
    assert status(put) == 405
    assert put.headers["Allow"] == "POST"


def test_a_token_does_what_its_scopes_say_and_sees_its_own_system(
    intake: Served,
) -> None:
    submit = intake.add_token(scopes=("submit",))
    read = intake.add_token(scopes=("read",))
    other = intake.add_token("customs")
    batch = intake.post(lines(30), "scopes", token=submit).json()["id"]
    assert status(intake.post(lines(31), "b", token=read)) == 403
    assert status(intake.get(f"/batches/{batch}", token=submit)) == 403
    assert status(intake.get("/metrics", token=read)) == 403
    assert intake.get(f"/batches/{batch}", token=read).status_code == 200
    assert status(intake.get(f"/batches/{batch}", token=other)) == 404


def test_the_metrics_are_openmetrics(intake: Served) -> None:
    intake.published(intake.post(lines(40, 41), "metrics").json()["id"])
    answer = intake.get("/metrics")
    assert answer.headers["Content-Type"].startswith("application/openmetrics-text")
    text = answer.text
    assert text.endswith("# EOF\n")
    assert 'weegboek_intake_records_total{system="office"}' in text
    assert "weegboek_intake_troubled 0.0" in text
    size = intake.home.reader.checkpoint().size
    assert f"weegboek_ledger_entries {size}.0" in text


def test_health_and_the_document_need_no_token(intake: Served) -> None:
    for path in ("/healthz", "/openapi.json"):
        assert intake.get(path, token="").status_code == 200


def test_the_log_is_json_lines_and_says_nothing_that_records_hold(
    intake: Served,
) -> None:
    marked = lines(50).replace(b"NL-50", b"NL-MARKED")
    intake.published(intake.post(marked, "log").json()["id"])
    broken = marked.replace(b'"TW"', b'"MARKED"')
    assert intake.post(broken, "log-2").status_code == 422
    events = {one["event"] for one in intake.log()}
    assert {"batch_taken", "batch_published", "request", "serving"} <= events
    text = (intake.home.path / "log").read_text()
    assert "MARKED" not in text
    assert intake.token.rpartition("_")[2] not in text


def test_what_is_accepted_before_an_orderly_end_is_published_by_then(
    tmp_path: Path,
) -> None:
    with served(tmp_path) as intake:
        for number in range(20):
            assert intake.post(lines(number), f"k{number}").status_code == 202
        assert intake.end() == 0
        assert sorted(references(intake.home)) == sorted(
            f"NL-{number}" for number in range(20)
        )
        assert intake.log()[-1]["event"] == "closed"
        assert audit(intake.home.reader, intake.home.policy).verified


def test_who_brings_too_much_is_told_when_to_come_again(tmp_path: Path) -> None:
    with served(tmp_path, "--max-share", "3", "--max-waiting", "4") as intake:
        other, third = intake.add_token("customs"), intake.add_token("port")
        with locked(intake.home.ledger):
            assert intake.post(lines(1, 2), "a").status_code == 202
            own = intake.post(lines(3, 4), "b")
            assert status(own) == 429
            assert intake.post(lines(5, 6), "a", token=other).status_code == 202
            whole = intake.post(lines(7), "a", token=third)
            assert status(whole) == 503
            assert own.headers["Retry-After"] == whole.headers["Retry-After"] == "5"
            assert intake.post(lines(1, 2), "a").status_code == 202
        assert intake.end() == 0
        wanted = sorted(f"NL-{number}" for number in (1, 2, 5, 6))
        assert sorted(references(intake.home)) == wanted


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        (Address(host="0.0.0.0", port=0), "in clear"),  # noqa: S104 - to be refused
        (Address(host="localhost", port=0), "no IP address"),
        (Address(host="127.0.0.1", port=0, certificate=Path("a")), "--tls-key"),
        (Address(host="127.0.0.1", port=0, client_ca=Path("a")), "--tls-cert"),
    ],
)
def test_no_token_goes_over_a_network_in_clear(address: Address, reason: str) -> None:
    with pytest.raises(IntakeError, match=reason):
        address.check()
