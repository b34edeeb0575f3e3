from datetime import date

from msgspec.structs import replace

from ledger.records.concordance import Place, concordance
from ledger.records.control_list import ControlListVersion, ListEntry, MapsTo
from ledger.records.terms import ListRelation
from ledger.records.values import Text


def entry(code: str, *maps_to: MapsTo, is_illustrative: bool = False) -> ListEntry:
    return ListEntry(
        code=code,
        is_illustrative=is_illustrative,
        maps_to=maps_to,
        text=Text(nl=code),
    )


def version(list_id: str, year: int, *entries: ListEntry) -> ControlListVersion:
    return ControlListVersion(
        entries=entries,
        is_complete=True,
        legal_ref="Stcrt",
        list_id=list_id,
        publication_default="disclose",
        title=Text(nl=list_id),
        valid_from=date(year, 1, 1),
        version=str(year),
    )


def step(list_id: str, code: str, relation: ListRelation = "same") -> MapsTo:
    return MapsTo(code=code, list_id=list_id, relation=relation)


NATIONAL = version("NL", 2023, entry("a"), entry("b"), entry("c"))


def test_an_item_without_a_later_place_stands_where_it_stood() -> None:
    known = concordance([NATIONAL])
    assert known.places("NL", "a") == (Place("NL", "2023", "a"),)


def test_an_item_on_no_list_of_the_ledger_keeps_its_code() -> None:
    assert concordance([]).places("UK", "ML10") == (Place("UK", None, "ML10"),)


def test_an_item_that_stays_has_the_newest_version_that_lists_it() -> None:
    known = concordance([version("NL", 2025, entry("a")), NATIONAL])
    assert known.places("NL", "a") == (Place("NL", "2025", "a"),)
    assert known.places("NL", "b") == (Place("NL", "2023", "b"),)


def test_a_national_item_is_found_where_the_union_lists_it_later() -> None:
    later = version("EU", 2025, entry("A", step("NL", "a")))
    known = concordance([NATIONAL, later])
    assert known.places("NL", "a") == (Place("EU", "2025", "A", "same"),)
    assert known.places("EU", "A") == (Place("EU", "2025", "A"),)


def test_the_older_list_may_name_the_later_place_itself() -> None:
    told = replace(NATIONAL, version="2024", entries=(entry("a", step("EU", "A")),))
    known = concordance([NATIONAL, told, version("EU", 2025, entry("A"))])
    assert known.places("NL", "a") == (Place("EU", "2025", "A", "same"),)


def test_a_place_that_is_not_yet_listed_leads_nowhere() -> None:
    told = replace(NATIONAL, entries=(entry("a", step("EU", "A")),))
    assert concordance([told]).places("NL", "a") == (Place("NL", "2023", "a"),)


def test_an_item_that_was_split_has_all_its_places() -> None:
    broader = step("NL", "b", "broader")
    later = version("EU", 2025, entry("B1", broader), entry("B2", broader))
    assert concordance([NATIONAL, later]).places("NL", "b") == (
        Place("EU", "2025", "B1", "split"),
        Place("EU", "2025", "B2", "split"),
    )


def test_a_broader_item_reads_narrower_from_the_other_side() -> None:
    later = version("EU", 2025, entry("B", step("NL", "b", "broader")))
    (place,) = concordance([NATIONAL, later]).places("NL", "b")
    assert place.relation == "narrower"


def test_steps_are_followed_through_several_lists() -> None:
    middle = version("NL2", 2024, entry("m", step("NL", "c", "broader")))
    last = version("EU", 2025, entry("C", step("NL2", "m")))
    known = concordance([last, middle, NATIONAL])
    assert known.places("NL", "c") == (Place("EU", "2025", "C", "narrower"),)


def test_lists_that_name_each_other_lead_to_the_later_one_and_stop() -> None:
    first = version("A", 2023, entry("x", step("B", "y")))
    second = version("B", 2024, entry("y", step("A", "x")))
    known = concordance([first, second])
    assert known.places("A", "x") == (Place("B", "2024", "y", "same"),)
    assert known.places("B", "y") == (Place("B", "2024", "y"),)


def test_what_only_illustrates_stays_marked_so() -> None:
    shown = replace(NATIONAL, entries=(entry("a", is_illustrative=True),))
    later = version("EU", 2025, entry("A", step("NL", "a")))
    (place,) = concordance([shown, later]).places("NL", "a")
    assert place.is_illustrative


def test_the_regime_of_an_item_is_what_its_list_says_before_what_its_code_tells() -> (
    None
):
    said = replace(entry("3B001.l"), regime="national")
    known = concordance([replace(NATIONAL, entries=(said,))])
    assert known.regime("NL", "3B001.l") == "national"
    assert known.regime("EU", "3B001") == "WA"
    assert known.regime("EU", "0B001") == "NSG"
    assert known.regime("UK", "ML10") is None
