"""The design page: what style sheet, palette and words say, with what it comes to."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Final

from dashboards.definitions import definitions
from dashboards.figures.palette import DARK, LIGHT, Palette
from dashboards.views.released_tables import SUPPRESSED
from dashboards.words import Language, Words
from tests.dashboards.colours import VISIONS, contrast, distance

CSS: Final = (Path(__file__).parents[2] / "dashboards/assets/weegboek.css").read_text(
    "utf-8"
)
SCHEMES: Final = {
    "light": (":root {", LIGHT),
    "dark": ('[data-scheme="dark"] {', DARK),
}
TOKEN: Final = re.compile(r"--([a-z-]+): (#[0-9a-f]{6})")
GROUNDS: Final = ("background", "surface", "notice", "sound")
_NL, _EN = Language("nl"), Language("en")

_HEAD: Final = r"""# The language of the pages

Generated from style sheet, palette and words of `dashboards` by `make docs`; a test
compares. Contrast is that of WCAG 2.2, from 1 to 21; words (`text`, `muted`, `accent`)
have at least 4.5. Distance is the CIE 1976 L\*a\*b\* difference (2.3 is just seen);
other colour vision is simulated with the matrices of Machado, Oliveira and Fernandes
(IEEE TVCG 15, 2009) at severity 1. `tests/dashboards/test_tokens.py` holds the least
of both.

No colour says good or bad: a grant is blue, a refusal ochre. Weights are an order of
lightness. No colour stands alone: each figure has its sentence and its table.
"""
_READERS: Final = "What is not shown is never zero or blank: a word says why."


def tokens(start: str) -> dict[str, str]:
    """Return the colours that the style sheet names in one scheme."""
    block = CSS[CSS.index(start) :]
    return dict(TOKEN.findall(block[: block.index("}")]))


def table(headings: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = (headings, ("---",) * len(headings), *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _grounds(start: str) -> Iterator[tuple[str, ...]]:
    made = tokens(start)
    for name, colour in made.items():
        on = (f"{contrast(colour, made[ground]):.1f}" for ground in GROUNDS)
        yield name, f"`{colour}`", *(("–",) * len(GROUNDS) if name in GROUNDS else on)


def _shades(colours: Palette) -> Iterator[tuple[str, ...]]:
    ramps: tuple[tuple[str, Mapping[str, str]], ...] = (
        ("outcome", colours.groups),
        ("weight", colours.weights),
        ("map", {str(step): shade for step, shade in enumerate(colours.scale, 1)}),
    )
    for ramp, shades in ramps:
        before = {two[0]: one[1] for one, two in pairwise(shades.items())}
        for name, colour in shades.items():
            yield (
                f"{ramp}: {name}",
                f"`{colour}`",
                f"{contrast(colour, colours.background):.1f}",
                *(
                    f"{distance(before[name], colour, vision):.0f}"
                    if name in before
                    else "–"
                    for vision in VISIONS
                ),
            )


def _sizes() -> Iterator[tuple[str, ...]]:
    """Return each size of type of the style sheet, largest first, and who has it."""
    screen = CSS[: CSS.index("@media")]
    having: dict[float, list[str]] = {}
    for selector, body in re.findall(r"(?m)^([^{}@\n]+) \{([^{}]*)\}", screen):
        for size in re.findall(r"font(?:-size)?:[^;]*?(\d*\.?\d+)rem", body):
            having.setdefault(float(size), []).append(selector.strip())
    for size, selectors in sorted(having.items(), reverse=True):
        yield f"{size:g} rem", f"{size * 16:g} px", f"`{'`, `'.join(selectors)}`"


def _spaces() -> Iterator[tuple[str, ...]]:
    """Return how often each distance in rem keeps things apart."""
    found = re.findall(r"(?:margin|padding|gap)[a-z-]*:([^;}]*)", CSS)
    spaces = [float(one) for text in found for one in re.findall(r"([\d.]+)rem", text)]
    for space in sorted(set(spaces)):
        yield f"{space:g} rem", f"{space * 16:.4g} px", str(spaces.count(space))


def _said(one: Language) -> Mapping[str, str]:
    first, last = date(2026, 3, 1), date(2026, 3, 31)
    return {
        "whole number": one.number(1234567),
        "share, with what it is of": one.share(3, 25),
        "share of none": one.share(0, 0),
        "difference of shares, points": one.points(-0.034),
        "small number": one.decimal(0.0421),
        "money, in its own currency": one.money("EUR", 123456700),
        "day": one.day(first),
        "day known only as a span": one.days(first, last),
        "month": one.month("2026-03"),
        "quarter": one.period(first, "quarter"),
        "moment": one.moment(datetime(2026, 3, 2, 14, 5, tzinfo=UTC)),
    }


def _formats() -> Iterator[tuple[str, ...]]:
    english = _said(_EN)
    for what, dutch in _said(_NL).items():
        yield what, dutch, english[what]


def _marks() -> Iterator[tuple[str, ...]]:
    known = definitions()
    for code in ("withheld", "not_published"):
        one = known[code]
        yield one.name.nl, one.name.en, one.means.en
    suppressed: Words = SUPPRESSED
    yield (
        suppressed.nl,
        suppressed.en,
        "A cell of a released table that would tell of too few; the page says why.",
    )
    yield "– (0/0)", "– (0/0)", "A share of nothing, which is not zero."


def describe_design() -> str:
    """Return the design page."""
    parts = [_HEAD]
    for scheme, (start, colours) in SCHEMES.items():
        on = tuple(f"on {ground}" for ground in GROUNDS)
        parts += [
            f"## Colours of the {scheme} scheme\n",
            table(("token", "colour", *on), _grounds(start)),
            "\nIn figures: contrast with the ground, and distance to the one before.\n",
            table(("shade", "colour", "contrast", *VISIONS), _shades(colours)),
            "",
        ]
    parts += [
        "## Sizes of type\n",
        table(("size", "at 100 %", "of"), _sizes()),
        "\n## Spacing\n",
        table(("space", "at 100 %", "times"), _spaces()),
        "\n## Numbers and dates\n",
        table(("what", "Dutch", "English"), _formats()),
        f"\n## What is not a number\n\n{_READERS}\n",
        table(("Dutch", "English", "meaning"), _marks()),
    ]
    return "\n".join(parts) + "\n"
