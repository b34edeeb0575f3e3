"""Two authorities beside each other: only when asked, and each with its checkpoint."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import weegboek
from dashboards.app import page
from dashboards.errors import NotAtHandError
from dashboards.exports.answer import answer_of
from dashboards.exports.formats import FORMATS
from dashboards.exports.recompute import check_figure
from dashboards.stage import Stage
from dashboards.state import parse_state
from dashboards.verification import Source, Standing, Verdict, Verifier
from dashboards.views import VIEWS
from dashboards.words import TONGUES, Language
from etl.demo.home import Home
from etl.warehouse.build import build_warehouse
from etl.warehouse.reader import open_current
from etl.warehouse.verified import LedgerInput
from tests.dashboards.stages import text_of, verdict_on
from tests.etl.ingest.place import Place

HEADER = "licence_group,date,rating,count,value,country,refused\n"
ROWS = [
    f"{number},{2020 + number % 3}-{1 + number % 12:02}-05,"
    f"{('3A001', '3B001')[number % 2]},1,{1000 + number if number % 4 else ''},"
    f"{('China', 'Japan', 'India')[number % 3]},{int(number % 4 == 0)}\n"
    for number in range(1, 61)
]
GROUNDS = "licence_group,criteria,description\n" + "".join(
    f"{number},1,x\n" for number in range(4, 61, 4)
)
COMPARED = "by=ledger&other=gb"
NAMES = [name for name in VIEWS if name.startswith("compare-")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Both:
    """The demo and a small British ledger, in one warehouse."""

    home: Home
    british: Place
    warehouse: Path

    @property
    def inputs(self) -> tuple[LedgerInput, LedgerInput]:
        own = LedgerInput(reader=self.home.reader, policy=self.home.policy())
        policy = self.british.policy
        return own, LedgerInput(reader=self.british.reader, policy=policy)

    def stage(self, standing: Standing = "verified") -> Stage:
        checkpoint = self.british.reader.checkpoint()
        other = Verdict(
            source=Source(
                ledger=self.british.ledger, policy=self.british.signer / "policy"
            ),
            standing=standing,
            origin=checkpoint.origin,
            size=checkpoint.size,
            root=checkpoint.root_text,
            problems=() if standing == "verified" else ("entry 7: entry_altered",),
            audited_at=datetime(2026, 3, 3, tzinfo=UTC),
        )
        own = verdict_on(self.home)
        verdicts = {one.source: one for one in (own, other)}
        verifier = Verifier(list(verdicts), verdicts.__getitem__)
        verifier.look()
        return Stage(open_current(self.warehouse), verifier)


@pytest.fixture(scope="module")
def both(demo: Home, tmp_path_factory: pytest.TempPathFactory) -> Both:
    path = tmp_path_factory.mktemp("both")
    (path / "gb").mkdir()
    british = Place(path / "gb")
    grounds = british.write(GROUNDS, "grounds.csv")
    file = british.write(HEADER + "".join(ROWS))
    assert british.account(file, "--side", f"grounds={grounds}")["rejected"] == 0
    found = Both(home=demo, british=british, warehouse=path / "w")
    build_warehouse(found.warehouse, found.inputs)
    return found


@pytest.fixture(scope="module")
def stage(both: Both) -> Stage:
    return both.stage()


@pytest.mark.parametrize("name", NAMES)
def test_both_authorities_have_their_own_numbers(stage: Stage, name: str) -> None:
    state = parse_state(COMPARED)
    assert not state.unknown
    with stage.opened(state, Language("en"), dark=False) as opened:
        assert opened.scene is not None
        shown = VIEWS[name].show(opened.scene)
    assert shown.table.rows
    assert any("Two authorities each count in their own way" in n for n in shown.notes)
    assert any("United Kingdom: decisions from" in note for note in shown.notes)
    if name == "compare-outcomes":
        (_, *own), (british, *theirs) = shown.table.rows
        assert british == "United Kingdom · Office"
        assert theirs[0] == len(ROWS)
        assert theirs[1:3] == ["75% (45/60)", "25% (15/60)"]
        assert own[-1] == 58  # withheld in the demo's ledger
        assert theirs[-1] == 0  # and in theirs, in which all is public


def test_where_a_ledger_has_nothing_yet_there_is_no_number_which_is_not_zero(
    stage: Stage,
) -> None:
    state = parse_state(f"{COMPARED}&grain=year")
    with stage.opened(state, Language("en"), dark=False) as opened:
        assert opened.scene is not None
        shown = VIEWS["compare-over-time"].show(opened.scene)
    rows = {row[0]: row for row in shown.table.rows}
    assert rows["2018"][4:7] == (None, None, None)
    assert rows["2021"][4] == 20
    assert rows["2025"][4:7] == (None, None, None)
    (_, own), (_, theirs) = shown.parts
    assert own["layout"]["yaxis"] == theirs["layout"]["yaxis"]
    assert own["layout"]["xaxis"]["range"] == theirs["layout"]["xaxis"]["range"]
    said = [
        {note["text"] for note in figure["layout"]["annotations"]}
        for figure in (own, theirs)
    ]
    assert "last period incomplete" in said[0]
    assert "last period incomplete" not in said[1]  # it ended years before
    assert own["layout"]["annotations"] != theirs["layout"]["annotations"]  # own rules


def test_what_only_one_of_them_weighs_is_not_compared(stage: Stage) -> None:
    with stage.opened(parse_state(COMPARED), Language("en"), dark=False) as opened:
        assert opened.scene is not None
        table = VIEWS["compare-shares"].show(opened.scene).table
    assert [row[0] for row in table.rows] == ["refused"]


def test_a_ledger_that_does_not_verify_is_not_compared_with(both: Both) -> None:
    doubtful = both.stage("not_verified")
    told = text_of(doubtful, "/en/compare", f"?{COMPARED}")
    assert "The ledger of United Kingdom · Office is not verified" in told
    assert "compare-outcomes-title" not in told
    state = parse_state(COMPARED)
    with doubtful.opened(state, Language("en"), dark=False) as opened:
        assert opened.scene is not None
        for name in NAMES:
            assert VIEWS[name].show(opened.scene).table.rows == ()


def test_the_page_offers_the_other_authority_in_both_languages(
    demo: Home, both: Both, stage: Stage
) -> None:
    asked = {
        "nl": "Kies met welke andere autoriteit u",
        "en": "Choose with which other",
    }
    for tongue in TONGUES:
        told = text_of(stage, f"/{tongue}/compare", "?by=ledger")
        assert asked[tongue] in told
        assert '"value": "gb"' in told
    told = text_of(stage, "/en/compare", f"?{COMPARED}")
    assert "test.example/gb · size" in told  # beside the demo's checkpoint
    assert "?ledger=gb&by=ledger&other=demo-nl" in told  # swaps the sides
    alone = Stage(open_current(demo.warehouse), both.stage()._verifier)
    assert "by=ledger" not in text_of(alone, "/en/compare")
    other = text_of(alone, "/en/compare", f"?{COMPARED}")
    assert "“gb” is not among the authorities" in other


def test_of_three_authorities_the_reader_chooses_which_two(
    both: Both, tmp_path: Path
) -> None:
    swiss = Place(tmp_path, "CH")
    third = LedgerInput(reader=swiss.reader, policy=swiss.policy)
    build_warehouse(tmp_path / "w", (*both.inputs, third))
    verifier = both.stage()._verifier
    told = text_of(
        Stage(open_current(tmp_path / "w"), verifier), "/en/compare", "?by=ledger"
    )
    assert "two at a time: you choose which of the 3" in told
    assert {
        name: told.count(f'"value": "{name}"') for name in ("demo-nl", "gb", "ch")
    } == {
        "demo-nl": 2,  # as the first, and in the header
        "gb": 2,  # as the first, and as the other
        "ch": 2,
    }
    of_two = text_of(both.stage(), "/en/compare", "?by=ledger")
    assert "Two authorities can be put side by side too." in of_two
    assert of_two.count('"value": "gb"') == 1


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "svg", "json"])
def test_a_file_names_both_checkpoints_and_is_verified_with_both_ledgers(
    both: Both, stage: Stage, suffix: str
) -> None:
    form = FORMATS[suffix]
    with stage.opened(parse_state(COMPARED), Language("nl"), dark=False) as opened:
        assert opened.scene is not None
        answer = answer_of(opened.scene, VIEWS["compare-outcomes"])
    raw = form.write(answer)
    own, british = both.inputs
    beside = form.read(raw).manifest.beside
    assert beside is not None
    assert (beside.origin, beside.size) == ("test.example/gb", both.british.size)
    assert check_figure(raw, own, both.warehouse, british).verified
    with pytest.raises(NotAtHandError, match="give that ledger too"):
        check_figure(raw, own)
    with pytest.raises(NotAtHandError, match="the file is of the ledger test"):
        check_figure(raw, own, beside=own)
    rows = answer.table.rows
    lied = replace(answer.table, rows=(rows[0], (rows[1][0], 61, *rows[1][2:])))
    if not form.drawn:
        found = check_figure(
            form.write(replace(answer, table=lied)), own, both.warehouse, british
        )
        assert [one.in_file.strip("'") for one in found.differences] == ["61"]


def test_the_command_takes_the_other_ledger(
    both: Both, stage: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with stage.opened(parse_state(COMPARED), Language("en"), dark=False) as opened:
        assert opened.scene is not None
        answer = answer_of(opened.scene, VIEWS["compare-outcomes"])
    file = tmp_path / "compare-outcomes.csv"
    file.write_bytes(FORMATS["csv"].write(answer))
    words = ["figure", "verify", str(file), "--ledger", str(both.home.ledger)]
    words += ["--policy", str(both.home.policy_file)]
    assert weegboek.main(words) == 3
    words += ["--beside", str(both.british.ledger)]
    words += ["--beside-policy", str(both.british.signer / "policy")]
    assert weegboek.main(words) == 0
    assert "verified: compare-outcomes.csv" in capsys.readouterr().out


def test_no_other_page_mixes_authorities(stage: Stage) -> None:
    parts = page(stage, "/en/overview", f"?{COMPARED}", dark=False)
    assert "842" in str(parts)
    assert "902" not in str(parts)


def test_an_outcome_that_a_ledger_never_has_is_not_a_share_of_none(
    stage: Stage,
) -> None:
    absent = "Outcomes that no decision in the whole ledger has: closed otherwise."
    assert absent in text_of(stage, "/en/overview", "?ledger=gb")
    assert f"United Kingdom: {absent}" in text_of(stage, "/en/compare", f"?{COMPARED}")
    # Of a selection without them is not said what holds for the whole ledger.
    assert "the whole ledger has" not in text_of(
        stage, "/en/overview", "?destination=DE&from=2018&to=2018"
    )


def test_on_an_earlier_day_every_authority_can_still_be_chosen(stage: Stage) -> None:
    day = "2024-03-01"  # years before the British ledger was begun
    here = text_of(stage, "/en/overview", f"?asof={day}")
    assert f"/en/overview?ledger=gb&asof={day}" in here
    there = text_of(stage, "/en/overview", f"?ledger=gb&asof={day}")
    assert "On 1 March 2024 nothing had been recorded in this ledger yet." in there
    assert "To the day of the first entry:" in there
    assert f"/en/overview?ledger=demo-nl&asof={day}" in there


def test_one_measure_is_one_measure(stage: Stage) -> None:
    with stage.opened(parse_state(COMPARED), Language("en"), dark=False) as opened:
        assert opened.scene is not None
        shown = VIEWS["compare-shares"].show(opened.scene)
    assert "of 1 with enough decisions" in shown.summary
    assert any("Comparing on 1 measure finds" in note for note in shown.notes)


def test_what_an_authority_does_not_publish_is_not_said_to_be_none(
    stage: Stage,
) -> None:
    """The British release has no weighing, term, end use, event or running number."""
    said = {
        "weighing": (
            "Of 60 selected decisions none has a published weighing.",
            "none has a published weighing of strategic goals.",
            "Decisions that granted with a published condition: 0% (0/45).",
            "No published weighing shows a grant in spite of an unacceptable finding.",
        ),
        "like-cases": ("Of 60 selected decisions none can be compared:",),
        "departures": ("Of 60 selected decisions none can be judged:",),
        "timeliness": ("None of these decisions has a published term.",),
        "frameworks": (
            "This ledger has no framework and no control list.",
            "This ledger has no concordance of codes",
            "This ledger has no control list.",
        ),
        "overview": ("No event after these decisions is recorded.",),
    }
    for name, sentences in said.items():
        told = text_of(stage, f"/en/{name}", "?ledger=gb")
        for sentence in sentences:
            assert sentence in told, sentence
        assert "No decisions fit this selection" not in told, name
    # Where truly none is selected, that is said.
    told = text_of(stage, "/en/weighing", "?ledger=gb&destination=KP")
    assert "No decisions fit this selection." in told


def test_a_standing_is_not_said_to_be_known_where_no_events_are(
    both: Both, stage: Stage
) -> None:
    silent = "“in force” says only that nothing later was recorded"
    assert silent in text_of(stage, "/en/decisions", "?ledger=gb")
    with open_current(both.warehouse).cursor() as cursor:
        ((ref,),) = cursor.execute(
            "SELECT decision_ref FROM decision d JOIN ledger USING (ledger_id)"
            " WHERE slug = 'gb' LIMIT 1"
        ).fetchall()
    assert silent in text_of(stage, "/en/decision", f"?ledger=gb&ref={ref}")
    assert silent not in text_of(stage, "/en/decisions", "")
