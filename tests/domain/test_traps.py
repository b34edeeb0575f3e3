"""What a specialist tests first: each trap of the field as a test.

Here stand the traps of records, code lists, the demo and the warehouse; those of the
pages, downloads and queries stand in ``test_traps_on_pages.py``.
"""

import re
from datetime import date
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from msgspec import inspect
from msgspec.structs import replace

from etl.code_lists import countries, country_aliases, data_directory, terms
from etl.demo.home import Home
from etl.demo.market import read_market
from etl.reference_data import context_events, framework_versions
from etl.warehouse.build import build_warehouse
from etl.warehouse.reader import open_current
from etl.warehouse.schema import tables
from etl.warehouse.verified import LedgerInput
from ledger.records.event import DecisionEvent
from ledger.records.record import KINDS
from ledger.records.terms import OUTCOMES, SourceKind, outcome_group
from ledger.records.values import Money, Text
from ledger.records.visibility import field_visibilities, visibility_map
from tests.ledger.ledgers import make_home
from tests.ledger.records.broken import rules_broken
from tests.ledger.records.sample_records import decision, event, framework

EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
DATA = data_directory()
NAMES = {country.iso2: country for country in countries()}


def term(vocabulary: str, code: str) -> Any:
    return next(t for t in terms() if (t.vocabulary, t.code) == (vocabulary, code))


def rows(home: Home, query: str) -> list[tuple[Any, ...]]:
    with open_current(home.warehouse).cursor() as cursor:
        return cursor.execute(query).fetchall()


def test_refused_withdrawn_not_processed_and_no_licence_required_stay_apart() -> None:
    apart = ("refused", "withdrawn", "not_processed", "no_licence_required")
    assert set(apart) <= set(OUTCOMES)
    for tongue in ("nl", "en"):
        assert len({getattr(term("outcome", code), tongue) for code in apart}) == 4
    assert [outcome_group(code) for code in apart] == ["refused", *["other"] * 3]


def test_withdrawn_by_the_applicant_is_never_called_like_revoked_by_the_state() -> None:
    withdrawn, revoked = term("outcome", "withdrawn"), term("event_type", "revoked")
    assert "(door aanvrager)" in withdrawn.nl
    assert "(door overheid)" in revoked.nl
    assert (withdrawn.en.split()[1], revoked.en.split()[1]) == ("withdrawn", "revoked")


def test_annulled_works_back_to_the_start_and_revoked_does_not() -> None:
    annulled, revoked = term("status", "annulled"), term("status", "revoked")
    assert annulled.nl.startswith("nietig verklaard (met terugwerkende kracht)")
    assert "from the start" in annulled.en
    assert "terugwerkende" not in revoked.nl


def test_hong_kong_and_macau_are_places_of_their_own() -> None:
    assert {"CN", "HK", "MO"} <= NAMES.keys()
    assert len({NAMES[code].nl for code in ("CN", "HK", "MO")}) == 3
    market = {place.country for place in read_market().destinations}
    assert {"CN", "HK", "MO"} <= market
    for source in ("uk", "ch"):
        for name, code in country_aliases(source).items():
            if re.search(r"hong ?kong|maca[uo]", name, re.IGNORECASE):
                assert code in {"HK", "MO"}


def test_taiwan_goes_by_its_iso_code_and_a_neutral_name() -> None:
    assert (NAMES["TW"].nl, NAMES["TW"].en) == ("Taiwan", "Taiwan")


def test_no_licence_of_the_demo_goes_to_the_union_where_none_is_needed(
    demo: Home,
) -> None:
    found = rows(demo, "SELECT DISTINCT destination FROM decision")
    assert found
    assert not {code for (code,) in found} & set(EU.split())


def test_a_global_licence_has_no_value_and_never_a_value_of_zero(demo: Home) -> None:
    nothing = Money(currency="EUR", minor=0)
    zero = replace(decision(), authorisation_type="global", value=nothing)
    assert ("R12", "value_basis") in rules_broken(zero)
    found = rows(
        demo,
        "SELECT DISTINCT value_basis, minor FROM decision WHERE authorisation_type IN"
        " ('global', 'national_general', 'eu_general')",
    )
    assert found == [("not_applicable", None)]
    assert rows(demo, "SELECT count(*) FROM decision WHERE minor = 0") == [(0,)]


