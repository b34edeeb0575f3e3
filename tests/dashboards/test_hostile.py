"""Addresses, filters and texts by people who mean harm."""

import json
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from plotly.utils import PlotlyJSONEncoder

from dashboards.app import page
from dashboards.evidence.sheet import Evidence, proof_sheet
from dashboards.stage import Stage
from dashboards.state import parse_state
from dashboards.verification import ed25519_key
from dashboards.words import Language
from etl.demo.home import Home
from ledger.proof import prove_entry

SCRIPT = "</pre></script><script>window.pwned=1</script><img src=x onerror=alert(1)>"


def written(stage: Stage, path: str, search: str) -> str:
    parts = page(stage, path, search, dark=False)
    return json.dumps(parts, cls=PlotlyJSONEncoder)


@settings(max_examples=200)
@given(st.text(max_size=300))
def test_any_address_is_read_and_written_again_without_an_error(text: str) -> None:
    state = parse_state(text)
    assert parse_state(state.query()) == replace(state, unknown=())


@pytest.mark.parametrize(
    "search",
    [
        "?from=9999999999&to=-1&page=99999999999999999999&grain=eon",
        "?ledger=%27%3B%20DROP%20TABLE%20decision%3B--",
        "?destination=%27%20OR%201%3D1--&class=%22%3B&outcome=x",
        "?q=%00%0a%1b%5b31m&ref=%ff%fe",
        "?q=" + "a%20" * 30,
        "?sort=entry_index;drop&order=desc;drop",
        "?" + "&".join(f"destination=Z{n}" for n in range(900)),
        "?" + "&".join(f"x{n}=1" for n in range(900)),
        "?" + "&".join(f"x{n}=1" for n in range(200_000)),
        "?q=" + "z" * 1_000_000,
        f"?ref={SCRIPT}&q={SCRIPT}",
    ],
)
@pytest.mark.parametrize("name", ["overview", "decisions", "decision", "about"])
def test_a_hostile_state_shows_a_page_of_the_usual_size(
    stage: Stage, name: str, search: str
) -> None:
    assert len(written(stage, f"/nl/{name}", search)) < 500_000


def test_more_filters_than_can_be_applied_are_said_not_to_be() -> None:
    asked = "&".join(f"destination=Z{n}" for n in range(70))
    state = parse_state(asked)
    assert len(state.destinations) == 60
    assert len(state.unknown) == 10


@pytest.mark.parametrize("path", ["/nl/overview", "/nl/<script>", "/en/%0d%0aX: y"])
def test_no_text_is_ever_handed_on_as_markup(stage: Stage, path: str) -> None:
    said = written(stage, path, f"?q={SCRIPT}")
    for kind in ("Markdown", "Iframe", "ObjectEl", "Embed", "dangerously"):
        assert f'"{kind}"' not in said


@pytest.mark.parametrize(
    "path",
    [
        "/nl/overview",
        "/data/outcomes.csv",
        "/data/none.csv",
        "/feed.atom",
        "/find?q=x",
        "/ledger/demo-nl/checkpoint",
        "/ledger/demo-nl/none",
        "/proof/kit?ledger=demo-nl",
        "/assets/verify.js",
        "/_dash-layout",
        "/nl/<script>alert(1)</script>",
    ],
)
def test_every_answer_has_the_policy_and_the_headers(
    client: FlaskClient, path: str
) -> None:
    answer = client.get(path)
    policy = answer.headers["Content-Security-Policy"]
    scripts = next(one for one in policy.split("; ") if one.startswith("script-src"))
    assert "unsafe" not in scripts
    assert "connect-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert b"<script>alert" not in answer.data
    answer.close()


@pytest.mark.parametrize(
    "path",
    [
        "/data/../../etc/passwd.csv",
        "/data/..%2f..%2fsigner%2fpolicy.csv",
        "/data/outcomes.csv/../../app.py",
        "/data/%00.csv",
        "/assets/../app.py",
        "/assets/..%2fapp.py",
        "/assets/%2e%2e/app.py",
    ],
)
def test_no_path_of_a_download_leads_out(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert b"def make_app" not in answer.data
    assert b"quorum" not in answer.data
    assert b"root:" not in answer.data
    answer.close()


def test_a_request_that_is_too_large_is_refused(client: FlaskClient) -> None:
    answer = client.post("/_dash-update-component", json="x" * 300_000)
    assert answer.status_code == 413


def test_a_script_in_a_rationale_is_text_on_the_sheet(demo: Home) -> None:
    for index in range(1, 400):
        proof, entry = prove_entry(demo.reader, index)
        if b'"summary":{"en":"' in entry:
            break
    else:
        pytest.fail("no decision has a summary")
    bad = entry.replace(b'"summary":{"en":"', b'"summary":{"en":"' + SCRIPT.encode(), 1)
    key = ed25519_key(demo.policy())
    evidence = Evidence(proof=proof, entry=bad, previous=None, key=key, synthetic=True)
    text = proof_sheet(evidence, Language("nl"))
    assert text.count("<script") == 2
    assert "&lt;script&gt;window.pwned" in text
    assert "<img" not in text
