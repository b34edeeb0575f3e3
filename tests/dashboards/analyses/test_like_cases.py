from datetime import date, timedelta

from dashboards.analyses.like_cases import Aspect, Case, pairs

GROUP = (("3B001.l",), "CN", "civil_fab_logic")
VERSION = ("semiconductor_supplementary", 2)
FIRST = date(2023, 1, 1)


def case(  # noqa: PLR0913 - keyword-only, and each is one property
    ref: str,
    way: str,
    *found: str,
    day: int = 0,
    group: tuple[tuple[str, ...], str, str] = GROUP,
    version: tuple[str, int] | None = VERSION,
    weight: str = "material",
) -> Case:
    aspects = tuple(
        Aspect("criterion", f"c{place}", finding, weight)
        for place, finding in enumerate(found)
    )
    return Case(
        ref=ref,
        group=group,
        decided=FIRST + timedelta(days=day),
        outcome=way,
        way=way,
        framework=version,
        aspects=aspects,
    )


def test_a_refusal_stands_beside_the_grant_that_differs_least() -> None:
    far = case("g1", "granted", "no_concern", "no_concern", day=1)
    near = case("g2", "granted", "concern", "no_concern", day=400)
    refused = case("r1", "refused", "concern", "concern")
    (pair,) = pairs([far, near, refused])
    assert (pair.granted.ref, pair.refused.ref, pair.days) == ("g2", "r1", 400)
    assert (pair.differing, pair.equal) == (("c1",), ("c0",))
    assert not pair.unexplained


def test_of_grants_as_near_the_nearest_in_time_is_taken() -> None:
    early = case("g1", "granted", "concern", day=-90)
    late = case("g2", "granted", "concern", day=60)
    (pair,) = pairs([early, late, case("r1", "refused", "concern")])
    assert (pair.granted.ref, pair.days) == ("g2", 60)


def test_the_same_findings_under_one_version_explain_nothing() -> None:
    found = [case("g1", "granted", "concern"), case("r1", "refused", "concern")]
    (pair,) = pairs(found)
    assert pair.unexplained
    assert pair.differing == ()


def test_weights_alone_are_no_difference_in_what_was_found() -> None:
    one = case("g1", "granted", "concern", weight="decisive")
    (pair,) = pairs([one, case("r1", "refused", "concern", weight="none")])
    assert pair.unexplained


def test_another_version_is_a_difference_though_the_findings_are_the_same() -> None:
    other = case("g1", "granted", "concern", version=(VERSION[0], 3))
    (pair,) = pairs([other, case("r1", "refused", "concern")])
    assert (pair.differing, pair.same_version, pair.unexplained) == ((), False, False)


def test_an_aspect_that_only_one_was_weighed_on_is_a_difference() -> None:
    granted = case("g1", "granted", "concern", "no_concern")
    (pair,) = pairs([granted, case("r1", "refused", "concern")])
    assert pair.differing == ("c1",)


def test_findings_that_are_not_published_are_neither_equal_nor_different() -> None:
    hidden = case("g1", "granted", version=None)
    (pair,) = pairs([hidden, case("r1", "refused", "concern")])
    assert (pair.differing, pair.equal, pair.same_version) == (None, None, None)
    assert not pair.unexplained


def test_a_grant_whose_findings_are_published_is_taken_before_one_that_is_not() -> None:
    hidden = case("g1", "granted", version=None, day=0)
    open_ = case("g2", "granted", "no_concern", day=900)
    (pair,) = pairs([hidden, open_, case("r1", "refused", "concern")])
    assert pair.granted.ref == "g2"


def test_decisions_of_other_groups_are_not_alike() -> None:
    elsewhere = (GROUP[0], "TW", GROUP[2])
    found = [
        case("g1", "granted", "concern", group=elsewhere),
        case("r1", "refused", "concern"),
    ]
    assert pairs(found) == ()


def test_groups_that_went_one_way_have_no_pairs() -> None:
    assert pairs([case("r1", "refused"), case("r2", "refused")]) == ()
    assert pairs([case("g1", "granted"), case("g2", "granted")]) == ()


def test_what_nothing_explains_comes_first_and_what_is_hidden_last() -> None:
    cases = []
    for number, (granted, refused, version) in enumerate(
        [
            ("no_concern", "concern", VERSION),
            ("concern", "concern", None),
            ("concern", "concern", VERSION),
        ]
    ):
        group = ((f"3B00{number}",), "CN", "research")
        cases += [
            case(f"g{number}", "granted", granted, group=group, version=version),
            case(f"r{number}", "refused", refused, group=group),
        ]
    assert [pair.refused.ref for pair in pairs(cases)] == ["r2", "r0", "r1"]
