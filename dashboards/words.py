"""What the pages say, in Dutch and in English; numbers and dates by Babel."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal, NamedTuple, Self, get_args

from babel.core import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import (
    format_decimal,
    get_decimal_symbol,
    get_group_symbol,
)

from dashboards.filters import Grain

Tongue = Literal["nl", "en"]
"""The languages of the pages."""

TONGUES: Final[tuple[Tongue, ...]] = get_args(Tongue)

_LOCALES: Final = {"nl": Locale("nl", "NL"), "en": Locale("en", "GB")}
_GROUPED: Final = {tongue: get_group_symbol(one) for tongue, one in _LOCALES.items()}
"""What stands between groups of digits."""
_POINT: Final = {tongue: get_decimal_symbol(one) for tongue, one in _LOCALES.items()}
"""What stands before the first decimal."""
_TENTH: Final = Decimal("0.1")


class Words(NamedTuple):
    """One text in both languages; braces are filled in by ``Language.say``.

    A number takes what it counts with it, in singular and plural:
    ``{n:besluit is|besluiten zijn} geweigerd``; a ``#`` says where it stands itself.
    """

    nl: str
    en: str


class Numeral(str):
    """A whole number as it reads, that knows whether it is one.

    Attributes:
        number: The number.
    """

    __slots__ = ("number",)
    number: int

    def __new__(cls, text: str, number: int) -> Self:
        """Make a numeral of a number and how it reads."""
        made = super().__new__(cls, text)
        made.number = number
        return made

    def __getnewargs__(self) -> tuple[str, int]:  # type: ignore[override] # ours has two
        """Return what makes a copy of it."""
        return str(self), self.number

    def __format__(self, forms: str) -> str:
        """Return it, with what it counts when forms of that are given."""
        if not forms:
            return str(self)
        one, many = forms.split("|")
        form = one if self.number == 1 else many
        return form.replace("#", str(self)) if "#" in form else f"{self!s} {form}"


_YES: Final = Words("ja", "yes")
_NO: Final = Words("nee", "no")


@dataclass(frozen=True, slots=True)
class Language:
    """How one language says texts, numbers and dates."""

    tongue: Tongue

    def say(self, words: Words, **values: object) -> str:
        """Return a text with its values filled in."""
        text = words.nl if self.tongue == "nl" else words.en
        said = {
            key: Numeral(str(value), value) if type(value) is int else value
            for key, value in values.items()
        }
        return text.format(**said) if said else text

    def either(self, nl: str | None, en: str | None) -> str:
        """Return the text of this language, or the other when that is all there is."""
        first, second = (nl, en) if self.tongue == "nl" else (en, nl)
        return first or second or ""

    def yes_no(self, said: bool) -> str:  # noqa: FBT001 - it is what is said
        """Return yes or no."""
        return self.say(_YES if said else _NO)

    def number(self, number: int) -> Numeral:
        """Return a whole number with its groups of digits."""
        # As Babel would, which takes thirty times as long: pages hold thousands.
        text = f"{number:,}".replace(",", _GROUPED[self.tongue])
        return Numeral(text, number)

    def share(self, part: int, whole: int) -> str:
        """Return a share that always shows what it is a share of: 12% (3/25)."""
        if whole == 0:
            return "– (0/0)"
        percent = self.percent(part / whole).replace(f"{_POINT[self.tongue]}0%", "%")
        return f"{percent} ({self.number(part)}/{self.number(whole)})"

    def percent(self, share: float) -> str:
        """Return a share in percent; what it is a share of must stand beside it."""
        # As Babel would, which takes ten times as long.
        tenths = Decimal(str(share)).scaleb(2).quantize(_TENTH)
        return f"{tenths:f}%".replace(".", _POINT[self.tongue])

    def points(self, difference: float) -> str:
        """Return a difference of two shares in percentage points, with its sign."""
        return format_decimal(
            100 * difference, "+0.0;−0.0", locale=_LOCALES[self.tongue]
        )

    def decimal(self, number: float) -> str:
        """Return a small number with three decimals."""
        return format_decimal(number, "0.000", locale=_LOCALES[self.tongue])

    def money(self, currency: str, minor: int) -> str:
        """Return an amount in whole units of its own currency."""
        return f"{currency} {self.number(minor // 100)}"

    def day(self, day: date) -> str:
        """Return a day in words."""
        return _written(self.tongue, "d MMMM y", day)

    def days(self, first: date, last: date) -> str:
        """Return a day, or the days between which an unknown day lies."""
        return (
            self.day(first)
            if first == last
            else f"{self.day(first)} – {self.day(last)}"
        )

    def month(self, month: str) -> str:
        """Return a month, given as ``YYYY-MM``, in words."""
        first = date.fromisoformat(f"{month}-01")
        return _written(self.tongue, "MMMM y", first)

    def moment(self, moment: datetime) -> str:
        """Return a moment of UTC in words."""
        text = format_datetime(moment, "d MMM y HH:mm", locale=_LOCALES[self.tongue])
        return f"{text} UTC"

    def period(self, first: date, grain: Grain) -> str:
        """Return the name of a month, a quarter or a year."""
        if grain == "year":
            return str(first.year)
        if grain == "quarter":
            letter = "K" if self.tongue == "nl" else "Q"
            return f"{first.year} {letter}{(first.month + 2) // 3}"
        return _written(self.tongue, "MMM y", first)


@lru_cache(maxsize=4096)
def _written(tongue: Tongue, pattern: str, day: date) -> str:
    """Return a day as Babel writes it; pages name the same days and months again."""
    return format_date(day, pattern, locale=_LOCALES[tongue])
