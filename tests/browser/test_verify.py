"""Checking in the reader's own browser: what is sound passes, what is not is caught."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from dashboards.verification import ed25519_key
from etl.demo.home import Home
from etl.warehouse.reader import open_current
from ledger.keys import verifier_key
from ledger.proof import prove_entry
from ledger.signer import create_signer
from ledger.tiles import WIDTH, parse_bundle
from tests.browser.visits import serve, until, visit, watched

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

OUTCOME = "document.querySelector('.verify[data-kind={kind}]')?.dataset.outcome"


@dataclass(frozen=True)
class Served:
    """A demo of one's own, whose files a test may change while it is served."""

    home: Home
    url: str
    server: subprocess.Popen[bytes]

    def decision(self, place: int) -> tuple[str, int]:
        with open_current(self.home.warehouse).cursor() as cursor:
            rows = cursor.execute(
                "SELECT decision_ref, entry_index FROM decision ORDER BY entry_index"
            ).fetchall()
        return rows[place]


@pytest.fixture
def served(demo: Home, tmp_path: Path) -> Iterator[Served]:
    home = Home(tmp_path / "home")
    shutil.copytree(demo.path, home.path)
    server, url = serve(home)
    yield Served(home, url, server)
    server.terminate()
    server.wait()


def check(page: Page, kind: str = "entry") -> str:
    """Press the button of a panel and wait for what it says."""
    button = page.locator(f".verify[data-kind={kind}] button[data-action=check]")
    page.evaluate(
        f"delete document.querySelector('.verify[data-kind={kind}]').dataset.outcome"
    )
    button.focus()
    page.keyboard.press("Enter")
    until(page, OUTCOME.format(kind=kind))
    return str(page.evaluate(OUTCOME.format(kind=kind)))


def steps(page: Page, kind: str = "entry") -> list[str]:
    return page.locator(f".verify[data-kind={kind}] .steps li").all_text_contents()


def wrong(page: Page) -> str:
    return " ".join(page.locator(".steps .wrong").all_text_contents())


@pytest.mark.parametrize("place", [0, 1, 450, -1])
def test_a_decision_is_checked_step_by_step_with_its_values(
    browser: Browser, address: str, demo: Home, place: int
) -> None:
    with open_current(demo.warehouse).cursor() as cursor:
        rows = cursor.execute(
            "SELECT decision_ref, entry_index FROM decision ORDER BY entry_index"
        ).fetchall()
    ref, index = rows[place]
    seen = watched(browser, f"{address}/nl/decision?ref={ref}")
    assert check(seen.page) == "sound"
    said = steps(seen.page)
    assert len(said) == 8
    assert f"regel {index}" in said[1]
    assert demo.reader.checkpoint().root_text in said[-2]
    assert "Ed25519-handtekening" in said[-1]
    assert all(one.startswith("✓ klopt") for one in said)
    assert seen.outside == []
    assert seen.complaints == []
    seen.page.close()


def test_every_kind_of_tampering_on_the_server_is_caught(
    browser: Browser, served: Served
) -> None:
    ref, index = served.decision(5)
    page = visit(browser, f"{served.url}/en/decision?ref={ref}")
    assert check(page) == "sound"
    ledger = served.home.ledger
    entries = ledger / "tile" / "entries" / f"{index // WIDTH:03d}"
    tile = ledger / "tile" / "0" / f"{index // WIDTH:03d}"
    within = sum(
        len(one) + 2 for one in parse_bundle(entries.read_bytes(), WIDTH)[:index]
    )
    before = sum(
        len(one) + 2 for one in parse_bundle(entries.read_bytes(), WIDTH)[: index - 1]
    )
    note = (ledger / "checkpoint").read_bytes()
    size_at = note.index(b"\n") + 1
    cases = (
        (entries, within + 300, "another entry than this page shows"),
        (entries, before + 300, "another hash than that of the entry before"),
        (tile, 32 * (index ^ 1) + 3, "the root computed is not"),
        (ledger / "checkpoint", size_at, ""),
        (ledger / "checkpoint", note.index(b"\n", size_at) + 4, "the signature is not"),
    )
    for path, place, said in cases:
        sound = path.read_bytes()
        raw = bytearray(sound)
        raw[place] ^= 1
        path.write_bytes(bytes(raw))
        assert check(page) == "wrong", path
        assert said in wrong(page), said
        path.write_bytes(sound)
    assert check(page) == "sound"
    page.close()


def test_a_key_of_the_readers_own_decides(
    browser: Browser, address: str, demo: Home, tmp_path: Path
) -> None:
    with open_current(demo.warehouse).cursor() as cursor:
        ((ref,),) = cursor.execute(
            "SELECT decision_ref FROM decision LIMIT 1"
        ).fetchall()
    other = create_signer(tmp_path / "other", demo.reader.checkpoint().origin)
    keys = [verifier_key(other.origin, key) for key in other.keys]
    stranger = next(key.format() for key in keys if key.algorithm == "Ed25519")
    page = visit(browser, f"{address}/en/decision?ref={ref}")
    cases = {
        stranger: "this key did not sign",
        ed25519_key(demo.policy())[:-6] + "AAAAA=": "mistyped",
        "nonsense": "this is not a key",
    }
    for key, said in cases.items():
        page.fill("#entry-key", key)
        assert check(page) == "wrong"
        assert said in wrong(page)
    page.fill("#entry-key", ed25519_key(demo.policy()))
    assert check(page) == "sound"
    page.close()


