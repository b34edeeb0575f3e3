from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from dashboards.words import TONGUES
from etl.demo.home import Home
from etl.warehouse.reader import open_current
from tests.dashboards.stages import client_of

ATOM = "{http://www.w3.org/2005/Atom}"


def a_reference(demo: Home) -> str:
    with open_current(demo.warehouse).cursor() as cursor:
        ((ref,),) = cursor.execute(
            "SELECT decision_ref FROM decision LIMIT 1"
        ).fetchall()
    return str(ref)


def test_a_reference_leads_to_its_decision_and_words_to_the_table(
    client: FlaskClient, demo: Home
) -> None:
    ref = a_reference(demo)
    cases = {
        f"q={ref}&lang=en&ledger=demo-nl": f"/en/decision?ledger=demo-nl&ref={ref}",
        f"q=+{ref}+": f"/nl/decision?ref={ref}",
        "q=3B001": "/nl/decisions?q=3B001",
        "q=Duitsland&lang=en": "/en/decisions?q=Duitsland",
        "": "/nl/decisions?q=",
        "q=x&lang=//evil.example": "/nl/decisions?q=x",
        "q=a%0d%0aX:%20b": "/nl/decisions?q=aX%3A+b",
        f"q={'z' * 9000}": f"/nl/decisions?q={'z' * 120}",
    }
    for asked, target in cases.items():
        answer = client.get(f"/find?{asked}")
        assert answer.status_code == 302
        assert answer.headers["Location"] == target, asked


@pytest.mark.parametrize("tongue", TONGUES)
def test_the_feed_is_atom_with_decisions_events_and_the_checkpoint(
    client: FlaskClient, tongue: str
) -> None:
    answer = client.get(f"/feed.atom?ledger=demo-nl&lang={tongue}")
    assert answer.mimetype == "application/atom+xml"
    feed = ET.fromstring(answer.data)  # noqa: S314 - our own, just made
    assert feed.tag == f"{ATOM}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == tongue
    for name in ("title", "id", "updated", "author/{0}name", "subtitle"):
        found = feed.find(ATOM + name.format(ATOM))
        assert found is not None
        assert found.text
    rels = {link.get("rel") for link in feed.findall(f"{ATOM}link")}
    assert rels == {"self", "alternate"}
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 100
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    assert all(ident and ident.startswith("tag:weegboek.example,") for ident in ids)
    moments = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    assert moments == sorted(moments, reverse=True)
    titles = " ".join(entry.findtext(f"{ATOM}title") or "" for entry in entries)
    for said in {
        "nl": ("Besluit NL-", "Bij besluit", "Controlepunt over"),
        "en": ("Decision NL-", "On decision", "Checkpoint over"),
    }[tongue]:
        assert said in titles
    links = [entry.find(f"{ATOM}link") for entry in entries]
    assert all(
        link is not None and (link.get("href") or "").startswith("http://localhost/")
        for link in links
    )


def test_there_is_no_feed_of_a_ledger_that_does_not_verify(demo: Home) -> None:
    answer = client_of(demo, "not_verified").get("/feed.atom?lang=en")
    assert answer.status_code == 503
    assert b"not verified" in answer.data
    assert client_of(demo).get("/feed.atom?ledger=none").status_code == 404
