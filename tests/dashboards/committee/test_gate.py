"""Who is let in: with a sound token and the role, and nobody else, anywhere."""

from urllib.parse import urlencode

import pytest
from joserfc.jwk import ECKey, OKPKey
from werkzeug.test import TestResponse

from dashboards.committee.provider import Provider, fetch
from dashboards.committee.token import TokenRules
from dashboards.errors import ProviderError, UnprovenError
from etl.warehouse.reader import open_current
from ledger.audit import audit
from ledger.errors import StorageError
from tests.dashboards.committee.places import Committee, callback
from tests.dashboards.committee.provider_stand_in import (
    AUDIENCE,
    NOW,
    READER,
    ROLE,
    StandIn,
    forged,
)

ADDRESSES = (
    "/",
    "/nl/overview",
    "/en/decision",
    "/_dash-layout",
    "/_dash-dependencies",
    "/_dash-component-suites/dash/deps/react@18.v3_0_0m0.min.js",
    "/assets/weegboek.css",
    "/assets/theme.js",
    "/data/destinations.csv",
    "/embed/destinations",
    "/feed.atom",
    "/find?q=NL",
    "/proof/sheet?index=1",
    "/ledger/demo-nl/checkpoint",
    "/ledger/demo-nl/tile/entries/000",
    "/no-such-page",
    "//nl/overview",
    "/nl/../data/destinations.csv",
)


def every_answer(committee: Committee, header: str | None) -> list[TestResponse]:
    headers = {} if header is None else {"Authorization": header}
    client = committee.client
    asked = [client.get(address, headers=headers) for address in ADDRESSES]
    asked += [
        client.post(
            "/_dash-update-component", json=callback("/nl/overview"), headers=headers
        ),
        client.open("/nl/overview", method="OPTIONS", headers=headers),
        client.open("/feed.atom", method="HEAD", headers=headers),
        client.open("/data/destinations.csv", method="PUT", headers=headers),
    ]
    return asked


def test_no_token_that_is_not_sound_opens_any_address(committee: Committee) -> None:
    size = committee.log.checkpoint().size
    for what, header in forged(committee.provider).items():
        for answer in every_answer(committee, header):
            assert answer.status_code == 401, (what, answer.request.path)
            assert b"Niet aangemeld" in answer.data or answer.request.method == "HEAD"
            assert answer.headers["Cache-Control"] == "no-store"
    assert committee.log.checkpoint().size == size, "strangers cannot fill the log"


def test_every_address_that_the_application_knows_is_behind_the_gate(
    committee: Committee,
) -> None:
    rules = {rule.rule for rule in committee.client.application.url_map.iter_rules()}
    assert {"/data/<file>", "/feed.atom", "/_dash-update-component"} <= rules
    for rule in rules:
        answer = committee.client.open(rule, method="POST")
        assert answer.status_code == 401, rule


@pytest.mark.parametrize("roles", [["other"], ROLE, [ROLE.upper()], {ROLE: True}, None])
def test_what_is_no_list_with_the_role_gives_no_right(
    committee: Committee, roles: object
) -> None:
    assert committee.get("/feed.atom", roles=roles).status_code == 403


def test_a_reader_without_the_role_is_refused_everywhere_and_on_record(
    committee: Committee,
) -> None:
    size = committee.log.checkpoint().size
    header = f"Bearer {committee.provider.token(roles=[])}"
    answers = every_answer(committee, header)
    assert {answer.status_code for answer in answers} == {403}
    last = committee.accesses()[-1]
    assert (last.reader, last.role, last.status) == (READER, None, 403)
    assert committee.log.checkpoint().size == size + len(answers)


def test_a_token_elsewhere_than_in_its_header_is_none(committee: Committee) -> None:
    token = committee.provider.token()
    client = committee.client
    assert client.get(f"/nl/overview?access_token={token}").status_code == 401
    for name in ("Cookie", "X-Forwarded-Access-Token", "X-Forwarded-User"):
        headers = {name: f"token={token}"}
        assert client.get("/nl/overview", headers=headers).status_code == 401


def test_the_right_reader_is_shown_every_kind_of_address(committee: Committee) -> None:
    for address in ("/nl/overview", "/data/destinations.csv", "/feed.atom"):
        assert committee.get(address).status_code == 200, address
    assert committee.page("/nl/overview").status_code == 200
    assert committee.get("/ledger/demo-nl/checkpoint").status_code == 200


def test_a_token_may_name_this_audience_among_others_when_it_was_made_for_it(
    committee: Committee,
) -> None:
    answer = committee.get("/feed.atom", aud=[AUDIENCE, "x"], azp=AUDIENCE)
    assert answer.status_code == 200


def test_nothing_that_is_shown_may_be_kept_or_framed(committee: Committee) -> None:
    for answer in (
        committee.page("/nl/overview"),
        committee.get("/data/destinations.csv"),
        committee.get("/embed/destinations"),
        committee.get("/feed.atom"),
    ):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    software = committee.get("/assets/weegboek.css")
    assert software.headers["Cache-Control"].startswith("private")


