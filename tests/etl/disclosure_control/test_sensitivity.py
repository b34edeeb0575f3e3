import pytest

from etl.disclosure_control.case import Case
from etl.disclosure_control.sensitivity import count_protection, value_protection
from tests.etl.disclosure_control.sample_months import CONTROL, EXPORTERS, case


def worth(*values: int) -> list[Case]:
    return [
        case(exporter=exporter, value=value)
        for exporter, value in zip(EXPORTERS, values, strict=False)
    ]


def test_a_cell_of_enough_exporters_and_decisions_needs_nothing() -> None:
    assert count_protection(worth(1, 1, 1, 1, 1), CONTROL) is None
    assert count_protection([], CONTROL) is None


def test_ten_decisions_of_one_exporter_are_one_contributor() -> None:
    found = count_protection([case()] * 10, CONTROL)
    assert found is not None
    assert found.rules == ("contributors",)
    assert (found.low, found.high) == (0, 10)


def test_decisions_without_an_exporter_count_as_one_exporters() -> None:
    found = count_protection([case(exporter="")] * 6, CONTROL)
    assert found is not None
    assert "contributors" in found.rules


def test_few_decisions_of_enough_exporters_may_still_be_none_or_enough() -> None:
    found = count_protection(worth(1, 1, 1, 1), CONTROL)
    assert found is not None
    assert (found.rules, found.low, found.high) == (("decisions",), 0, 5)


@pytest.mark.parametrize(
    ("values", "rules"),
    [
        ((100, 100, 100, 100), ()),
        ((100, 100), ("contributors", "p_percent")),
        ((100, 60, 10, 4), ("p_percent",)),  # 14 is less than 15% of 100
        ((100, 60, 10, 5), ()),
        ((760, 100, 100, 40), ("dominance",)),  # 76% of the whole
        ((750, 100, 100, 50), ()),
    ],
)
def test_a_value_is_judged_by_its_largest_exporters(
    values: tuple[int, ...], rules: tuple[str, ...]
) -> None:
    found = value_protection(worth(*values), CONTROL)
    assert (() if found is None else found.rules) == rules


def test_a_value_stays_unsure_by_as_much_as_its_rules_ask() -> None:
    found = value_protection(worth(900, 50, 50), CONTROL)
    assert found is not None
    # By dominance: 900 is 75% of 1200; by p%: 135 less 50; 15% of 1000 is 150.
    assert (found.low, found.high) == (800, 1200)


def test_a_cell_without_a_value_needs_nothing() -> None:
    assert value_protection([case(value=None)], CONTROL) is None
