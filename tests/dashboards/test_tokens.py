"""The look: colours come from tokens, and whoever sees less still sees them apart."""

import re

import pytest

from dashboards.figures.palette import DARK, LIGHT, Palette
from tests.browser.visits import ROOT

CSS = (ROOT / "dashboards/assets/weegboek.css").read_text("utf-8")
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(")
TOKEN = re.compile(r"--([a-z-]+): (#[0-9a-f]{6})")


def light_of(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.2), from 1 to 21."""
    dark, light = sorted((light_of(one), light_of(other)))
    return (light + 0.05) / (dark + 0.05)


def tokens(start: str) -> dict[str, str]:
    block = CSS[CSS.index(start) :]
    return dict(TOKEN.findall(block[: block.index("}")]))


def test_the_style_sheet_names_colours_only_where_tokens_are_made() -> None:
    raw = [
        line
        for line in CSS.splitlines()
        if COLOUR.search(re.sub(r"--[a-z-]+: #[0-9a-f]{6};", "", line))
    ]
    assert raw == []


@pytest.mark.parametrize("start", [":root {", '[data-scheme="dark"] {'])
def test_words_are_readable_on_every_ground(start: str) -> None:
    made = tokens(start)
    for ground in ("background", "surface", "notice", "sound"):
        for words in ("text", "accent", "muted"):
            assert contrast(made[words], made[ground]) >= 4.5, (words, ground)


@pytest.mark.parametrize(
    ("start", "colours"), [(":root {", LIGHT), ('[data-scheme="dark"] {', DARK)]
)
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
