from dataclasses import replace
from pathlib import Path

import pytest

from ledger.errors import StorageError
from ledger.note import SignatureLine
from ledger.proof import prove_entry
from ledger.proof_page import MOST_IN_CODE, fitting, proof_page
from ledger.proof_pdf import print_pdf
from tests.ledger.ledgers import Home, make_home


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return make_home(tmp_path_factory.mktemp("page"), decisions=9)


def test_the_page_says_what_is_proved_and_that_it_is_synthetic(home: Home) -> None:
    proof, entry = prove_entry(home.reader, 7)
    page = proof_page(proof, entry, synthetic=True)
    for words in ("test.example/nl", "7 van / of 10", "NL-7", "Synthetic: nothing"):
        assert words in page
    assert "first" not in page
    assert "Synthetic" not in proof_page(proof, entry, synthetic=False)


def test_what_an_entry_says_cannot_become_part_of_the_page(home: Home) -> None:
    proof, _ = prove_entry(home.reader, 7)
    page = proof_page(proof, b"<script>alert(1)</script>", synthetic=False)
    assert "<script" not in page


def test_a_code_holds_the_ledgers_signature_before_all_others(home: Home) -> None:
    proof, _ = prove_entry(home.reader, 7)
    assert fitting(proof) == (proof.short(), 0)
    others = tuple(
        SignatureLine(name=f"w{n}.example", key_id=b"abcd", signature=bytes(72))
        for n in range(40)
    )
    note = replace(proof.note, signatures=(*others, *proof.note.signatures))
    carried, left_out = fitting(replace(proof, note=note))
    assert len(carried.format()) <= MOST_IN_CODE
    assert carried.note.signatures[-1].name == "test.example/nl"
    assert len(carried.note.signatures) + left_out == 41


def test_a_proof_that_no_code_can_hold_is_refused(home: Home) -> None:
    proof, entry = prove_entry(home.reader, 7)
    huge = replace(proof, extra=bytes(3_000))
    with pytest.raises(StorageError, match="does not fit"):
        proof_page(huge, entry, synthetic=False)


def test_without_a_browser_the_error_says_what_to_do() -> None:
    with pytest.raises(StorageError, match="--page"):
        print_pdf("", browser="no-such-browser")


def test_a_browser_that_does_not_print_is_an_error(tmp_path: Path) -> None:
    for name, text in (("fails", "#!/bin/sh\nexit 1\n"), ("idle", "#!/bin/sh\n")):
        program = tmp_path / name
        program.write_text(text)
        program.chmod(0o700)
        with pytest.raises(StorageError, match="did not print"):
            print_pdf("", browser=str(program))
