"""A token that proves who a reader is (OpenID Connect Core 1.0, RFC 7519, RFC 8725).

The proxy forwards it as ``Authorization: Bearer``. Nothing else that a request holds,
no cookie and no header of the proxy's own, says who the reader is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import GuestProtocol, Key
from joserfc.jws import JWSRegistry

from dashboards.committee.provider import Provider
from dashboards.errors import UnprovenError
from ledger.records.values import Line

ALGORITHMS: Final = ("RS256", "PS256", "ES256", "Ed25519")
"""Signatures that are taken: by a key pair, never by a secret that two have."""

LEEWAY: Final = 30
"""Seconds by which the clocks of the provider and of this machine may differ."""

MOST: Final = 8_000
"""Characters of the longest token that is read."""

_TYPES: Final = frozenset({None, "JWT", "at+jwt"})
_SCHEME: Final = "Bearer "


class _Claims(msgspec.Struct, frozen=True, kw_only=True):
    aud: str | tuple[str, ...]
    azp: str | None = None
    exp: int | float
    iat: int | float
    iss: str
    nbf: int | float | None = None
    sub: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads.

    Attributes:
        issuer: Who vouches for them.
        subject: What the issuer names them, for good.
        roles: Their roles.
    """

    issuer: str
    subject: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRules:
    """What a token must be.

    Attributes:
        provider: Whose it must be.
        audience: Whom it must be meant for.
        roles_claim: Dotted path of the claim that lists the reader's roles.
    """

    provider: Provider
    audience: str
    roles_claim: str = "roles"

    def reader(self, authorization: str | None, now: float) -> Reader:
        """Return the reader whom a header proves.

        Args:
            authorization: The header ``Authorization``.
            now: The present moment, in seconds since 1970.

        Raises:
            ProviderError: The issuer's keys cannot be read.
            UnprovenError: There is no token, or it is not sound.
        """
        if authorization is None or not authorization.startswith(_SCHEME):
            raise UnprovenError("there is no token")
        text = authorization.removeprefix(_SCHEME)
        if len(text) > MOST:
            raise UnprovenError("the token is too long")
        raw = self._signed(text)
        try:
            claims = msgspec.convert(raw, _Claims)
        except msgspec.ValidationError as error:
            raise UnprovenError(f"the token's claims: {error}") from error
        self._check(claims, now)
        roles = _listed(raw, self.roles_claim.split("."))
        return Reader(issuer=claims.iss, subject=claims.sub, roles=roles)

    def _signed(self, text: str) -> dict[str, Any]:
        """Return the claims of a token that the issuer signed."""
        registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
        try:
            token = jwt.decode(
                text, self._key, algorithms=ALGORITHMS, registry=registry
            )
        except (JoseError, ValueError, TypeError) as error:
            raise UnprovenError(f"the token's signature: {error}") from error
        return token.claims

    def _key(self, token: GuestProtocol) -> Key:
        header = token.headers()
        if header.get("typ") not in _TYPES:
            raise UnprovenError("the token is of another type")
        key_id = header.get("kid")
        if not isinstance(key_id, str):
            raise UnprovenError("the token names no key")
        key = self.provider.key(key_id)
        if key.alg not in {None, header.get("alg")}:
            raise UnprovenError("the token's key is for another algorithm")
        return key

    def _check(self, claims: _Claims, now: float) -> None:
        if claims.iss != self.provider.issuer:
            raise UnprovenError("the token is by another issuer")
        meant = (claims.aud,) if isinstance(claims.aud, str) else claims.aud
        if self.audience not in meant:
            raise UnprovenError("the token is meant for another audience")
        if len(meant) > 1 and claims.azp != self.audience:
            raise UnprovenError("the token is meant for several, and not made for this")
        if now >= claims.exp + LEEWAY:
            raise UnprovenError("the token has expired")
        starts = max(claims.iat, claims.iat if claims.nbf is None else claims.nbf)
        if now < starts - LEEWAY:
            raise UnprovenError("the token is not yet valid")


def _listed(claims: Mapping[str, Any], path: Sequence[str]) -> frozenset[str]:
    """Return the texts of a list in the claims; none when there is no such list."""
    found: Any = claims
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    if not isinstance(found, list):
        return frozenset()
    return frozenset(one for one in found if isinstance(one, str))
