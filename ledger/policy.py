"""Policies: the keys that a verifier pins, in one file (c2sp.org/tlog-policy).

::

    log weegboek.example/nl+29dbc2e1+AeB...
    witness rekenkamer rekenkamer.example+c3d1...+Aa... https://...
    group toezicht 1 rekenkamer
    quorum toezicht

Names refer backwards, each is a member of at most one group, and exactly one
quorum line stands in a policy.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import Final, Self

from ledger.checkpoint import Checkpoint
from ledger.errors import FormatError, QuorumError, SignatureError
from ledger.keys import ED25519_COSIGNATURE, ML_DSA_44, VerifierKey
from ledger.note import SignedNote

COSIGNING: Final = frozenset({ED25519_COSIGNATURE, ML_DSA_44})
"""Types of keys by which witnesses sign."""

MAX_POLICY_SIZE: Final = 1_000_000
"""Bytes of the largest policy that is read at all."""

_LINE: Final = re.compile(rb"[\t\x20-\x7e\x80-\xff]*")
_SPACES: Final = re.compile(rb"[\t ]+")  # no other space parts words
_WORD: Final = re.compile(r"[^\x00-\x20\x7f]+")
_THRESHOLD: Final = re.compile(r"all|any|[1-9][0-9]{0,5}")
_OPAQUE: Final = "surrogateescape"  # bytes beyond ASCII are only compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A witness: the policy's name for it, its key, and where it answers."""

    name: str
    key: VerifierKey
    url: str | None = None

    def __post_init__(self) -> None:
        """Refuse a key that cannot cosign, and what could not be read back."""
        for word in filter(None, (self.name, self.url)):
            _check_word("witness", word)
        if not self.name or self.url == "":
            raise FormatError("witness", "a name or a URL without a character")
        if self.key.key_type not in COSIGNING:
            raise FormatError("witness", f"{self.key.algorithm} keys do not cosign")

    def format(self) -> str:
        """Write the witness's line."""
        words = ("witness", self.name, self.key.format(), self.url)
        return " ".join(filter(None, words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group of witnesses or groups, and how many of them must have signed."""

    name: str
    threshold: str
    members: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse what could not be read back."""
        for word in (self.name, *self.members):
            _check_word("group", word)
        if not self.members or len(set(self.members)) != len(self.members):
            raise FormatError("group", "nobody, or one twice: they cannot be members")
        if not _THRESHOLD.fullmatch(self.threshold) or self.needed > len(self.members):
            raise FormatError("group", f"threshold {self.threshold[:60]!r}")

    @property
    def needed(self) -> int:
        """How many members must have signed."""
        if self.threshold in {"all", "any"}:
            return len(self.members) if self.threshold == "all" else 1
        return int(self.threshold)

    def format(self) -> str:
        """Write the group's line."""
        return " ".join(("group", self.name, self.threshold, *self.members))


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What a verifier trusts.

    Attributes:
        logs: The ledgers' keys; every one of a ledger's keys must have signed.
        witnesses: The witnesses that are known.
        groups: How witnesses make up a quorum.
        quorum: The name of the group or witness that must have cosigned, or none.
    """

    logs: tuple[VerifierKey, ...]
    witnesses: tuple[Witness, ...] = ()
    groups: tuple[Group, ...] = ()
    quorum: str = "none"

    def __post_init__(self) -> None:
        """Refuse what ``format`` could not write and ``parse`` read back."""
        reading = _Reading()
        for key in self.logs:
            reading.add_log(key)
        for witness in self.witnesses:
            reading.add_witness(witness)
        for group in self.groups:
            reading.add_group(group)
        reading.set_quorum(self.quorum)

    def format(self) -> bytes:
        """Write the policy, without comments."""
        lines = [
            *(f"log {key.format()}" for key in self.logs),
            *(witness.format() for witness in self.witnesses),
            *(group.format() for group in self.groups),
            f"quorum {self.quorum}",
        ]
        return "".join(f"{line}\n" for line in lines).encode("utf-8", _OPAQUE)

    @property
    def keys(self) -> tuple[VerifierKey, ...]:
        """Every key that is pinned."""
        return (*self.logs, *(witness.key for witness in self.witnesses))

    def logs_only(self) -> "Policy":
        """Return the policy without its witnesses."""
        return Policy(logs=self.logs)

    def cosigners(self, note: SignedNote) -> frozenset[str]:
        """Return the names of the witnesses that cosigned a note, and soundly."""
        found: set[str] = set()
        for witness in self.witnesses:
            for line in note.signatures:
                if witness.key.made(line):
                    with suppress(SignatureError):  # signature_problems yields it
                        witness.key.check(line, note.text)
                        found.add(witness.name)
        return frozenset(found)

    def reaches_quorum(self, cosigners: frozenset[str]) -> bool:
        """Whether some witnesses are as many as the policy asks for."""
        reached = set(cosigners) | {"none"}
        for group in self.groups:
            if len(reached.intersection(group.members)) >= group.needed:
                reached.add(group.name)
        return self.quorum in reached

    def standing(self, cosigners: Iterable[str]) -> str:
        """Say who cosigned a checkpoint, and whether they reach the quorum."""
        if not self.witnesses:
            return "no witness is pinned"
        names = ", ".join(sorted(cosigners)) or "no witness"
        reached = self.reaches_quorum(frozenset(cosigners))
        return (
            f"cosigned by {names}; quorum {self.quorum}"
            f" {'reached' if reached else 'NOT reached'}"
        )

    def checkpoint_of(self, raw: bytes) -> Checkpoint:
        """Read a checkpoint that is signed as the policy asks.

        Every pinned key of the ledger must have signed, and the quorum of the
        witnesses. Lines of keys that are not pinned are passed over.

        Raises:
            FormatError: It is not a signed checkpoint.
            QuorumError: Too few witnesses cosigned it.
            SignatureError: A pinned key did not sign it, or it is of another ledger.
        """
        note = SignedNote.parse(raw)
        checkpoint = Checkpoint.parse(note.text)
        for problem in self.signature_problems(note):
            raise problem
        return checkpoint

    def signature_problems(self, note: SignedNote) -> Iterator[SignatureError]:
        """Yield what is wrong with a note's signatures, key by pinned key."""
        if not self.logs:
            yield SignatureError("the policy pins no key of a ledger")
        for key in self.logs:
            lines = [line for line in note.signatures if key.made(line)]
            if not lines:
                yield SignatureError(
                    f"the pinned {key.algorithm} key {key.key_id.hex()} of {key.name}"
                    " did not sign the checkpoint"
                )
            for line in lines:
                try:
                    key.check(line, note.text)
                except SignatureError as error:
                    yield error
            if not note.text.startswith(key.name.encode() + b"\n"):
                yield SignatureError(
                    f"the checkpoint is not of {key.name}, the ledger that is pinned"
                )
        yield from self._witness_problems(note)

    def _witness_problems(self, note: SignedNote) -> Iterator[SignatureError]:
        for witness in self.witnesses:
            for line in note.signatures:
                if witness.key.made(line):
                    try:
                        witness.key.check(line, note.text)
                    except SignatureError as error:
                        yield error
        cosigners = self.cosigners(note)
        if not self.reaches_quorum(cosigners):
            names = ", ".join(sorted(cosigners)) or "no witness"
            yield QuorumError(f"{names} cosigned; the quorum is {self.quorum}")

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a policy.

        Raises:
            FormatError: It is too large, or a line is not of the format; the line's
                number is named.
        """
        if len(raw) > MAX_POLICY_SIZE:
            raise FormatError("policy", f"{len(raw)} bytes, over {MAX_POLICY_SIZE}")
        reading = _Reading()
        for number, ended in enumerate(BytesIO(raw), start=1):
            line = ended.removesuffix(b"\n").strip(b"\t ")
            if not _LINE.fullmatch(line):
                raise FormatError("policy", f"line {number} holds a control character")
            if line and not line.startswith(b"#"):
                words = [word.decode("utf-8", _OPAQUE) for word in _SPACES.split(line)]
                try:
                    reading.read(words)
                except FormatError as error:
                    raise FormatError("policy", f"line {number}: {error}") from error
        if reading.quorum is None:
            raise FormatError("policy", "no quorum line")
        return cls(
            logs=tuple(reading.logs),
            witnesses=tuple(reading.witnesses),
            groups=tuple(reading.groups),
            quorum=reading.quorum,
        )


class _Reading:
    """What stands above a line of a policy: each line may refer to that alone."""

    def __init__(self) -> None:
        self.logs: list[VerifierKey] = []
        self.witnesses: list[Witness] = []
        self.groups: list[Group] = []
        self.quorum: str | None = None
        self._keys: set[tuple[str, bytes]] = set()
        self._free: set[str] = set()
        self._names: set[str] = {"none"}

    def read(self, words: list[str]) -> None:
        match words:
            case ["log", key] | ["log", key, _]:
                self.add_log(VerifierKey.parse(key))
            case ["witness", name, key]:
                self.add_witness(Witness(name=name, key=VerifierKey.parse(key)))
            case ["witness", name, key, url]:
                pinned = VerifierKey.parse(key)
                self.add_witness(Witness(name=name, key=pinned, url=url))
            case ["group", name, threshold, *members]:
                made = Group(name=name, threshold=threshold, members=tuple(members))
                self.add_group(made)
            case ["quorum", name] if self.quorum is None:
                self.set_quorum(name)
            case _:
                raise FormatError("line", f"{' '.join(words[:4])[:60]!r}")

    def add_log(self, key: VerifierKey) -> None:
        self._pin("log", key)
        self.logs.append(key)

    def add_witness(self, witness: Witness) -> None:
        self._pin("witness", witness.key)
        self._name(witness.name)
        self.witnesses.append(witness)

    def add_group(self, group: Group) -> None:
        taken = [member for member in group.members if member not in self._free]
        if taken:
            raise FormatError("group", f"{taken[0][:60]!r} cannot be a member")
        self._free -= set(group.members)
        self._name(group.name)
        self.groups.append(group)

    def set_quorum(self, name: str) -> None:
        if name not in self._names:
            raise FormatError("quorum", f"{name[:60]!r} is not defined above")
        self.quorum = name

    def _pin(self, what: str, key: VerifierKey) -> None:
        # One public key under two names is still one key (tlog-policy).
        if (what, key.public) in self._keys:
            raise FormatError(what, "this key already stands above")
        self._keys.add((what, key.public))

    def _name(self, name: str) -> None:
        if name in self._names:
            raise FormatError("name", f"{name[:60]!r} is already defined")
        self._names.add(name)
        self._free.add(name)


def _check_word(what: str, word: str) -> None:
    """Refuse what would not read back as the same one word of a line."""
    try:
        again = word.encode("utf-8", _OPAQUE).decode("utf-8", _OPAQUE)
    except UnicodeEncodeError as error:
        raise FormatError(what, f"{word[:60]!r}") from error
    if again != word or not _WORD.fullmatch(word):
        raise FormatError(what, f"{word[:60]!r}")
