"""Lines of SVG: one element each, so that drawings can be compared line by line."""

import re
from typing import Final
from xml.sax.saxutils import escape, quoteattr

FONT: Final = "DejaVu Sans, Verdana, sans-serif"
SIZE: Final = 12
"""Height of ordinary text, in pixels."""

PLAIN: Final = "."
"""The separators of a figure that names none: a point, and no groups."""

_BOLDER: Final = 1.14
"""How much wider bold letters are."""

_NARROW: Final = frozenset("iljtfrI.,:;'|!()[]- ·")
_WIDE: Final = frozenset("mwMW%@—…")
_FORBIDDEN: Final = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)


class Ink:
    """What is drawn, in order."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def put(
        self, tag: str, inside: str = "", title: str = "", /, **attributes: str | float
    ) -> None:
        """Add one element.

        Args:
            tag: Its name.
            inside: The text in it.
            title: What a reader sees on pointing at it.
            attributes: Its attributes; an underscore stands for a hyphen.
        """
        written = "".join(
            f" {name.replace('_', '-')}={quoteattr(_value(value))}"
            for name, value in attributes.items()
        )
        more = f"<title>{clean(title)}</title>" if title else ""
        body = f"{more}{clean(inside)}"
        end = f">{body}</{tag}>" if body else "/>"
        self.lines.append(f"<{tag}{written}{end}")

    def text(  # noqa: PLR0913 - where, what and how
        self,
        x: float,
        y: float,
        words: str,
        *,
        colour: str,
        anchor: str = "start",
        size: float = SIZE,
        weight: str = "normal",
    ) -> None:
        """Add one line of text; ``y`` is its foot."""
        self.put(
            "text",
            words,
            x=x,
            y=y,
            fill=colour,
            text_anchor=anchor,
            font_size=size,
            font_weight=weight,
        )

    def paragraph(  # noqa: PLR0913 - where, what and how
        self,
        y: float,
        words: str,
        *,
        width: float,
        colour: str,
        size: float = SIZE,
        weight: str = "normal",
        x: float = 0,
    ) -> float:
        """Add a text over as many lines as it needs; return where the next begins."""
        room = width / (_BOLDER if weight == "bold" else 1)
        for line in wrap(words, room, size):
            y += size * 1.35
            self.text(x, y, line, colour=colour, size=size, weight=weight)
        return y

    def moved(self, lines: list[str], x: float, y: float) -> None:
        """Add what was drawn elsewhere, moved."""
        self.lines.append(f'<g transform="translate({_value(x)} {_value(y)})">')
        self.lines += lines
        self.lines.append("</g>")


def clean(words: str) -> str:
    """Return a text as XML can hold it."""
    return escape(" ".join(_FORBIDDEN.sub("\ufffd", words).split()))


def plain(words: str) -> str:
    """Return a text of a figure without the breaks that Plotly takes."""
    return words.replace("<br>", " · ")


def width_of(words: str, size: float = SIZE) -> float:
    """Return about how wide a text is, rather too wide than too narrow."""
    units = sum(
        0.36 if letter in _NARROW else 0.98 if letter in _WIDE else 0.635
        for letter in words
    )
    return units * size


def wrap(words: str, width: float, size: float = SIZE) -> list[str]:
    """Break a text into lines of at most some width."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer, size) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def spoken(value: float, separators: str) -> str:
    """Write a number as a reader's language does.

    Args:
        value: The number.
        separators: What stands before its decimals and between its thousands, as
            Plotly has them in a layout: ``,.``.
    """
    whole, _, part = number(abs(value)).partition(".")
    sign = "−" if value < 0 else ""
    grouped = f"{int(whole):,}".replace(",", separators[1:])
    return f"{sign}{grouped}{separators[:1] + part if part else ''}"


def number(value: float) -> str:
    """Write a number with at most two decimals, always alike."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def _value(value: str | float) -> str:
    return _FORBIDDEN.sub("\ufffd", value) if isinstance(value, str) else number(value)
