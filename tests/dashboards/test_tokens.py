"""The look: colours come from tokens, and whoever sees less still sees them apart."""

import re
from itertools import pairwise

import pytest

from dashboards.figures.palette import DARK, LIGHT, Palette
from tests.dashboards.colours import VISIONS, contrast, distance, light_of
from tests.docs.design_language import CSS, SCHEMES, tokens

COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(")


def test_the_style_sheet_names_colours_only_where_tokens_are_made() -> None:
    raw = [
        line
        for line in CSS.splitlines()
        if COLOUR.search(re.sub(r"--[a-z-]+: #[0-9a-f]{6};", "", line))
    ]
    assert raw == []


@pytest.mark.parametrize("start", [start for start, _ in SCHEMES.values()])
def test_words_are_readable_on_every_ground(start: str) -> None:
    made = tokens(start)
    for ground in ("background", "surface", "notice", "sound"):
        for words in ("text", "accent", "muted"):
            assert contrast(made[words], made[ground]) >= 4.5, (words, ground)


@pytest.mark.parametrize(("start", "colours"), SCHEMES.values())
def test_figures_and_pages_share_their_colours(start: str, colours: Palette) -> None:
    made = tokens(start)
    assert colours.background == made["background"]
    assert colours.text == made["text"]
    assert colours.muted == made["muted"]


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_outcomes_stand_out_from_the_ground(colours: Palette) -> None:
    for group, colour in colours.groups.items():
        assert contrast(colour, colours.background) >= 3, group


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_weights_are_an_order_of_lightness(colours: Palette) -> None:
    lights = [light_of(colour) for colour in colours.weights.values()]
    assert lights in (sorted(lights), sorted(lights, reverse=True))


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_every_eye_sees_neighbours_apart(colours: Palette, vision: str) -> None:
    for ramp in (colours.weights, colours.groups):
        shades = list(ramp.values())
        for one, other in pairwise(shades):
            assert distance(one, other, vision) >= 10, (one, other)
