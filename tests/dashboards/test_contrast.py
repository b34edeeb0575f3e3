"""Numbers on coloured fields can be read, on any colour and in both looks."""

from itertools import product

import pytest

from dashboards.figures.contrast import contrast, ink_on, mixed
from dashboards.figures.heat import heat_grid
from dashboards.figures.palette import palette
from tests.dashboards.colours import light_of


@pytest.mark.parametrize("dark", [False, True])
def test_every_shade_of_the_scale_has_an_ink_that_can_be_read(*, dark: bool) -> None:
    for step in range(101):
        fill = mixed(palette(dark=dark).scale, step / 100)
        assert contrast(ink_on(fill, dark=dark), fill) >= 4.5


def test_any_colour_has_one() -> None:
    for red, green, blue in product(range(0, 256, 15), repeat=3):
        fill = f"#{red:02x}{green:02x}{blue:02x}"
        assert contrast(ink_on(fill, dark=False), fill) >= 4.5


def test_contrast_is_that_of_the_palette_tests() -> None:
    one, other = light_of("#4a7cae"), light_of("#ffffff")
    assert contrast("#4a7cae", "#ffffff") == pytest.approx(
        (other + 0.05) / (one + 0.05)
    )


def test_a_scale_ends_in_its_own_colours() -> None:
    scale = palette(dark=False).scale
    assert [mixed(scale, place / 5) for place in range(6)] == list(scale)
    assert mixed(scale, -1) == scale[0]
    assert mixed(scale, 2) == scale[-1]


def test_counts_stand_in_their_fields_as_the_language_writes_them() -> None:
    figure = heat_grid(
        ["AE", "2025"],
        ["ML1", "4"],
        {("AE", "ML1"): 1200, ("2025", "4"): 3},
        dark=False,
        names={"AE": "VAE"},
        number=lambda count: f"<{count}>",
    )
    told = {(n["y"], n["x"]): n["text"] for n in figure["layout"]["annotations"]}
    assert told == {(0, 0): "<1200>", (1, 1): "<3>"}  # a year is no place of its own