def test_an_amendment_is_no_new_grant(demo: Home) -> None:
    ((modified, counted, entries),) = rows(
        demo,
        "SELECT (SELECT count(*) FROM decision_event WHERE event_type = 'modified'),"
        " (SELECT sum(decisions) FROM cube_decision),"
        " (SELECT count(*) FROM entry WHERE kind = 'licence_decision')",
    )
    assert modified > 0
    assert counted == entries


def test_a_revoked_licence_stays_a_licence_that_was_granted(demo: Home) -> None:
    found = rows(
        demo,
        "SELECT DISTINCT outcome_group, counted FROM decision"
        " WHERE status IN ('revoked', 'revoked_in_part', 'annulled')",
    )
    assert found == [("granted", True)]


def test_weights_are_words_in_records_and_in_the_warehouse() -> None:
    for kind in KINDS.values():
        for one in field_visibilities(kind):
            if one.field in {"weight", "finding"}:
                assert isinstance(one.type, inspect.LiteralType), one.path
                assert all(isinstance(word, str) for word in one.type.values)
    for table in tables():
        for column in table.columns:
            if column.name in {"weight", "finding", "direction"}:
                assert column.sql_type == "VARCHAR", table.name


SEMICONDUCTOR = [
    version
    for directory in (DATA / "frameworks", DATA / "demo" / "frameworks")
    for version in framework_versions(directory)
    if version.framework_id == "semiconductor_supplementary"
]


def test_the_third_goal_is_named_whole_as_in_the_letter() -> None:
    for version in SEMICONDUCTOR:
        label = version.goals[2].label
        assert label.nl is not None
        assert label.en is not None
        assert "Nederlands technologisch leiderschap" in label.nl
        assert "westerse standaarden" in label.nl
        assert "Dutch technological leadership" in label.en
        assert "western standards" in label.en
    ground = term("refusal_ground", "goal_G3_leadership")
    assert "westerse standaarden" in ground.nl


def test_of_the_framework_only_the_goals_and_factors_are_public() -> None:
    assert {version.full_text for version in SEMICONDUCTOR} == {"committee"}
    first = SEMICONDUCTOR[0]
    assert [informed.how for informed in first.parliament_informed] == [
        "confidential",
        "public",
    ]
    assert visibility_map(KINDS["framework_version"])["weighing_method"] == "committee"
    told = replace(framework(), weighing_method="How it is really done.")
    assert ("visibility", "weighing_method") in rules_broken(told)


def test_what_is_found_on_the_factors_is_confidential_in_each_case() -> None:
    tiers = visibility_map(KINDS["licence_decision"])
    assert tiers["weighing.factors"] == "committee"
    assert {len(version.factors) for version in SEMICONDUCTOR} == {5}


def test_an_annual_report_of_a_service_is_public_and_its_case_work_is_not() -> None:
    assert {"aivd_annual", "mivd_annual"} <= set(get_args(SourceKind))
    assert not any("case" in kind for kind in get_args(SourceKind))
    tiers = visibility_map(KINDS["licence_decision"])
    assert tiers["sources"] == "public"
    assert tiers["classified_sources"] == "classified"


@pytest.mark.parametrize(
    "path",
    sorted(p for p in DATA.rglob("*") if p.suffix in {".csv", ".toml"}),
    ids=lambda path: path.name,
)
def test_a_licence_duty_is_not_called_a_ban(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"\b(ban|banned|exportverbod|verbod)\b", text, re.IGNORECASE)


def test_the_framework_is_not_cited_before_it_was_adopted() -> None:
    early = replace(decision(), decided_on=date(2020, 12, 17))
    assert ("R2", "framework_applies") in rules_broken(early)
    adopted = replace(early, decided_on=date(2020, 12, 18))
    assert not {rule for rule, _ in rules_broken(adopted)} & {"R2"}


