"""Framework versions: the rules of weighing as data, with the time they hold.

Goals, criteria and factors carry their codes and labels here. No code elsewhere
knows how many there are or what they are called.
"""

from datetime import date
from typing import Annotated

from msgspec import field

from ledger.records.terms import Adopter, ParliamentInformed, TextVisibility
from ledger.records.values import (
    Code,
    Commitment,
    LeafHash,
    Positive,
    Prose,
    PublicSource,
    SealDigest,
    Text,
    Value,
)
from ledger.records.visibility import COMMITTEE


class Aspect(Value, frozen=True, kw_only=True):
    """One goal, criterion, factor or starting point: a code and what it is called."""

    code: Code
    label: Text


class InformedParliament(Value, frozen=True, kw_only=True):
    """One time at which parliament was told of the version, and in which way."""

    how: ParliamentInformed
    on: date


class FrameworkVersion(Value, frozen=True, kw_only=True):
    """One version of a framework of weighing.

    Attributes:
        digests: Digests of what is sealed, and decoys, sorted; none in a ledger without
            a vault.
        adopted_by: Who adopted it.
        adopted_on: Day of adoption.
        change_reason: Why it differs from the version before, as published.
        criteria: The base criteria that every decision under it weighs.
        factors: The factors that it adds to the base criteria.
        framework_id: Which framework this is a version of.
        full_text: Whether its full text is public or kept for the committee.
        full_text_commitment: Commitment to its full text, when that is not public.
        goals: Its strategic goals, in their published order.
        method_version: Version of the way of weighing, which can change alone.
        parliament_informed: When and how parliament was told.
        public_sources: What is public about it.
        starting_point: What the weighing starts from.
        supersedes: Leaf hash of the version that this one replaces.
        title: Its name.
        valid_from: First day on which decisions are weighed under it.
        valid_to: Last such day, when known.
        version: Number of the version, from 1.
        weighing_method: The way of weighing, in words.
    """

    digests: tuple[SealDigest, ...] = field(default=(), name="_sd")
    adopted_by: Adopter
    adopted_on: date
    change_reason: Text | None = None
    criteria: tuple[Aspect, ...]
    factors: tuple[Aspect, ...] = ()
    framework_id: Code
    full_text: TextVisibility
    full_text_commitment: Commitment | None = None
    goals: tuple[Aspect, ...] = ()
    method_version: Positive
    parliament_informed: tuple[InformedParliament, ...] = ()
    public_sources: tuple[PublicSource, ...] = ()
    starting_point: Aspect | None = None
    supersedes: LeafHash | None = None
    title: Text
    valid_from: date
    valid_to: date | None = None
    version: Positive
    weighing_method: Annotated[Prose | None, COMMITTEE] = None
