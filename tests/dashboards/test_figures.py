from itertools import pairwise

import pytest

from dashboards.figures.palette import DARK, LIGHT, Palette
from dashboards.figures.world import Place, needs_marker, on_no_map, shaped, world_map
from dashboards.words import Language, Tongue
from etl.code_lists import countries


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_outcomes_stand_out_from_the_page_and_none_is_red_or_green(
    palette: Palette,
) -> None:
    for colour in palette.groups.values():
        assert contrast(colour, palette.background) >= 3
    assert contrast(palette.text, palette.background) >= 7
    assert contrast(palette.muted, palette.background) >= 4.5
    for colour in palette.groups.values():
        red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
        assert not (green > red * 1.2 and green > blue * 1.2), "green says good"
        assert not (red > green * 1.8 and red > blue * 1.8), "red says bad"


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_weights_form_a_ramp_from_decisive_to_none(palette: Palette) -> None:
    order = ("decisive", "material", "considered", "none")
    steps = [contrast(palette.weights[one], palette.background) for one in order]
    assert steps == sorted(steps, reverse=True)
    assert all(one / two >= 1.3 for one, two in pairwise(steps))


def test_every_country_has_a_shape_or_a_marker_or_is_named_beside_the_map() -> None:
    places = [
        Place(one.iso2, one.iso3, one.en, one.latitude, one.longitude, 1)
        for one in countries()
    ]
    unseen = on_no_map(places)
    assert {place.iso2 for place in unseen} <= {
        "AN",
        "XC",
        "XD",
        "XF",
        "XN",
        "XO",
        "XS",
        "XU",
    }
    assert needs_marker(next(place for place in places if place.iso2 == "SG"))
    assert "TWN" in shaped()


@pytest.mark.parametrize(
    ("tongue", "names"),
    [
        ("nl", ["1–9", "10–99", "100–999", "1.000–9.999", "10.000+"]),
        ("en", ["1–9", "10–99", "100–999", "1,000–9,999", "10,000+"]),
    ],
)
def test_the_classes_of_the_map_read_as_the_language_has_numbers(
    tongue: Tongue, names: list[str]
) -> None:
    figure = world_map(
        [Place("CN", "CHN", "China", 35.0, 103.0, 12_345)],
        dark=False,
        words={"decisions": "besluiten"},
        number=Language(tongue).number,
    )
    (bar,) = (one["colorbar"] for one in figure["data"] if "colorbar" in one)
    assert bar["ticktext"] == names
