"""How a share is said: what it is of, how sure it is, and when there is too little."""

from typing import Final

from dashboards.analyses.interval import ENOUGH, Estimate, wilson
from dashboards.words import Language, Words

TOO_FEW: Final = Words("te weinig voor een aandeel", "too few for a share")
INTERVAL: Final = Words(
    "Een aandeel staat er met n/N en met het interval van Wilson: in 95 van de 100"
    " gevallen dekt zo'n interval wat men bij veel meer zulke besluiten zou vinden."
    f" Onder {ENOUGH} besluiten staan alleen de aantallen.",
    "A share is given with n/N and with Wilson's interval: in 95 of 100 cases such an"
    " interval covers what would be found with many more such decisions. Under"
    f" {ENOUGH} decisions only the counts are given.",
)


def rate(language: Language, hits: int, whole: int) -> str:
    """Return a share with what it is of and its interval: 12% (3/25; 4–30%)."""
    counts = f"{language.number(hits)}/{language.number(whole)}"
    if whole < ENOUGH:
        return f"{counts} ({language.say(TOO_FEW)})"
    found = wilson(hits, whole)
    return f"{language.percent(found.value)} ({counts}; {_between(language, found)})"


def estimated(language: Language, estimate: Estimate | None) -> str:
    """Return a share that stands beside its counts, with its interval."""
    if estimate is None:
        return f"– ({language.say(TOO_FEW)})"
    return f"{language.percent(estimate.value)} ({_between(language, estimate)})"


def changed(language: Language, estimate: Estimate | None) -> str:
    """Return a difference in percentage points, with its interval."""
    if estimate is None:
        return f"– ({language.say(TOO_FEW)})"
    to = language.say(Words("tot", "to"))
    low, high = language.points(estimate.low), language.points(estimate.high)
    return f"{language.points(estimate.value)} ({low} {to} {high})"


def _between(language: Language, estimate: Estimate) -> str:
    low = language.percent(estimate.low).rstrip("%\u00a0 ")
    return f"{low}–{language.percent(estimate.high)}"