def test_without_a_server_or_webcrypto_it_says_that_it_could_not_check(
    browser: Browser, served: Served
) -> None:
    ref, _ = served.decision(3)
    page = visit(browser, f"{served.url}/en/decision?ref={ref}")
    page.evaluate("Object.defineProperty(window.crypto, 'subtle', {value: undefined})")
    assert check(page) == "open"
    assert "gives no WebCrypto" in " ".join(steps(page))
    page.close()
    page = visit(browser, f"{served.url}/en/decision?ref={ref}")
    served.server.terminate()
    served.server.wait()
    assert check(page) == "open"
    assert "does not give a file" in " ".join(steps(page))
    page.close()


def saved_sheet(page: Page, folder: Path) -> Path:
    with page.expect_download() as saving:
        page.click("a[href^='/proof/sheet']")
    path = folder / saving.value.suggested_filename
    saving.value.save_as(path)
    return path


def test_a_saved_sheet_checks_itself_without_any_network(
    browser: Browser, served: Served, tmp_path: Path
) -> None:
    ref, index = served.decision(77)
    page = visit(browser, f"{served.url}/en/decision?ref={ref}")
    path = saved_sheet(page, tmp_path)
    page.close()
    served.server.terminate()
    served.server.wait()
    seen = watched(browser, path.as_uri(), alone=True)
    seen.page.context.set_offline(True)
    assert "Synthetic demo" in (seen.page.locator("main").text_content() or "")
    assert check(seen.page) == "sound"
    assert f"entry {index}" in steps(seen.page)[1]
    assert [url for url in seen.outside if url != path.as_uri()] == []
    assert seen.complaints == []
    seen.page.close()


def test_a_forged_sheet_is_caught(
    browser: Browser, served: Served, tmp_path: Path
) -> None:
    ref, _ = served.decision(12)
    page = visit(browser, f"{served.url}/en/decision?ref={ref}")
    path = saved_sheet(page, tmp_path)
    page.close()
    text = path.read_text("utf-8")
    shown = re.sub(
        r'(id="entry-raw"[^>]*>.*?decided_on&quot;:&quot;20)', r"\g<1>9", text
    )
    assert shown != text
    carried = re.sub(
        r'("entry": "[^"]{400})(.)',
        lambda m: m[1] + ("A" if m[2] != "A" else "B"),
        text,
    )
    assert carried != text
    for forged in (shown, carried):
        path.write_text(forged, encoding="utf-8")
        page = visit(browser, path.as_uri())
        assert check(page) == "wrong"
        page.close()


def test_growth_between_two_sizes_is_checked_and_a_rewritten_ledger_is_caught(
    browser: Browser, served: Served
) -> None:
    size = served.home.reader.checkpoint().size
    page = visit(browser, f"{served.url}/en/integrity")
    for old, new in ((1, 2), (257, 600), (size - 1, size)):
        page.fill("#growth-old", str(old))
        page.fill("#growth-new", str(new))
        assert check(page, "growth") == "sound"
        assert f"from {old:,} to {new:,} entries" in " ".join(steps(page, "growth"))
    assert "Ed25519 signature" in steps(page, "growth")[-1]
    page.fill("#growth-old", "0")
    assert check(page, "growth") == "open"
    assert "0 < old" in " ".join(steps(page, "growth"))
    page.fill("#growth-older", (served.home.ledger / "checkpoint").read_text("utf-8"))
    assert check(page, "growth") == "sound"
    page.route(
        "**/proof/growth*",
        lambda route: route.fulfill(json=forged(route.fetch().json())),
    )
    page.fill("#growth-older", "")
    page.fill("#growth-old", "300")
    assert check(page, "growth") == "wrong"
    assert "what stood there was changed" in wrong(page)
    page.close()


def forged(answer: dict[str, Any]) -> dict[str, Any]:
    return {**answer, "old_root": answer["new_root"]}


def test_a_proof_file_is_checked_pasted_or_chosen_and_nothing_is_sent(
    browser: Browser, address: str, demo: Home, tmp_path: Path
) -> None:
    proof, entry = prove_entry(demo.reader, 321)
    seen = watched(browser, f"{address}/nl/integrity")
    page = seen.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.fill("#proof-proof", proof.format().decode())
    page.fill("#proof-entry", entry.decode())
    assert check(page, "proof") == "sound"
    page.fill("#proof-entry", entry.decode().replace("20", "21", 1))
    assert check(page, "proof") == "wrong"
    page.fill("#proof-proof", "nonsense")
    assert check(page, "proof") == "wrong"
    assert "geen c2sp.org/tlog-proof" in wrong(page)
    for name, raw in (("proof", proof.format()), ("entry", entry)):
        path = tmp_path / f"given.{name}"
        path.write_bytes(raw)
        with page.expect_file_chooser() as choosing:
            page.click(f".verify[data-kind=proof] button[data-action={name}]")
        choosing.value.set_files(path)
        chosen = f"document.querySelector('[data-chosen={name}]').textContent"
        until(page, f"{chosen}.includes('given.{name}')")
    assert check(page, "proof") == "sound"
    assert asked == []
    assert seen.complaints == []
    page.close()