@pytest.mark.parametrize(
    ("list_id", "start"),
    [("NL_SEMICON", date(2023, 9, 1)), ("NL_SUPPL", date(2024, 12, 1))],
)
def test_a_dutch_list_is_not_cited_before_it_was_in_force(
    list_id: str, start: date
) -> None:
    lines = tuple(replace(line, list_id=list_id) for line in decision().lines)
    before = replace(decision(), lines=lines, decided_on=date(2023, 8, 31))
    assert ("R2", "lines.list_id") in rules_broken(before)
    on_the_day = replace(before, decided_on=start)
    assert ("R2", "lines.list_id") not in rules_broken(on_the_day)


def test_the_demo_cites_no_version_before_its_time(demo: Home) -> None:
    early = rows(
        demo,
        "SELECT count(*) FROM decision d JOIN decision_line l"
        " USING (ledger_id, entry_index) LEFT JOIN control_list c ON"
        " c.ledger_id = l.ledger_id AND c.list_id = l.list_id"
        " AND c.version = l.list_version WHERE c.valid_from IS NULL"
        " OR d.decided_first NOT BETWEEN c.valid_from"
        " AND coalesce(c.effective_to, DATE '9999-12-31')",
    )
    assert early == [(0,)]


def test_codes_whose_law_was_not_at_hand_say_that_they_only_illustrate() -> None:
    for version in read_market().lists:
        national = version.list_id in {"NL_SEMICON", "NL_SUPPL"}
        for entry in version.entries:
            assert entry.is_illustrative == national, entry.code
            assert entry.text.nl is not None
            assert ("illustratieve code" in entry.text.nl) == national


def test_the_demo_names_no_company_and_holds_no_confidential_field(
    demo: Home,
) -> None:
    confidential = {
        path.rpartition(".")[2]
        for kind in KINDS.values()
        for path, tier in visibility_map(kind).items()
        if tier != "public"
    } - {
        path.rpartition(".")[2]
        for kind in KINDS.values()
        for path, tier in visibility_map(kind).items()
        if tier == "public"
    }
    assert "exporter" in confidential
    keys = re.compile(rb'"(' + "|".join(sorted(confidential)).encode() + rb')":')
    size = demo.reader.checkpoint().size
    for raw in demo.reader.entries(0, size):
        assert not keys.search(raw), raw
        assert not re.search(rb"ASML|\bASMI?\b|Nexperia|\b(N\.?V|B\.?V)\b", raw), raw


def test_a_context_event_says_nothing_of_any_decision() -> None:
    fields = set(KINDS["context_event"].__struct_fields__)
    assert not {name for name in fields if "decision" in name}
    path = DATA / "context_events" / "context_events.toml"
    for one in context_events(path):
        assert b"NL-20" not in msgspec.json.encode(one)


def test_what_is_corrected_is_shown_beside_what_was_published(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    with home.open().appending() as batch:
        leaf = batch.append(framework()).leaf_hash.hex()
        weighing = decision().weighing
        assert weighing is not None
        sound = replace(decision(), weighing=replace(weighing, framework=leaf))
        decided = batch.append(sound).leaf_hash.hex()
        corrected = replace(sound, destination="KR")
        batch.append(_correction(event(), decided, corrected))
    given = LedgerInput(reader=home.reader, policy=home.policy)
    build_warehouse(tmp_path / "w", [given])
    with open_current(tmp_path / "w").cursor() as cursor:
        found = cursor.execute(
            "SELECT d.destination, o.destination FROM decision d"
            " JOIN decision_original o USING (ledger_id, entry_index)"
        ).fetchall()
    assert found == [("KR", "TW")]


def _correction(base: DecisionEvent, decided: str, corrected: Any) -> DecisionEvent:
    return replace(
        base,
        changed_fields=("destination",),
        corrected=corrected,
        correction_reason="data_entry",
        decision=decided,
        effective_on=None,
        event_type="correction",
        reason=Text(nl="Vergist."),
    )
