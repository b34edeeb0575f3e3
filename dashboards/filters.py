"""What a reader asks to see: the filters that every query takes."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, get_args

from dashboards.subset import Subset

Grain = Literal["month", "quarter", "year"]
"""How wide one period on a time axis is."""

GRAINS: Final[tuple[Grain, ...]] = get_args(Grain)

Sort = Literal["decided", "destination", "entry", "outcome", "value"]
"""What the table of decisions can be ordered by."""

SORTS: Final[tuple[Sort, ...]] = get_args(Sort)

TERM_WORDS: Final = ("within_norm", "over_norm")
"""Whether a decision was taken within eight weeks, net, when its term is published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """A selection of decisions of one ledger; an empty tuple leaves nothing out.

    Fields combine by *and*, the values within one field by *or*. A decision is
    selected, and counted, once, however many of its lines fit.

    Attributes:
        ledger: The ledger's number in the build. No query mixes ledgers.
        first_month: First month, as its first day; None for no bound.
        last_month: Last month, included; None for no bound.
        destinations: ISO 3166-1 alpha-2 codes.
        product_classes: Classes (``3B``) or whole categories (``3``); a decision
            fits when at least one of its lines does.
        outcomes: Outcomes as decided (``ledger.records.terms.Outcome``).
    """

    ledger: int
    first_month: date | None = None
    last_month: date | None = None
    destinations: tuple[str, ...] = ()
    product_classes: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What narrows the table of decisions further; combined by *and* with Filters.

    Attributes:
        text: Words that must all occur in the reference, the item codes, the
            name of the destination or the public summary of the weighing; case
            and accents do not matter.
        weights: Weights of which a goal must have one.
        goal: The goal that ``weights`` is about; None for any goal.
        weighing_statuses: ``published``, ``not_published``.
        statuses: What became of the decision (see ``decision.status``).
        grounds: Refusal grounds, of which the decision must have one.
        authorisation_types: Kinds of authorisation; ``unknown`` for not published.
        terms: Words of TERM_WORDS.
        end_uses: Summaries of the end use.
        subset: The decisions behind a number on another page.
    """

    text: str = ""
    weights: tuple[str, ...] = ()
    goal: str | None = None
    weighing_statuses: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    authorisation_types: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    end_uses: tuple[str, ...] = ()
    subset: Subset = field(default_factory=Subset)
