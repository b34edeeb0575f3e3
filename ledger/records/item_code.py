"""What an item code says by itself.

Annex I to Regulation (EU) 2021/821 builds codes as category digit, group letter
and three digits, of which the first tells the regime: ``3B001`` is category 3,
group B, Wassenaar. Other lists spell other codes, which then say nothing here:
``3B.17`` of a chemical schedule is not category 3.
"""

import re
from dataclasses import dataclass
from typing import Final

_ANNEX_I: Final = re.compile(r"([0-9])([A-E])([0-9])[0-9]{2}(?:\..*)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexICode:
    """The parts of a code in the form of Annex I."""

    category: str
    group: str
    regime_digit: str
    item: str


def annex_i_code(code: str) -> AnnexICode | None:
    """Take a code apart, or return None when it is not in the form of Annex I."""
    match = _ANNEX_I.fullmatch(code)
    if match is None:
        return None
    category, group, regime_digit = match.groups()
    return AnnexICode(
        category=category, group=group, regime_digit=regime_digit, item=code[:5]
    )
