"""One figure by itself: where its permanent link leads."""

from typing import Any, Final

from dashboards.scene import Scene
from dashboards.ui import html
from dashboards.ui.card import card
from dashboards.ui.comparison import kept_sides
from dashboards.ui.controls import selection
from dashboards.views import VIEWS

PREFIX: Final = "figure/"
"""What the address of such a page starts with, after its language."""

_FIELDS: Final = ("years", "destination", "class", "outcome", "grain")


def is_figure(name: str) -> bool:
    """Whether an address is that of the page of some view."""
    return name.startswith(PREFIX) and name.removeprefix(PREFIX) in VIEWS


def figure_page(scene: Scene, name: str) -> list[Any]:
    """Return the content of the page of one view."""
    view = VIEWS[name.removeprefix(PREFIX)]
    return [
        html.H1(scene.language.say(view.title)),
        selection(scene, name, fields=_FIELDS, first=kept_sides(scene)),
        card(scene, view),
    ]
