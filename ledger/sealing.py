"""Sealing a record: what is confidential leaves it, and digests take its place.

``seal`` is pure. It gives the record as it is appended and the disclosures that only
a vault keeps; ``unseal`` puts disclosures back where the digests are; ``public_part``
is what a record says to everyone, sealed or not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import msgspec
from msgspec import inspect
from msgspec.structs import replace

from ledger.base64url import to_base64url
from ledger.disclosure import SALT_SIZE, Disclosure, RandomBytes, decoy, digest_of
from ledger.errors import FormatError, ProofError, RecordError
from ledger.records.event import DecisionEvent
from ledger.records.record import Record, reference_of
from ledger.records.rules import content_breaches
from ledger.records.sealable import (
    CORRECTED,
    SEAL_COUNTS,
    WITHHELD,
    Sealable,
    nested_parts,
    sealable_fields,
    sealed_parts,
)
from ledger.records.visibility import Visibility
from ledger.records.withheld_decision import WithheldDecision
from ledger.records.withheld_publication import WithheldPublication

SHORTEST: Final = 6
"""Characters of the shortest confidential text that is sought in public ones: shorter
ones, such as a country or a code, stand in both by chance."""

Part = TypeVar("Part", bound=Record)

_SALT_TEXT: Final = 22  # characters of base64url for 128 bits


@dataclass(frozen=True, slots=True)
class Sealed:
    """A record as it is appended, and what opens its digests.

    Attributes:
        record: The record, with digests instead of what is confidential.
        disclosures: The disclosures, each with the audience that it is for.
    """

    record: Record
    disclosures: tuple[tuple[Visibility, Disclosure], ...]


def seal(record: Record, random: RandomBytes) -> Sealed:
    """Seal every marked field of a record; one of a kind without them stays as it is.

    Args:
        record: The record, whole. What it says is checked as it is before sealing.
        random: Where salts and decoys come from.

    Raises:
        RecordError: It breaks a rule, it is sealed already, or what is confidential
            in it also stands in a public field (rule ``seal``).
    """
    reference = reference_of(record)
    for breach in content_breaches(record):
        raise RecordError(reference, breach.field, breach.rule, breach.reason)
    if not isinstance(record, Sealable):
        return Sealed(record, ())
    if isinstance(record, WithheldDecision) and record.decision is None:
        reason = "must be there: a withheld decision is sealed whole"
        raise RecordError(reference, "decision", "withholding", reason)
    if any(part.digests for part in nested_parts(record)):
        raise RecordError(reference, "_sd", "seal", "is there: it is sealed already")
    sealed, disclosures = _seal(record, random)
    check_seal(sealed, [one for _, one in disclosures])
    return Sealed(sealed, tuple(disclosures))


def public_part(record: Part) -> Part:
    """Return what a record says to everyone: without marked fields and digests.

    Two records say the same to the public exactly when their public parts are alike.
    """
    if not isinstance(record, Sealable):
        return record
    shape = _shape(record)
    for prefix, part in sealed_parts(record):
        inner = shape[CORRECTED] if prefix else shape
        inner.pop("_sd", None)
        for path in sealable_fields(_kind(part)):
            _take(inner, path.split("."))
    return msgspec.convert(shape, type(record))


def check_seal(record: Sealable, disclosures: Sequence[Disclosure]) -> None:
    """Refuse a seal that would tell what it hides.

    Raises:
        RecordError: A salt is short or used twice, or a confidential text also stands
            in a public field of the record.
    """
    reference = reference_of(record)
    salts: set[str] = set()
    public = list(_texts(_shape(record)))
    if isinstance(record, WithheldDecision):
        # It has no free text itself; the decision in it may be published one day.
        record = _put_back(record, {one.digest: one for one in disclosures})
        public = [] if record.decision is None else [*_texts(_shape(record.decision))]
    kinds = {
        path: field.type
        for part in nested_parts(record)
        for path, field in sealable_fields(_kind(part)).items()
    }
    for one in disclosures:
        if len(one.salt) < _SALT_TEXT:
            reason = "has a salt under 128 bits: its value can be guessed"
            raise RecordError(reference, one.name, "seal", reason)
        if one.salt in salts:
            raise RecordError(reference, one.name, "seal", "has a salt used before")
        salts.add(one.salt)
        if one.name == WITHHELD:
            continue  # what it says is what ``public`` holds
        for text in _free(kinds[one.name], one.value):
            if any(text in shown for shown in public):
                reason = "also stands in a public field: it would be sealed in vain"
                raise RecordError(reference, one.name, "seal", reason)


def unseal(record: Record, disclosures: Sequence[Disclosure]) -> Record:
    """Put disclosures back into a record, each where its digest is.

    Raises:
        FormatError: A value is not what its field can hold.
        ProofError: A disclosure is given twice, its digest is not in the record, or it
            names no field that can be sealed there, or one that is in clear.
    """
    if len({one.digest for one in disclosures}) != len(disclosures):
        raise ProofError("one disclosure is given twice")
    left = {one.digest: one for one in disclosures}
    opened = _put_back(record, left)
    if isinstance(opened, WithheldDecision) and opened.decision is not None:
        opened = replace(opened, decision=_put_back(opened.decision, left))
    if left:
        names = ", ".join(sorted(one.name for one in left.values()))
        raise ProofError(f"no digest in the record is that of {names}")
    return opened


def digest_of_published(record: WithheldPublication) -> str:
    """Return the digest that the entry of a withheld decision holds of a published one.

    That is the digest of the disclosure that sealed it, spelled as those made here are.
    """
    text = msgspec.json.encode([record.salt, WITHHELD, record.published])
    return digest_of(to_base64url(text))


def _put_back(record: Part, left: dict[str, Disclosure]) -> Part:
    """Put into a record those of the disclosures whose digests it holds."""
    shape = _shape(record)
    for prefix, part in sealed_parts(record):
        fields = sealable_fields(_kind(part))
        inner = shape[CORRECTED] if prefix else shape
        for digest in part.digests:
            one = left.pop(digest, None)
            if one is None:
                continue
            if one.name not in fields:
                raise ProofError(f"{one.name} is no field that is sealed here")
            _put(inner, one.name.split("."), one.value, one.name)
    try:
        return msgspec.convert(shape, type(record))
    except msgspec.ValidationError as error:
        raise FormatError("disclosure", str(error)[:300]) from error


def _seal(
    record: Sealable, random: RandomBytes
) -> tuple[Sealable, list[tuple[Visibility, Disclosure]]]:
    inner: list[tuple[Visibility, Disclosure]] = []
    corrected = record.corrected if isinstance(record, DecisionEvent) else None
    if corrected is not None:
        sealed, inner = _seal(corrected, random)
        record = replace(record, corrected=sealed)
    if isinstance(record, WithheldDecision) and record.decision is not None:
        # So that the decision can be shown one day without what is confidential in it.
        sealed, inner = _seal(record.decision, random)
        record = replace(record, decision=sealed)
    kind = _kind(record)
    shape = _shape(record)
    found: list[tuple[Visibility, Disclosure]] = []
    for path, field in sealable_fields(kind).items():
        value = _take(shape, path.split("."))
        if value is not None:
            made = Disclosure.make(random(SALT_SIZE), path, value)
            found.append((field.visibility, made))
    digests = [one.digest for _, one in found]
    digests += [decoy(random) for _ in range(SEAL_COUNTS[kind] - len(found))]
    public = msgspec.convert({**shape, "_sd": sorted(digests)}, kind)
    return public, inner + found


def _shape(record: Record) -> dict[str, Any]:
    """Return a record as JSON has it."""
    shape: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(record))
    return shape


def _kind(record: Sealable) -> type[Sealable]:
    # A bare record (ledger.records.bare) is of a type derived from that of its kind.
    return next(kind for kind in SEAL_COUNTS if isinstance(record, kind))


def _take(shape: Any, path: Sequence[str]) -> Any:  # noqa: ANN401 - JSON
    """Take what stands at a path out of an object; of a list, take a column."""
    if isinstance(shape, list):
        column = [_take(item, path) for item in shape]
        return column if any(value is not None for value in column) else None
    if len(path) == 1:
        return shape.pop(path[0], None)
    return _take(shape[path[0]], path[1:]) if path[0] in shape else None


def _put(shape: Any, path: Sequence[str], value: Any, name: str) -> None:  # noqa: ANN401 - JSON
    """Put a value where ``_take`` took it."""
    if isinstance(shape, list):
        if not isinstance(value, list) or len(value) != len(shape):
            raise ProofError(f"{name} does not have one value for each of its list")
        for item, each in zip(shape, value, strict=True):
            if each is not None:
                _put(item, path, each, name)
    elif len(path) > 1 and path[0] in shape:
        _put(shape[path[0]], path[1:], value, name)
    elif len(path) > 1 or path[0] in shape:
        raise ProofError(f"{name} has no place in the record, or stands in it in clear")
    else:
        shape[path[0]] = value


def _texts(shape: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    """Yield the texts of a record, but not its digests."""
    if isinstance(shape, str):
        yield shape
    elif isinstance(shape, dict):
        for name, value in shape.items():
            if name != "_sd":
                yield from _texts(value)
    elif isinstance(shape, list):
        for value in shape:
            yield from _texts(value)


def _free(kind: inspect.Type, value: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    """Yield the texts of a value that are not words of a closed vocabulary."""
    if isinstance(value, list):
        item = kind.item_type if isinstance(kind, inspect.VarTupleType) else kind
        for each in value:
            yield from _free(item, each)
    elif isinstance(kind, inspect.Metadata):
        yield from _free(kind.type, value)
    elif isinstance(kind, inspect.UnionType):
        for member in kind.types:
            yield from _free(member, value)
    elif isinstance(kind, inspect.StructType) and isinstance(value, Mapping):
        for field in kind.fields:
            yield from _free(field.type, value.get(field.encode_name))
    elif (
        isinstance(kind, inspect.StrType)
        and isinstance(value, str)
        and len(value) >= SHORTEST
    ):
        yield value
