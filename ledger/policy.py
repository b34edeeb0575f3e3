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
from dataclasses import dataclass
from typing import Final, Self

from ledger.errors import FormatError
from ledger.keys import VerifierKey

_LINE: Final = re.compile(rb"[\t\x20-\x7e\x80-\xff]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A witness: the policy's name for it, its key, and where it answers."""

    name: str
    key: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group of witnesses or groups, and how many of them must have signed."""

    name: str
    threshold: str
    members: tuple[str, ...]


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

    def format(self) -> bytes:
        """Write the policy, without comments."""
        lines = [f"log {key.format()}" for key in self.logs]
        for witness in self.witnesses:
            words = ["witness", witness.name, witness.key, witness.url or ""]
            lines.append(" ".join(words).rstrip())
        for group in self.groups:
            lines.append(
                f"group {group.name} {group.threshold} " + " ".join(group.members)
            )
        lines.append(f"quorum {self.quorum}")
        return "".join(f"{line}\n" for line in lines).encode()

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a policy.

        Raises:
            FormatError: A line is not of the format; the line's number is named.
        """
        reading = _Reading()
        for number, line in enumerate(raw.split(b"\n"), start=1):
            if not _LINE.fullmatch(line):
                raise FormatError("policy", f"line {number} holds a control character")
            words = line.split(b"#")[0].decode("utf-8", "surrogateescape").split()
            if words:
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
    """The state between two lines of a policy."""

    def __init__(self) -> None:
        self.logs: list[VerifierKey] = []
        self.witnesses: list[Witness] = []
        self.groups: list[Group] = []
        self.quorum: str | None = None
        self._free: set[str] = set()
        self._names: set[str] = {"none"}

    def read(self, words: list[str]) -> None:
        match words:
            case ["log", key] | ["log", key, _]:
                self._log(VerifierKey.parse(key))
            case ["witness", name, key]:
                self._name(name)
                self.witnesses.append(Witness(name=name, key=key))
            case ["witness", name, key, url]:
                self._name(name)
                self.witnesses.append(Witness(name=name, key=key, url=url))
            case ["group", name, threshold, *members] if members:
                self._group(name, threshold, members)
            case ["quorum", name] if self.quorum is None:
                if name not in self._names:
                    raise FormatError("quorum", f"{name!r} is not defined above")
                self.quorum = name
            case _:
                raise FormatError("line", f"{' '.join(words)[:60]!r}")

    def _log(self, key: VerifierKey) -> None:
        if key in self.logs:
            raise FormatError("log", "this key already stands above")
        self.logs.append(key)

    def _name(self, name: str) -> None:
        if name in self._names:
            raise FormatError("name", f"{name!r} is already defined")
        self._names.add(name)
        self._free.add(name)

    def _group(self, name: str, threshold: str, members: list[str]) -> None:
        taken = [member for member in members if member not in self._free]
        if taken or len(set(members)) != len(members):
            raise FormatError("group", f"{taken or members} cannot be members")
        number = re.fullmatch(r"[1-9][0-9]*", threshold)
        if threshold not in {"all", "any"} and (
            number is None or int(threshold) > len(members)
        ):
            raise FormatError("group", f"threshold {threshold!r}")
        self._free -= set(members)
        self._name(name)
        self.groups.append(
            Group(name=name, threshold=threshold, members=tuple(members))
        )
