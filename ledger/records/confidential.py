"""What a decision holds for the committee: parties, advice, checks, sources.

Typed here so that a disclosure can seal these values one by one. In clear they are
refused (``ledger.records.visibility``). Intelligence on a case is never here: of
that a record holds an opaque handle and a commitment.
"""

from datetime import date
from typing import Annotated

from msgspec import Meta

from ledger.records.terms import (
    AdviceBody,
    AdviceGiven,
    ClockStopReason,
    ConditionType,
    ConfidentialSourceKind,
    DenialCheckOutcome,
    EndUserType,
)
from ledger.records.values import (
    Code,
    Commitment,
    Count,
    Country,
    Handle,
    Line,
    Prose,
    Value,
)

Eori = Annotated[str, Meta(pattern="^[A-Z]{2}[A-Za-z0-9]{1,15}$")]
"""Economic operators' registration and identification number."""


class Party(Value, frozen=True, kw_only=True):
    """Someone in the transaction.

    Attributes:
        address: Where they are.
        country: In which country.
        eori: Their customs number, when they have one.
        name: Their legal name.
        party_type: What kind of party they are.
    """

    address: Line | None = None
    country: Country
    eori: Eori | None = None
    name: Line
    party_type: EndUserType | None = None


class Advice(Value, frozen=True, kw_only=True):
    """One body's advice; a later one is added, none is taken away.

    Attributes:
        advice: What it advised.
        body: Who advised.
        dissent: Whether it differs from what was decided.
        on: When.
    """

    advice: AdviceGiven
    body: AdviceBody
    dissent: bool
    on: date


class ClockStop(Value, frozen=True, kw_only=True):
    """A period in which the term of decision did not run, both days included."""

    first: date
    last: date
    reason: ClockStopReason


class ConditionText(Value, frozen=True, kw_only=True):
    """A condition in its own words."""

    condition_type: ConditionType
    text: Prose


class ConfidentialSource(Value, frozen=True, kw_only=True):
    """A source that is not public, but not classified either."""

    kind: ConfidentialSourceKind
    reference: Line | None = None
    title: Line


class DenialCheck(Value, frozen=True, kw_only=True):
    """The check on other states' valid denials of the same transaction (Art. 16).

    Attributes:
        consulted: Number of Member States consulted.
        hits: Number of denials found.
        outcome: What came of them.
        reason: Why a denial was not followed.
    """

    consulted: Count
    hits: Count
    outcome: DenialCheckOutcome
    reason: Prose | None = None


class MemberStateConsultation(Value, frozen=True, kw_only=True):
    """The consultation of the Member State where the items are (Article 14).

    Attributes:
        closed_on: When it was closed.
        objection: Whether that state objected, which binds.
        required: Whether it was required.
        sent_on: When the request was sent.
    """

    closed_on: date | None = None
    objection: bool | None = None
    required: bool
    sent_on: date | None = None


class Officers(Value, frozen=True, kw_only=True):
    """Who prepared and who countersigned, as pseudonyms; never the same (R13)."""

    case_officer: Code
    countersigner: Code


class SealedSource(Value, frozen=True, kw_only=True):
    """Classified content that is elsewhere: a handle and a commitment to it (R17)."""

    commitment: Commitment
    handle: Handle