def test_each_answer_is_on_record_before_it_is_given(committee: Committee) -> None:
    warehouse = open_current(committee.path / "warehouse", "committee")
    with warehouse.cursor() as cursor:
        ((ref, leaf),) = cursor.execute(
            "SELECT decision_ref, leaf_hash FROM decision JOIN entry"
            " USING (ledger_id, entry_index) ORDER BY entry_index LIMIT 1"
        ).fetchall()
    search = f"?{urlencode({'ref': ref})}"
    committee.page("/nl/decision", search)
    page = committee.accesses()[-1]
    assert page.address == f"/nl/decision{search}"
    assert (page.reader, page.role, page.status) == (READER, ROLE, 200)
    assert page.issuer == committee.provider.issuer
    assert leaf in {one.entry for one in page.opened}
    assert {"exporter", "end_user"} <= set(page.opened[0].fields)
    committee.get("/data/destinations.csv?ledger=demo-nl")
    download = committee.accesses()[-1]
    assert download.address == "/data/destinations.csv?ledger=demo-nl"
    assert download.opened == ()


def test_the_software_itself_is_not_on_record(committee: Committee) -> None:
    size = committee.log.checkpoint().size
    for address in ("/nl/overview", "/assets/weegboek.css", "/_dash-layout"):
        assert committee.get(address).status_code == 200
    assert committee.log.checkpoint().size == size


def test_the_access_log_is_a_ledger_that_audits_clean(committee: Committee) -> None:
    committee.page("/nl/overview")
    result = audit(committee.log, committee.log_policy)
    assert result.verified
    assert result.findings == ()


def test_what_cannot_be_recorded_is_not_shown(
    committee: Committee, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise StorageError("the disk is full")

    monkeypatch.setattr(committee.ledger, "_load", broken)
    for answer in (committee.page("/nl/overview"), committee.get("/feed.atom")):
        assert answer.status_code == 503
        assert b"demo" not in answer.data
    monkeypatch.undo()
    assert committee.page("/nl/overview").status_code == 200


def test_an_address_too_long_to_record_is_not_answered(committee: Committee) -> None:
    assert committee.get("/find?q=" + "x" * 8_100).status_code == 414
    assert committee.page("/nl/overview", "?q=" + "x" * 8_100).status_code == 414


def test_a_page_address_that_is_no_text_of_unicode_is_recorded_all_the_same(
    committee: Committee,
) -> None:
    assert committee.page("nl\ud800", "").status_code == 200
    assert committee.accesses()[-1].address == "/nl\\ud800"


def test_keys_are_read_again_for_a_new_one_but_not_for_each_invented_one(
    provider: StandIn,
) -> None:
    now = [0.0]
    own = Provider(provider.issuer, clock=lambda: now[0])
    rules = TokenRules(provider=own, audience=AUDIENCE)
    before = len(provider.asked)
    for kid in ("a", "b", "c"):
        with pytest.raises(UnprovenError, match="a key that its issuer does not have"):
            rules.reader(f"Bearer {provider.token(header={'kid': kid})}", NOW)
    assert len(provider.asked) == before + 2
    for kid, key, algorithm in (
        ("curve", ECKey.generate_key("P-256", {"kid": "curve"}), "ES256"),
        ("edwards", OKPKey.generate_key("Ed25519", {"kid": "edwards"}), "Ed25519"),
    ):
        provider.keys[kid] = key
        token = provider.token(key=key, header={"kid": kid, "alg": algorithm})
        now[0] += 61
        assert rules.reader(f"Bearer {token}", NOW).subject == READER
    withdrawn = f"Bearer {provider.token(key=provider.keys.pop('curve'), header={'kid': 'curve', 'alg': 'ES256'})}"  # noqa: E501
    rules.reader(withdrawn, NOW)
    now[0] += 3601
    with pytest.raises(UnprovenError):
        rules.reader(withdrawn, NOW)
    del provider.keys["edwards"]


def test_keys_that_are_no_public_signing_keys_are_left_out(provider: StandIn) -> None:
    provider.more_keys = [
        {"kty": "oct", "kid": "shared", "k": "c2VjcmV0"},
        {"kty": "AKP", "kid": "new", "alg": "ML-DSA-44"},
        {**provider.keys["one"].as_dict(private=False), "kid": "enc", "use": "enc"},
        {"kty": "RSA", "kid": "short", "e": "AQAB", "n": "sXchDaQebSXKcvL8vwlG"},
        {"kty": "RSA", "kid": "broken"},
        {"kty": "EC", "kid": 7},
    ]
    try:
        assert set(Provider(provider.issuer).read_keys()) == {"one"}
    finally:
        provider.more_keys = []


def test_a_provider_that_says_it_is_another_gives_no_keys(provider: StandIn) -> None:
    provider.about = {"issuer": "https://elsewhere.example"}
    try:
        with pytest.raises(ProviderError, match="says that it is"):
            Provider(provider.issuer).read_keys()
        provider.about = {"jwks_uri": "http://elsewhere.example/keys"}
        with pytest.raises(ProviderError, match="is not https"):
            Provider(provider.issuer).read_keys()
    finally:
        provider.about = {}


def test_nobody_is_let_in_while_the_provider_cannot_be_read(provider: StandIn) -> None:
    rules = TokenRules(
        provider=Provider("http://127.0.0.1:9", fetch=fetch), audience=AUDIENCE
    )
    with pytest.raises(ProviderError, match="cannot be read"):
        rules.reader(f"Bearer {provider.token()}", NOW)


def test_roles_may_stand_deeper_in_the_claims(provider: StandIn) -> None:
    rules = TokenRules(
        provider=Provider(provider.issuer),
        audience=AUDIENCE,
        roles_claim="realm_access.roles",
    )
    token = provider.token(realm_access={"roles": ["a", 7]})
    assert rules.reader(f"Bearer {token}", NOW).roles == {"a"}
