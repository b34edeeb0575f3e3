"""The OpenID provider: where its keys are, and the keys (OpenID Connect Discovery 1.0).

Keys are read again when a token names one that is not known, but not more than once a
minute: a flood of tokens with invented key ids is no flood of requests.
"""

import json
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from threading import Lock
from time import monotonic
from typing import Any, Final
from urllib.parse import urlsplit

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey, import_key

from dashboards.errors import ProviderError, UnprovenError
from ledger.base64url import from_base64url
from ledger.errors import LedgerError
from ledger.web import get

Fetch = Callable[[str], bytes]
"""Reads what stands at an address."""

DISCOVERY: Final = "/.well-known/openid-configuration"

PAUSE: Final = 60.0
"""Seconds between two readings of the keys at least."""

STALE: Final = 3600.0
"""Seconds after which keys are read again: one that was withdrawn ends then."""

RSA_BITS: Final = 2048
"""Size of the smallest RSA key that is taken."""

_MOST: Final = 200_000
_DEADLINE: Final = 10.0
_OK: Final = 200


def fetch(url: str) -> bytes:
    """Read what stands at an address of the provider.

    Raises:
        ProviderError: It is not https, other than on this machine, or not to be had.
    """
    _check_protected(url)
    try:
        answer = get(url, most=_MOST, deadline=_DEADLINE)
    except LedgerError as error:
        raise ProviderError(f"the OpenID provider cannot be read: {error}") from error
    if answer.status != _OK:
        raise ProviderError(f"{url} answers {answer.status}")
    return answer.body


def _check_protected(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and not _is_loopback(parts.hostname or ""):
        raise ProviderError(f"{url} is not https: whoever is between could give keys")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Provider:
    """The keys of one issuer, read when they are needed."""

    def __init__(
        self,
        issuer: str,
        *,
        fetch: Fetch = fetch,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.issuer = issuer
        self._fetch = fetch
        self._clock = clock
        self._keys: Mapping[str, Key] = {}
        self._read_at: float | None = None
        self._lock = Lock()

    def key(self, key_id: str) -> Key:
        """Return a key for checking signatures.

        Raises:
            ProviderError: The keys cannot be read.
            UnprovenError: The issuer has no such key.
        """
        with self._lock:
            age = self._age()
            if age > STALE or (key_id not in self._keys and age > PAUSE):
                self._keys = self.read_keys()
                self._read_at = self._clock()
            found = self._keys.get(key_id)
        if found is None:
            raise UnprovenError("the token names a key that its issuer does not have")
        return found

    def _age(self) -> float:
        if self._read_at is None:
            return float("inf")
        return self._clock() - self._read_at

    def read_keys(self) -> Mapping[str, Key]:
        """Read the keys that the issuer has now.

        Raises:
            ProviderError: They cannot be read, or the provider is another one.
        """
        about = self._json(self.issuer.rstrip("/") + DISCOVERY)
        if about.get("issuer") != self.issuer:
            raise ProviderError(
                f"{self.issuer} says that it is {about.get('issuer')!r}: give --issuer"
                " as the provider writes it"
            )
        keys = self._json(str(about.get("jwks_uri"))).get("keys")
        if not isinstance(keys, list):
            raise ProviderError(f"{self.issuer} gives no list of keys")
        return dict(filter(None, map(_named_key, keys)))

    def _json(self, url: str) -> dict[str, Any]:
        try:
            found = json.loads(self._fetch(url))
        except ValueError as error:
            raise ProviderError(f"{url} is not JSON") from error
        if not isinstance(found, dict):
            raise ProviderError(f"{url} is no JSON object")
        return found


def _named_key(value: Any) -> tuple[str, Key] | None:  # noqa: ANN401 - JSON of another
    """Return a public key that signs, and its id; None for any other (RFC 7517, 5)."""
    if not isinstance(value, dict) or value.get("use", "sig") != "sig":
        return None
    key_id = value.get("kid")
    if not isinstance(key_id, str) or value.get("kty") not in {"EC", "OKP", "RSA"}:
        return None
    try:
        if value["kty"] == "RSA" and len(from_base64url(value["n"])) * 8 < RSA_BITS:
            return None
        key = import_key(value)
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    return (key_id, key) if isinstance(key, (ECKey, OKPKey, RSAKey)) else None
