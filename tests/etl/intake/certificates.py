"""Certificates for a test: an authority of its own, a server, and a client."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID


class Certificates:
    def __init__(self, path: Path, name: str) -> None:
        self.path = path / name
        self.path.mkdir()
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = named(name)
        self._write("ca", self._certificate(self._name, self._key.public_key()))

    @property
    def root(self) -> Path:
        return self.path / "ca.pem"

    def issue(self, name: str) -> tuple[Path, Path]:
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._certificate(named(name), key.public_key(), name)
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (self.path / f"{name}.key").write_bytes(pem)
        return self._write(name, certificate), self.path / f"{name}.key"

    def _write(self, name: str, certificate: x509.Certificate) -> Path:
        path = self.path / f"{name}.pem"
        path.write_bytes(certificate.public_bytes(Encoding.PEM))
        return path

    def _certificate(
        self, subject: x509.Name, key: ec.EllipticCurvePublicKey, leaf: str = ""
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        address = x509.IPAddress(ip_address("127.0.0.1"))
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(
            self._key.public_key()
        )
        usage = x509.KeyUsage(
            digital_signature=True,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=not leaf,
            crl_sign=not leaf,
            encipher_only=False,
            decipher_only=False,
        )
        constraints = x509.BasicConstraints(ca=not leaf, path_length=None)
        identifier = x509.SubjectKeyIdentifier.from_public_key(key)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(hours=1))
            .add_extension(constraints, critical=True)
            .add_extension(usage, critical=True)
            .add_extension(identifier, critical=False)
            .add_extension(issuer, critical=False)
            .add_extension(x509.SubjectAlternativeName([address]), critical=False)
            .sign(self._key, SHA256())
        )


def named(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
