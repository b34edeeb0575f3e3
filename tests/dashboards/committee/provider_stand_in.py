"""An OpenID provider on loopback: discovery, keys, and tokens sound or forged."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey

NOW = 1_800_000_000
"""The moment at which all tests are held, in seconds since 1970."""

AUDIENCE = "weegboek"
READER = "7c0f5a1e-committee-member"
ROLE = "commissie"


def base64url(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def joined(*parts: dict[str, Any]) -> str:
    return ".".join(base64url(json.dumps(part).encode()) for part in parts)


def signature(key: Key, text: bytes) -> bytes:
    """Sign as RS256, ES256 or Ed25519 would, whatever the header says."""
    private: Any = key.private_key
    match key:
        case RSAKey():
            return bytes(private.sign(text, PKCS1v15(), SHA256()))
        case ECKey():
            r, s = decode_dss_signature(private.sign(text, ECDSA(SHA256())))
            return r.to_bytes(32, "big") + s.to_bytes(32, "big")
        case _:
            return bytes(private.sign(text))


@dataclass
class StandIn:
    """The provider: what it publishes, and what it signs."""

    issuer: str = ""
    keys: dict[str, Key] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    about: dict[str, Any] = field(default_factory=dict)
    more_keys: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.keys["one"] = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})

    def claims(self, **changed: Any) -> dict[str, Any]:
        """Return the claims of a sound token with some changed; None leaves one out."""
        sound = {
            "aud": AUDIENCE,
            "exp": NOW + 300,
            "iat": NOW - 5,
            "iss": self.issuer,
            "roles": [ROLE],
            "sub": READER,
        }
        return {k: v for k, v in {**sound, **changed}.items() if v is not None}

    def token(
        self,
        *,
        header: dict[str, Any] | None = None,
        key: Key | None = None,
        **changed: Any,
    ) -> str:
        sound = {"alg": "RS256", "kid": "one", "typ": "JWT"}
        named = {**sound, **(header or {})}
        head = {name: value for name, value in named.items() if value is not None}
        text = joined(head, self.claims(**changed))
        return f"{text}.{base64url(signature(key or self.keys['one'], text.encode()))}"

    def unsigned(self) -> str:
        return f"{joined({'alg': 'none', 'kid': 'one'}, self.claims())}."

    def by_public_key(self) -> str:
        """Return a token keyed with the public key's own text, as HS256."""
        text = joined({"alg": "HS256", "kid": "one"}, self.claims())
        key = self.keys["one"]
        assert isinstance(key, RSAKey)
        secret = key.as_pem(private=False)
        mark = hmac.new(secret, text.encode(), hashlib.sha256).digest()
        return f"{text}.{base64url(mark)}"

    def document(self, path: str) -> dict[str, Any] | None:
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.issuer,
                "jwks_uri": f"{self.issuer}/keys",
                **self.about,
            }
        if path == "/keys":
            public = [key.as_dict(private=False) for key in self.keys.values()]
            return {"keys": [*public, *self.more_keys]}
        return None


@contextmanager
def stand_in() -> Iterator[StandIn]:
    provider = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.asked.append(self.path)
            found = provider.document(self.path)
            body = b"" if found is None else json.dumps(found).encode()
            self.send_response(404 if found is None else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider.issuer = f"http://127.0.0.1:{server.server_port}"
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
        try:
            yield provider
        finally:
            server.shutdown()


def forged(provider: StandIn) -> dict[str, str | None]:
    """Return headers that must not let anyone in, by what is wrong with them."""
    other = RSAKey.generate_key(2048, {"kid": "one"})
    curve = ECKey.generate_key("P-256", {"kid": "one"})
    edwards = OKPKey.generate_key("Ed25519", {"kid": "two"})
    sound = provider.token()
    head, body, mark = sound.split(".")
    made = {
        "of another issuer": provider.token(iss="https://elsewhere.example"),
        "for another audience": provider.token(aud="another"),
        "for several audiences": provider.token(aud=[AUDIENCE, "another"]),
        "for no audience": provider.token(aud=None),
        "expired": provider.token(exp=NOW - 31, iat=NOW - 600),
        "without an end": provider.token(exp=None),
        "with an end that is no number": provider.token(exp="2040-01-01"),
        "not yet valid": provider.token(nbf=NOW + 60),
        "made in the future": provider.token(iat=NOW + 60),
        "without a subject": provider.token(sub=None),
        "with two lines as subject": provider.token(sub="a\nb"),
        "of another type": provider.token(header={"typ": "logout+jwt"}),
        "with an unknown key id": provider.token(header={"kid": "nine"}),
        "without a key id": provider.token(header={"kid": None}),
        "by another key": provider.token(key=other),
        "by a key of another kind": provider.token(key=curve, header={"alg": "ES256"}),
        "by a key that is not published": provider.token(
            key=edwards, header={"alg": "Ed25519", "kid": "two"}
        ),
        "with an extension that must be known": provider.token(
            header={"crit": ["x"], "x": 1}
        ),
        "unsigned": provider.unsigned(),
        "keyed with the public key": provider.by_public_key(),
        "cut off": f"{head}.{body}.",
        "altered": f"{head}.{base64url(json.dumps(provider.claims(sub='b')).encode())}"
        f".{mark}",
        "no token at all": "abc",
        "empty": "",
        "too long": provider.token(more="x" * 9_000),
    }
    headers: dict[str, str | None] = {
        what: f"Bearer {token}" for what, token in made.items()
    }
    return headers | {
        "no header": None,
        "by another scheme": f"Basic {sound}",
        "two of them": f"Bearer {sound}, Bearer {sound}",
    }
