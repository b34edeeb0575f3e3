"""Whether what comes from a source is signed by it, as pinned keys demand (R13)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Self

from ledger.audit.finding import Finding
from ledger.entry import Entry
from ledger.errors import FormatError, SignatureError
from ledger.records.decision import LicenceDecision
from ledger.records.event import DecisionEvent
from ledger.source_keys import Demand, SourceKey, SourceKeys
from ledger.source_signature import SourceSignature, signed_content

_DEMANDED: Final = (DecisionEvent, LicenceDecision)
"""What a demand is about: decisions, and what became of them."""


@dataclass(frozen=True, slots=True)
class SourceCheck:
    """The pinned keys of sources, for one ledger."""

    keys: dict[str, SourceKey]
    demands: tuple[Demand, ...]
    origin: str

    @classmethod
    def of(cls, pinned: SourceKeys, origin: str) -> Self:
        """Return the check of a ledger by pinned keys."""
        return cls(pinned.by_name(), pinned.demand, origin)


def signature_findings(
    check: SourceCheck, index: int, entry: Entry
) -> Iterator[Finding]:
    """Yield what is wrong with the signatures of one entry, or missing."""
    sound: list[SourceKey] = []
    texts = () if entry.source is None else entry.source.signatures
    for text in texts:
        found = _judged(check, index, entry, text)
        if isinstance(found, Finding):
            yield found
        else:
            sound.append(found)
    if isinstance(entry.record, _DEMANDED):
        yield from _missing(check, index, entry, sound)


def _judged(
    check: SourceCheck, index: int, entry: Entry, text: str
) -> SourceKey | Finding:
    """Return the key by which a signature is sound, or what is wrong with it."""
    assert entry.source is not None  # noqa: S101 - a signature stands in a source
    try:
        signature = SourceSignature.parse(text)
    except FormatError as error:
        return Finding("source_signature_invalid", str(error), index=index)
    key = check.keys.get(signature.key_name)
    if key is None:
        message = f"signed by {signature.key_name}, which is not pinned"
        return Finding("source_key_unknown", message, index=index)
    if key.system != entry.source.system or not key.covers(index):
        message = (
            f"{signature.key_name} is pinned for {key.system}, from entry"
            f" {key.from_entry} on"
        )
        if key.until_entry is not None:
            message = f"{message} and before entry {key.until_entry}"
        return Finding("source_key_unknown", message, index=index)
    content = signed_content(check.origin, entry.record, entry.source)
    try:
        signature.check(content, key.pinned)
    except SignatureError as error:
        return Finding("source_signature_invalid", str(error), index=index)
    return key


def _missing(
    check: SourceCheck, index: int, entry: Entry, sound: list[SourceKey]
) -> Iterator[Finding]:
    system = None if entry.source is None else entry.source.system
    demanded = {
        demand.signatures for demand in check.demands if demand.covers(index, system)
    }
    if demanded and not sound:
        message = f"of {system or 'no system'}, and no sound signature"
        yield Finding("source_signature_missing", message, index=index)
    elif "four_eyes" in demanded:
        assessors = {key.holder for key in sound if key.role == "assessor"}
        approvers = {key.holder for key in sound if key.role == "approver"}
        if not assessors or not approvers:
            roles = ", ".join(sorted({key.role for key in sound}))
            message = f"signed as {roles} only"
            yield Finding("four_eyes_missing", message, index=index)
        elif len(assessors | approvers) == 1:
            message = f"assessor and approver are both {min(assessors)}"
            yield Finding("four_eyes_missing", message, index=index)
