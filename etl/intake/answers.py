"""The shapes of what the intake answers, from which its OpenAPI document is made."""

from typing import Annotated

from msgspec import Meta, Struct

from etl.intake.journal import State

_Digest = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class Answer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of every answer; what does not apply is left out."""


class BatchAnswer(Answer, frozen=True, kw_only=True):
    """A batch: what it is called and where it stands."""

    id: Annotated[_Digest, Meta(description="SHA-256 of the batch as it was sent.")]
    state: State
    records: Annotated[int, Meta(ge=1, description="How many records it holds.")]
    first_index: Annotated[
        int | None, Meta(description="Index of its first entry, when published.")
    ] = None
    reason: Annotated[
        str | None, Meta(description="Why it cannot be appended, when refused.")
    ] = None


class EntryAnswer(Answer, frozen=True, kw_only=True):
    """One record of a batch that is published, and the proof of it."""

    index: Annotated[int, Meta(ge=0, description="Its index in the ledger.")]
    leaf_hash: Annotated[_Digest, Meta(description="RFC 6962 leaf hash of its entry.")]
    entry: Annotated[
        str, Meta(description="The entry's exact text; its UTF-8 bytes are proved.")
    ]
    proof: Annotated[
        str, Meta(description="c2sp.org/tlog-proof; check it with pinned keys.")
    ]


class StateAnswer(BatchAnswer, frozen=True, kw_only=True):
    """A batch, and when it is published a page of its entries with their proofs."""

    entries: tuple[EntryAnswer, ...] = ()
    next: Annotated[
        int | None, Meta(description="Value of ``first`` for the next page, if any.")
    ] = None


class LineFault(Answer, frozen=True, kw_only=True):
    """What is wrong with one line of a batch."""

    line: Annotated[int, Meta(ge=1)]
    reason: str
    field: str | None = None
    rule: str | None = None


class Problem(Answer, frozen=True, kw_only=True):
    """Why a request was not done (RFC 9457)."""

    status: int
    title: str
    detail: str
    faults: tuple[LineFault, ...] = ()
    fault_count: int | None = None


class Health(Answer, frozen=True, kw_only=True):
    """Whether the service can do its work."""

    status: Annotated[str, Meta(pattern="^(ok|troubled)$")]
