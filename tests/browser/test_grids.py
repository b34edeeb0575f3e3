"""Grids of counts: each number stands in the field that it is the count of."""

import pytest
from playwright.sync_api import Browser

from tests.browser.visits import drawn, watched

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

_GRIDS = """[...document.querySelectorAll('.figure')]
  .filter((one) => one.querySelector('.heatmaplayer image'))"""
_OUTSIDE = f"""
{_GRIDS}
  .flatMap((one) => {{
    const field = one.querySelector('.heatmaplayer image').getBoundingClientRect();
    return [...one.querySelectorAll('.annotation-text')].filter((text) => {{
      const box = text.getBoundingClientRect();
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      return x < field.left || x > field.right || y < field.top || y > field.bottom;
    }}).map((text) => text.textContent);
  }})
"""
_NUMBERS = "document.querySelectorAll('.figure .annotation-text').length"
_HEIGHTS = f"""
{_GRIDS}
  .map((one) => one.querySelector('.heatmaplayer image').getBoundingClientRect().height
    / one.data[0].y.length)
"""


@pytest.mark.parametrize("name", ["released-tables", "destinations", "weighing"])
def test_every_number_of_a_grid_stands_in_its_field(
    browser: Browser, address: str, name: str
) -> None:
    page = watched(browser, f"{address}/en/{name}").page
    drawn(page)
    assert page.evaluate(_NUMBERS) > 10
    assert page.evaluate(_OUTSIDE) == []
    # A row that is called after a year once made all rows thinner than a letter.
    heights = page.evaluate(_HEIGHTS)
    assert heights
    assert min(heights) >= 20
    page.close()
