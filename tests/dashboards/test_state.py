import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.filters import GRAINS, SORTS
from dashboards.state import DIMENSIONS, WINDOWS, ViewState, parse_state
from dashboards.subset import Subset, parts_of_aspect
from ledger.records.terms import OUTCOMES, WEIGHTS

words = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x2FF), min_size=1, max_size=12
).filter(str.isprintable)
many = st.lists(words, max_size=3, unique=True).map(tuple)
years = st.none() | st.integers(1900, 2050)


codes = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,11}", fullmatch=True)
findings = st.just("") | st.from_regex(r"[a-z_]{1,12}", fullmatch=True)
weights = st.just("") | st.sampled_from(WEIGHTS)
parts = st.tuples(codes, findings, weights)
aspects = parts.map(".".join)
days = st.none() | st.dates()
seen = st.from_regex(r"([1-9][0-9]{0,15}(\.[A-Za-z0-9_-]{43})?)?", fullmatch=True)


@given(parts)
def test_an_aspect_falls_into_its_parts_whatever_dots_its_code_has(
    given_parts: tuple[str, str, str],
) -> None:
    assert parts_of_aspect(".".join(given_parts)) == given_parts


@st.composite
def subsets(draw: st.DrawFn) -> Subset:
    departures = st.sampled_from(["granted_with_override", "refused_against_findings"])
    return Subset(
        aspects=tuple(draw(st.lists(aspects, max_size=3, unique=True))),
        conditions=draw(many),
        departures=tuple(draw(st.sets(departures))),
        groups=draw(many),
        framework=draw(st.just("") | codes.map(lambda code: f"{code}.2")),
        together=draw(st.just("") | words),
        override=draw(st.sampled_from(["", "yes"])),
        weighing=draw(st.sampled_from(["", "published", "not_published"])),
        applies=draw(st.sampled_from(["", "yes", "no"])),
        class_set=draw(st.just("") | words),
        like=draw(st.just("") | words),
        ways=draw(st.sampled_from(["", "same", "different"])),
        since=draw(days),
        until=draw(days),
    )


@st.composite
def states(draw: st.DrawFn) -> ViewState:
    first, last = draw(years), draw(years)
    if first is not None and last is not None and last < first:
        first, last = last, first
    return ViewState(
        ledger=draw(st.just("") | words),
        first_year=first,
        last_year=last,
        destinations=draw(many),
        classes=draw(many),
        outcomes=tuple(draw(st.sets(st.sampled_from(OUTCOMES), max_size=3))),
        weights=tuple(draw(st.sets(st.sampled_from(WEIGHTS), max_size=2))),
        statuses=draw(many),
        grounds=draw(many),
        grain=draw(st.sampled_from(GRAINS)),
        text=draw(st.just("") | words),
        sort=draw(st.sampled_from(SORTS)),
        ascending=draw(st.booleans()),
        page=draw(st.integers(1, 9999)),
        ref=draw(st.just("") | words),
        version=draw(st.just("") | words),
        window=draw(st.none() | st.sampled_from(WINDOWS)),
        subset=draw(subsets()),
        mapped=draw(st.booleans()),
        before=draw(st.just("") | words),
        after=draw(st.just("") | words),
        list_version=draw(st.just("") | words),
        question=draw(st.none() | st.integers(1, 20)),
        by=draw(st.none() | st.sampled_from(DIMENSIONS)),
        one=draw(st.just("") | words),
        other=draw(st.just("") | words),
        seen=draw(seen),
    )


@given(states())
def test_an_address_holds_the_whole_state(state: ViewState) -> None:
    assert parse_state(state.query()) == state


@pytest.mark.parametrize(
    "query",
    [
        "surplus=1",
        "grain=week",
        "outcome=waved",
        "weight=heavy",
        "from=12",
        "from=%D9%A1%D9%A2%D9%A3%D9%A4",
        "page=0",
        "codes=old",
        "question=21",
        "page=-1",
        "sort=luck",
        "order=desc",
        "from=2024&to=2020",
        "from=2020&from=2021",
        "q=%00",
        "window=5",
        "aspect=end_user",
        "aspect=end_user.concern.heavy",
        "since=2024-02-30",
        "since=20240201",
        "departure=some",
        "ways=other",
        "like=a&like=b",
        "condition=%00",
        "framework=base.0",
        "by=authority",
        "seen=0",
        "seen=12.short",
        "seen=%D9%A1",
    ],
)
def test_what_is_not_understood_is_kept_aside_and_not_applied(query: str) -> None:
    state = parse_state(query)
    assert state.unknown
    assert state.page == 1
    assert state.grain == "quarter"


def test_a_change_goes_back_to_the_first_page() -> None:
    assert ViewState(page=7).but(sort="value").page == 1
