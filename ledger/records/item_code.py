"""What an item code says by itself.

Annex I to Regulation (EU) 2021/821 builds codes as category digit, group letter
and three digits, of which the first tells the regime: ``3B001`` is category 3,
group B, Wassenaar. Other lists spell other codes, which then say nothing here:
``3B.17`` of a chemical schedule is not category 3.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ledger.records.terms import Regime

_ANNEX_I: Final = re.compile(r"([0-9])([A-E])([0-9])[0-9]{2}(?:\..*)?", re.ASCII)


_REGIMES: Final[Mapping[str, Regime]] = {
    "0": "WA",
    "1": "MTCR",
    "2": "NSG",
    "3": "AG",
    "4": "CWC",
    "5": "national",
    "9": "national",
}
"""The regime by the first of the three digits; in category 0 that is always NSG."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexICode:
    """The parts of a code in the form of Annex I."""

    category: str
    group: str
    regime_digit: str
    item: str

    @property
    def regime(self) -> Regime | None:
        """The regime that the code says the item comes from."""
        return "NSG" if self.category == "0" else _REGIMES.get(self.regime_digit)


def annex_i_code(code: str) -> AnnexICode | None:
    """Take a code apart, or return None when it is not in the form of Annex I."""
    match = _ANNEX_I.fullmatch(code)
    if match is None:
        return None
    category, group, regime_digit = match.groups()
    return AnnexICode(
        category=category, group=group, regime_digit=regime_digit, item=code[:5]
    )
