"""How sure a share is: intervals in closed form, without chance.

A share of n out of N is given with the score interval of E. B. Wilson (*Probable
inference, the law of succession, and statistical inference*, Journal of the American
Statistical Association 22, 1927). Intervals of sums and differences of shares are put
together from it by the method of variance estimates recovery (G. Y. Zou and A. Donner,
*Construction of confidence limits about effect measures*, Statistics in Medicine 27,
2008); for the difference of two shares that is the hybrid score interval of
R. G. Newcombe (*Interval estimation for the difference between independent
proportions*, Statistics in Medicine 17, 1998, method 10).
"""

from collections.abc import Sequence
from math import sqrt
from typing import Final, NamedTuple

Z: Final = 1.959963984540054
"""Intervals hold 95 of 100 times: the 97.5th percentile of the normal distribution."""

ENOUGH: Final = 20
"""Under this number a share is not given, only the counts."""


class Estimate(NamedTuple):
    """A share, or a difference of shares, and its 95% interval."""

    value: float
    low: float
    high: float


def wilson(hits: int, whole: int) -> Estimate:
    """Return a share with its interval.

    Raises:
        ValueError: There is nothing to take a share of, or more than the whole.
    """
    if not 0 <= hits <= whole or whole == 0:
        raise ValueError(f"{hits} of {whole} is no share")
    share = hits / whole
    scale = 1 + Z**2 / whole
    middle = (share + Z**2 / (2 * whole)) / scale
    reach = Z / scale * sqrt(share * (1 - share) / whole + Z**2 / (4 * whole**2))
    # At the ends rounding must not leave the share outside its interval.
    low = 0.0 if hits == 0 else max(0.0, middle - reach)
    high = 1.0 if hits == whole else min(1.0, middle + reach)
    return Estimate(share, low, high)


def combined(parts: Sequence[tuple[float, Estimate]]) -> Estimate:
    """Return a sum of independent estimates by their shares, which add up to one."""
    value = sum(share * one.value for share, one in parts)
    down = sqrt(sum((share * (one.value - one.low)) ** 2 for share, one in parts))
    up = sqrt(sum((share * (one.high - one.value)) ** 2 for share, one in parts))
    return Estimate(value, max(0.0, value - down), min(1.0, value + up))


def difference(before: Estimate, after: Estimate) -> Estimate:
    """Return ``after`` less ``before``, two independent estimates."""
    value = after.value - before.value
    down = sqrt((after.value - after.low) ** 2 + (before.high - before.value) ** 2)
    up = sqrt((after.high - after.value) ** 2 + (before.value - before.low) ** 2)
    return Estimate(value, value - down, value + up)
