"""Bearer tokens: who may submit for which system, and for how long.

A token is ``wbk_<id>_<secret>``: the id is public and finds it, the secret is 256
random bits. Only SHA-256 of the secret is kept: of a secret that cannot be guessed, a
slow hash would keep no more. The file is read again when it changes, so that a token
that is revoked is refused at once, without a restart.
"""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from typing import Annotated, Final, Literal, get_args

import msgspec
from msgspec import Meta

from etl.errors import TokenError
from ledger.durable import Disk, put_durably
from ledger.key_files import PRIVATE
from ledger.lock import locked
from ledger.records.values import Code, LeafHash

TOKENS: Final = "tokens.json"
"""Name of the file of tokens in the directory of the intake."""

Scope = Literal["metrics", "read", "submit", "submit-reference"]
"""What a token is good for.

``submit``: decisions and their events. ``submit-reference``: every other kind, such as
versions of frameworks and lists. ``read``: the state of batches of its system.
``metrics``: the metrics of the service.
"""

SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)

Random = Callable[[int], bytes]
"""Gives as many random bytes as it is asked for."""

_TOKEN: Final = re.compile(r"wbk_([0-9a-f]{8})_([0-9a-f]{64})")
_OTHERS: Final = 0o077


class Token(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is kept of a token.

    Attributes:
        expires_at: From when on it is refused.
        id: Its public part.
        made_at: When it was made.
        revoked_at: When it was revoked, if it was.
        scopes: What it is good for.
        secret_hash: SHA-256 of its secret, in hexadecimal.
        system: The system whose records it may submit and see.
    """

    expires_at: datetime
    id: Annotated[str, Meta(pattern="^[0-9a-f]{8}$")]
    made_at: datetime
    revoked_at: datetime | None = None
    scopes: frozenset[Scope]
    secret_hash: LeafHash
    system: Code

    def standing(self, now: datetime) -> str:
        """Say whether it is valid, revoked or expired."""
        if self.revoked_at is not None:
            return "revoked"
        return "valid" if now < self.expires_at else "expired"


class Tokens:
    """The tokens in a directory, as they are on the disk now."""

    def __init__(self, directory: Path, disk: Disk | None = None) -> None:
        self._path = directory / TOKENS
        self._disk = disk or Disk()
        self._read: dict[str, Token] = {}
        self._stamp: tuple[int, int, int] | None = None

    def all(self) -> tuple[Token, ...]:
        """Return every token, the oldest first.

        Raises:
            TokenError: The file is malformed, or others may read it.
        """
        self._refresh()
        return tuple(self._read.values())

    def holder(self, text: str, now: datetime) -> Token | None:
        """Return the token that a bearer shows, if it is valid.

        Raises:
            TokenError: The file is malformed, or others may read it.
        """
        self._refresh()
        match = _TOKEN.fullmatch(text)
        token = None if match is None else self._read.get(match[1])
        if match is None or token is None:
            return None
        same = compare_digest(_hash(match[2]), token.secret_hash)
        return token if same and token.standing(now) == "valid" else None

    def add(
        self,
        system: str,
        scopes: Iterable[str],
        *,
        now: datetime,
        days: int,
        random: Random,
    ) -> tuple[Token, str]:
        """Make a token.

        Returns:
            What is kept of it, and the token itself, which is shown only now.

        Raises:
            TokenError: A scope or the system is none, or the file is malformed.
        """
        identity, secret = random(4).hex(), random(32).hex()
        asked = {
            "expires_at": now + timedelta(days=days),
            "id": identity,
            "made_at": now,
            "scopes": list(scopes),
            "secret_hash": _hash(secret),
            "system": system,
        }
        try:
            token = msgspec.convert(asked, Token)
        except msgspec.ValidationError as error:
            raise TokenError(f"cannot make such a token: {error}") from error
        if not token.scopes:
            raise TokenError(f"a token needs a scope: {', '.join(SCOPES)}")
        with locked(self._path.parent):
            self._refresh()
            if identity in self._read:
                raise TokenError(f"there is a token {identity} already; try again")
            self._write([*self._read.values(), token])
        return token, f"wbk_{identity}_{secret}"

    def revoke(self, identity: str, now: datetime) -> Token:
        """Revoke a token; one that is revoked stays as it is.

        Raises:
            TokenError: There is no such token, or the file is malformed.
        """
        with locked(self._path.parent):
            self._refresh()
            token = self._read.get(identity)
            if token is None:
                raise TokenError(f"no token {identity} in {self._path}")
            if token.revoked_at is None:
                token = msgspec.structs.replace(token, revoked_at=now)
                self._write((self._read | {identity: token}).values())
        return token

    def _refresh(self) -> None:
        try:
            status = self._path.stat()
        except FileNotFoundError:
            self._read, self._stamp = {}, None
            return
        stamp = (status.st_mtime_ns, status.st_ino, status.st_size)
        if stamp == self._stamp:
            return
        if status.st_mode & _OTHERS:
            raise TokenError(
                f"others may read {self._path}; run: chmod 600 {self._path}"
            )
        try:
            read = msgspec.json.decode(self._path.read_bytes(), type=list[Token])
        except (OSError, msgspec.MsgspecError) as error:
            raise TokenError(f"cannot read {self._path}: {error}") from error
        self._read, self._stamp = {token.id: token for token in read}, stamp

    def _write(self, tokens: Iterable[Token]) -> None:
        raw = msgspec.json.encode(list(tokens), order="deterministic")
        text = msgspec.json.format(raw, indent=2)
        put_durably(self._disk, self._path, text + b"\n", mode=PRIVATE)
        self._stamp = None
        self._refresh()


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
