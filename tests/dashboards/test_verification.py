import shutil
from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from dashboards.app import page
from dashboards.pages.integrity import standing
from dashboards.verification import Noted, Source, Verdict, Verifier, audit_in_process
from dashboards.words import TONGUES, Language, Words
from etl.demo.home import Home
from etl.warehouse.current import BuiltLedger
from ledger.durable import Disk
from ledger.keys import sign, verifier_key
from ledger.policy import Witness
from ledger.timestamp.files import keep_token
from tests.dashboards.stages import stage_of


def built_of(home: Home, size: int | None = None) -> BuiltLedger:
    checkpoint = home.reader.checkpoint()
    return BuiltLedger(
        origin=checkpoint.origin,
        root=checkpoint.root_text,
        size=size or checkpoint.size,
        slug="demo-nl",
    )


def test_one_flipped_byte_turns_the_verdict_within_one_look(
    demo: Home, tmp_path: Path
) -> None:
    home = Home(tmp_path / "home")
    shutil.copytree(demo.path, home.path)
    verifier = Verifier([Source(ledger=home.ledger, policy=home.policy_file)])
    verifier.look()
    assert verifier.verdict(built_of(home))[1] == ()
    for name in ("tile/entries/000", "tile/0/001", "checkpoint"):
        path = home.ledger / name
        raw = bytearray(path.read_bytes())
        built = built_of(home)
        raw[60] ^= 1
        path.write_bytes(bytes(raw))
        verifier.look()
        _, problems = verifier.verdict(built)
        assert problems, name
        raw[60] ^= 1
        path.write_bytes(bytes(raw))
        verifier.look()
        assert verifier.verdict(built)[1] == ()


def test_a_finding_is_shown_with_its_meaning_in_the_language_of_the_page(
    demo: Home, tmp_path: Path
) -> None:
    home = Home(tmp_path / "home")
    shutil.copytree(demo.path, home.path)
    path = home.ledger / "tile" / "0" / "001"
    path.write_bytes(bytes(32) + path.read_bytes()[32:])
    verdict = audit_in_process(Source(ledger=home.ledger, policy=home.policy_file))
    for tongue in TONGUES:
        shown = str(standing(Language(tongue), verdict, ""))
        for finding in verdict.findings:
            assert finding.line in shown
            assert Language(tongue).say(finding.meaning) in shown


def test_a_remark_is_shown_with_its_meaning_and_the_verdict_stands(
    demo: Home,
) -> None:
    meaning = Words("Te laat.", "Too late.")
    noted = Noted("recorded_late: 3×, entry 1", meaning, "recorded_late", 3, 1)
    verdict = audit_in_process(Source(ledger=demo.ledger, policy=demo.policy_file))
    shown = str(standing(Language("nl"), replace(verdict, remarks=(noted,)), ""))
    assert "Geverifieerd" in shown
    assert "recorded_late" in shown
    assert "3× · eerst bij regel 1" in shown  # not as the command says it, in English
    assert "Te laat." in shown


def test_nothing_is_audited_again_while_no_file_changes(demo: Home) -> None:
    calls: list[Source] = []

    def counting(source: Source) -> Verdict:
        calls.append(source)
        return audit_in_process(source)

    verifier = Verifier([Source(ledger=demo.ledger, policy=demo.policy_file)], counting)
    verifier.look()
    verifier.look()
    assert len(calls) == 1
    verifier.look(again=True)
    assert len(calls) == 2


def test_a_build_larger_than_the_ledger_or_of_no_ledger_does_not_hold(
    demo: Home,
) -> None:
    verifier = Verifier([Source(ledger=demo.ledger, policy=demo.policy_file)])
    verifier.look()
    assert verifier.verdict(built_of(demo, size=10**6))[1]
    assert verifier.verdict(built_of(demo, size=5))[1]
    stranger = BuiltLedger(origin="other", root="x", size=1, slug="o")
    assert verifier.verdict(stranger)[1] == ("no audited ledger is other",)


def test_a_ledger_that_is_not_there_could_not_be_checked(
    demo: Home, tmp_path: Path
) -> None:
    missing = Source(ledger=tmp_path / "none", policy=demo.policy_file)
    verdict = audit_in_process(missing)
    assert verdict.standing == "could_not_check"
    no_policy = Source(ledger=demo.ledger, policy=tmp_path / "none")
    assert audit_in_process(no_policy).standing == "could_not_check"


def test_witnesses_their_quorum_and_time_stamps_are_told(
    demo: Home, tmp_path: Path
) -> None:
    home = Home(tmp_path / "home")
    shutil.copytree(demo.path, home.path)
    none = str(page(stage_of(home), "/en/integrity", "", dark=False))
    assert "No witness is pinned" in none
    assert "There is no time stamp" in none
    private = Ed25519PrivateKey.generate()
    key = verifier_key("watch.example/w", private, cosigning=True)
    checkpoint = home.reader.checkpoint()
    line = sign("watch.example/w", private, checkpoint, timestamp=60, cosigning=True)
    absent = verifier_key(
        "absent.example", Ed25519PrivateKey.generate(), cosigning=True
    )
    policy = replace(
        home.policy(),
        witnesses=(Witness(name="watch", key=key), Witness(name="absent", key=absent)),
        quorum="watch",
    )
    home.policy_file.write_bytes(policy.format())
    path = home.ledger / "checkpoint"
    path.write_bytes(path.read_bytes() + f"{line.format()}\n".encode())
    kept = keep_token(home.ledger, 600, b"an answer", disk=Disk())
    told = str(page(stage_of(home), "/en/integrity", "", dark=False))
    assert (
        "Quorum watch: reached. This checkpoint is cosigned by 1 of 2 witnesses" in told
    )
    assert "cosigned 1 Jan 1970" in told
    assert "did not cosign" in told
    assert kept.name in told
    assert "not checked here" in told
