"""A time-stamping authority for tests: openssl with certificates made here."""

import hashlib
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Final

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from ledger.audit import AuditResult, audit
from ledger.durable import Disk
from ledger.proof import checkpoint_at
from ledger.timestamp.files import keep_token
from ledger.timestamp.rfc3161 import AuthorityRoots
from tests.ledger.ledgers import Home
from tests.ledger.test_site import serving

OPENSSL: Final = shutil.which("openssl")

needs_openssl = pytest.mark.skipif(
    OPENSSL is None, reason="no openssl on this machine to act as an authority"
)

SHA256_OID: Final = "608648016503040201"
SHA512_OID: Final = "608648016503040203"
STAMPING: Final = ExtendedKeyUsageOID.TIME_STAMPING
START: Final = datetime(2020, 1, 1, tzinfo=UTC)
END: Final = datetime(2050, 1, 1, tzinfo=UTC)
_TST_INFO: Final = "1.2.840.113549.1.9.16.1.4"
_CONFIG: Final = """\
[ts]
serial = {directory}/serial
signer_cert = {directory}/tsa.pem
signer_key = {directory}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


@dataclass(frozen=True)
class Issued:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: EllipticCurvePrivateKey


def issue(  # noqa: PLR0913 - each is one thing that a certificate says
    name: str,
    issuer: Issued | None = None,
    *,
    usage: x509.ObjectIdentifier | None = STAMPING,
    critical: bool = True,
    issuing: bool = False,
    start: datetime = START,
    end: datetime = END,
) -> Issued:
    """Issue a root when there is no issuer, else a certificate of an authority.

    One that is ``issuing`` may issue others.
    """
    issuing = issuing or issuer is None
    key = generate_private_key(SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(
            x509.BasicConstraints(ca=issuing, path_length=None), critical=True
        )
    )
    if not issuing and usage is not None:
        extension = x509.ExtendedKeyUsage([usage])
        builder = builder.add_extension(extension, critical=critical)
    signed = builder.sign(issuer.key if issuer else key, SHA256())
    return Issued(signed, key)


@dataclass(frozen=True)
class TimeAuthority:
    """An authority whose certificate and key are files for openssl.

    Its tokens carry the certificates that stand ``between`` it and its root.
    """

    directory: Path
    root: Issued
    between: tuple[x509.Certificate, ...] = ()

    @property
    def roots(self) -> AuthorityRoots:
        return AuthorityRoots.parse([self.root_file.read_bytes()])

    @property
    def root_file(self) -> Path:
        return self.directory / "root.pem"

    def answer(self, query: bytes) -> bytes:
        """Answer a request now, as `openssl ts` does."""
        asked, answered = self.directory / "asked.tsq", self.directory / "answered.tsr"
        asked.write_bytes(query)
        command: list[str | Path] = ["openssl", "ts", "-reply"]
        command += ["-config", self.directory / "ts.cnf"]
        command += ["-section", "ts", "-queryfile", asked, "-out", answered]
        subprocess.run(command, check=True, capture_output=True)
        return answered.read_bytes()

    def stamp(  # noqa: PLR0913 - keyword-only, each a part of a token
        self,
        text: bytes,
        at: datetime,
        *,
        accuracy: int = 1,
        nonce: int = 0,
        imprint: bytes | None = None,
        also_by: "TimeAuthority | None" = None,
    ) -> bytes:
        """Stamp some text as if it were another time: `openssl ts` cannot."""
        info = _der(
            0x30,
            _der(0x02, b"\x01"),
            _der(0x06, bytes([0x2A, 3, 4, 1])),
            imprint or imprint_of(text, SHA256_OID, "sha256"),
            _der(0x02, b"\x07"),
            _der(0x18, f"{at:%Y%m%d%H%M%SZ}".encode()),
            _der(0x30, _der(0x02, accuracy.to_bytes(3, "big").lstrip(b"\0"))),
            _der(0x02, nonce.to_bytes(8, "big")) if nonce else b"",
        )
        content = self.directory / "info.der"
        content.write_bytes(info)
        command: list[str | Path] = ["openssl", "cms", "-sign", "-binary"]
        command += ["-nodetach", "-nosmimecap", "-cades"]
        command += ["-econtent_type", _TST_INFO, "-outform", "DER"]
        command += ["-in", content, "-signer", self.directory / "tsa.pem"]
        command += ["-inkey", self.directory / "tsa.key", "-md", "sha256"]
        if also_by is not None:
            command += ["-signer", also_by.directory / "tsa.pem"]
            command += ["-inkey", also_by.directory / "tsa.key"]
        if self.between:
            chain = self.directory / "chain.pem"
            write_pem(chain, *self.between)
            command += ["-certfile", chain]
        signed = subprocess.run(command, check=True, capture_output=True)
        return _der(0x30, _der(0x30, _der(0x02, b"\x00")), signed.stdout)

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Answer requests over HTTP (RFC 3161 section 3.4)."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            assert handler.headers["Content-Type"] == "application/timestamp-query"
            query = handler.rfile.read(int(handler.headers["Content-Length"]))
            reply(handler, self.answer(query))

        with serving(answer) as url:
            yield url


def reply(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/timestamp-reply")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def make_authority(
    directory: Path, *, root: Issued | None = None, signer: Issued | None = None
) -> TimeAuthority:
    directory.mkdir(parents=True)
    root = root or issue("Test root")
    signer = signer or issue("Test clock", root)
    write_pem(directory / "root.pem", root.certificate)
    write_pem(directory / "tsa.pem", signer.certificate)
    pem = signer.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (directory / "tsa.key").write_bytes(pem)
    (directory / "serial").write_text("01\n")
    (directory / "ts.cnf").write_text(_CONFIG.format(directory=directory))
    return TimeAuthority(directory, root)


def write_pem(path: Path, *certificates: x509.Certificate) -> None:
    path.write_bytes(b"".join(one.public_bytes(Encoding.PEM) for one in certificates))


def imprint_of(text: bytes, algorithm: str, name: str) -> bytes:
    """Return a MessageImprint of RFC 3161 section 2.4.1."""
    digest = hashlib.new(name, text).digest()
    identifier = _der(0x30, _der(0x06, bytes.fromhex(algorithm)), _der(0x05))
    return _der(0x30, identifier, _der(0x04, digest))


def stamp_ledger(
    home: Home, authority: TimeAuthority, at: datetime, size: int | None = None
) -> Path:
    published = home.reader.checkpoint()
    text = checkpoint_at(home.reader, size or published.size, published).format()
    return keep(home, size or published.size, authority.stamp(text, at))


def keep(home: Home, size: int, token: bytes) -> Path:
    return home.ledger / keep_token(home.ledger, size, token, disk=Disk()).name


def audited(
    home: Home, roots: AuthorityRoots | None, since: bytes | None = None
) -> AuditResult:
    return audit(home.reader, home.policy, authorities=roots, since=since)


def days(count: int) -> timedelta:
    return timedelta(days=count)


def _der(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    size = len(body)
    if size < 0x80:
        return bytes([tag, size]) + body
    octets = size.to_bytes(-(-size.bit_length() // 8), "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + body
