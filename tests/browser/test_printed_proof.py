"""A proof on paper: printed by a real browser, read back by a real QR reader."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
import zxingcpp
from playwright.sync_api import Browser

from ledger.keys import ED25519
from ledger.note import SignatureLine
from ledger.proof import Proof, prove_entry
from ledger.proof_page import MOST_IN_CODE, fitting, proof_page
from ledger.proof_pdf import print_pdf
from tests.ledger.commands import audit, ledger
from tests.ledger.ledgers import Home, make_home

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not all(map(shutil.which, ("chromium", "pdfinfo", "pdftoppm"))),
        reason="Debian's chromium or poppler-utils is not there; to get them:"
        " make browser",
    ),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return make_home(tmp_path_factory.mktemp("paper"), decisions=299)


def sheets_of(pdf: bytes) -> int:
    told = subprocess.run(
        ["pdfinfo", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    facts = dict(line.split(":", 1) for line in told.splitlines())
    assert "(A4)" in facts["Page size"]
    return int(facts["Pages"])


def codes_on(pdf: bytes) -> list[bytes]:
    """Read the codes on the first sheet, at the sharpness of an office scanner."""
    words = ["pdftoppm", "-gray", "-r", "300", "-singlefile", "-"]
    scan = subprocess.run(words, input=pdf, capture_output=True, check=True).stdout
    kind, width, height, most, pixels = scan.split(None, 4)
    assert (kind, most) == (b"P5", b"255")
    shape = [int(height), int(width)]
    image = memoryview(pixels).cast("B", shape=shape)
    array = {"shape": tuple(shape), "typestr": "|u1", "data": image, "version": 3}
    found = zxingcpp.read_barcodes(SimpleNamespace(__array_interface__=array))
    return [code.bytes for code in found]


def test_the_code_on_the_sheet_is_a_proof_that_the_audit_accepts(
    home: Home, tmp_path: Path
) -> None:
    made = ledger("prove", home.ledger, "NL-200", "--out", tmp_path, "--page", "--pdf")
    assert made.exit_code == 0, made.stderr
    pdf = (tmp_path / "entry-200.pdf").read_bytes()
    assert sheets_of(pdf) == 1
    (text,) = codes_on(pdf)
    scanned = tmp_path / "scanned.tlog-proof"
    scanned.write_bytes(text)
    (key,) = (k.format() for k in home.policy.logs if k.key_type == ED25519)
    entry = tmp_path / "entry-200.entry"
    done = audit("proof", scanned, "--entry", entry, "--key", key)
    assert done.exit_code == 0, done.stderr
    assert "is entry 200 of test.example/nl" in done.stdout
    assert Proof.parse(text).note.signatures == (
        prove_entry(home.reader, 200)[0].short().note.signatures
    )


@pytest.mark.parametrize("mark", ["W", "é", "許", "\n"])
def test_the_largest_entry_of_the_largest_ledger_is_one_sheet(
    home: Home, mark: str
) -> None:
    proof, _ = prove_entry(home.reader, 7)
    witnesses = tuple(
        SignatureLine(
            name=f"witness-{number}.example", key_id=b"abcd", signature=bytes(72)
        )
        for number in range(20)
    )
    note = replace(proof.note, signatures=(*proof.note.signatures, *witnesses))
    large = replace(proof, hashes=(bytes(range(32)),) * 40, index=10**12, note=note)
    entry = (mark * 65_535).encode()[:65_535]
    page = proof_page(large, entry, synthetic=True)
    pdf = print_pdf(page)
    assert sheets_of(pdf) == 1
    (text,) = codes_on(pdf)
    carried, left_out = fitting(large)
    assert text == carried.format()
    assert len(text) <= MOST_IN_CODE
    assert left_out > 0
    assert f"{left_out} cosignatures do not fit the code" in page
    assert "characters; the whole entry is in the file beside it" in page


def test_the_sheet_is_read_on_a_phone_without_moving_it_sideways(
    home: Home, tmp_path: Path, browser: Browser
) -> None:
    proof, entry = prove_entry(home.reader, 200)
    file = tmp_path / "proof.html"
    file.write_text(proof_page(proof, entry, synthetic=True), encoding="utf-8")
    page = browser.contexts[0].new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()
