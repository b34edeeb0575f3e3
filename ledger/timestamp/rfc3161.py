"""Tokens of RFC 3161: what an authority signed, checked against pinned roots.

What is kept is the authority's whole answer (``TimeStampResp``, DER), so that any
other program for RFC 3161 can check it as well.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, Self, cast

from ledger.errors import (
    FormatError,
    ProofError,
    SignatureError,
    UnavailableError,
    UnpinnedError,
)

if TYPE_CHECKING:  # the extra may be missing, and both cost start-up time
    from cryptography.x509 import Certificate, Name
    from rfc3161_client import Accuracy, SignedData, SignerInfo, TimeStampResponse

MAX_TOKEN: Final = 65_536
"""Bytes of the largest answer that is read at all."""

LEAST_EXACT: Final = timedelta(hours=1)
"""How far an authority may say that its clock is off; those in use say a second."""

_GRANTED: Final = 0
_SHA256: Final = "2.16.840.1.101.3.4.2.1"
_OPENSSL: Final = re.compile(r'(?:reason|data): "([^"]*)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What a pinned authority vouches for.

    Attributes:
        imprint: SHA-256 of what it stamped.
        stamped_at: When, by its own clock.
        authority: The name in its certificate (RFC 4514).
    """

    imprint: bytes
    stamped_at: datetime
    authority: str

    def check(self, text: bytes) -> None:
        """Check that the token is over some text.

        Raises:
            ProofError: It is over something else.
        """
        if sha256(text).digest() != self.imprint:
            raise ProofError("the authority stamped something else")


@dataclass(frozen=True, slots=True)
class AuthorityRoots:
    """The root certificates of the authorities whose time is trusted."""

    certificates: "tuple[Certificate, ...]"

    @classmethod
    def parse(cls, files: Iterable[bytes]) -> Self:
        """Read certificates from files in PEM, each of one certificate or more.

        Raises:
            FormatError: A file holds none.
            UnavailableError: What checks tokens is not installed.
        """
        if find_spec("rfc3161_client") is None:
            raise UnavailableError(
                "to check trusted time, the package rfc3161-client is needed;"
                " install it with: pip install 'weegboek[time]'"
            )
        from cryptography.x509 import load_pem_x509_certificates  # noqa: PLC0415 - start-up

        found: list[Certificate] = []
        for raw in files:
            try:
                found += load_pem_x509_certificates(raw)
            except ValueError as error:
                raise FormatError("root certificate", f"{error}") from error
        return cls(tuple(dict.fromkeys(found)))

    def open(self, answer: bytes, nonce: int | None = None) -> Token:
        """Check an authority's answer and return what it vouches for.

        Checked are the signature, the chain to a pinned root as of the time of
        stamping, and the critical key usage ``timeStamping`` (RFC 3161 section 2.3).

        Args:
            answer: The whole answer, in DER.
            nonce: The number that it must repeat, when the request is at hand.

        Raises:
            FormatError: It is no such answer, or its hash is not SHA-256.
            ProofError: The authority refused.
            SignatureError: A pinned authority did not make it so.
            UnpinnedError: It is by an authority that is not pinned.
        """
        try:
            return self._opened(_decoded(answer), nonce)
        except (FormatError, ProofError):
            raise
        except Exception as error:  # hostile bytes: whatever fails, nothing is proved
            reason = ": ".join(_OPENSSL.findall(str(error))) or str(error)
            raise SignatureError(f"the token does not verify: {reason}") from error

    def _opened(self, response: "TimeStampResponse", nonce: int | None) -> Token:
        from cryptography.x509 import load_der_x509_certificate  # noqa: PLC0415 - start-up
        from rfc3161_client import VerifierBuilder  # noqa: PLC0415 - an extra

        signer = _only_signer(response.signed_data)
        within = [
            load_der_x509_certificate(raw) for raw in response.signed_data.certificates
        ]
        if not self._claims_pinned(signer, within):
            raise UnpinnedError("it is by an authority whose root is not pinned")
        info = response.tst_info
        imprint = info.message_imprint
        # The builder shares a list that it is given, hence one of its own.
        builder = VerifierBuilder(roots=list(self.certificates), nonce=nonce)
        builder.build().verify(response, imprint.message)
        if imprint.hash_algorithm.dotted_string != _SHA256:
            raise FormatError("token", "its hash is not SHA-256")
        accuracy = cast("Accuracy | None", info.accuracy)
        off = timedelta(seconds=(accuracy.seconds or 0) if accuracy else 0)
        if off > LEAST_EXACT:
            raise SignatureError(f"the authority's clock may be off by {off}")
        (made_by,) = (
            one
            for one in within
            if (one.issuer, one.serial_number) == (signer.issuer, signer.serial_number)
        )
        return Token(
            imprint=imprint.message,
            stamped_at=info.gen_time,
            authority=made_by.subject.rfc4514_string(),
        )

    def _claims_pinned(
        self, signer: "SignerInfo", within: "Iterable[Certificate]"
    ) -> bool:
        """Whether the token names a pinned root; it may still not be by it."""
        named: set[Name] = {signer.issuer}
        for certificate in within:
            named |= {certificate.issuer, certificate.subject}
        return any(root.subject in named for root in self.certificates)


def _decoded(answer: bytes) -> "TimeStampResponse":
    from rfc3161_client import decode_timestamp_response  # noqa: PLC0415 - an extra

    if len(answer) > MAX_TOKEN:
        raise FormatError("token", f"over {MAX_TOKEN} bytes")
    try:
        response = decode_timestamp_response(answer)
        status, said = response.status, response.status_string
    except ValueError as error:
        raise FormatError("token", str(error)) from error
    if status != _GRANTED:
        raise ProofError(f"the authority answers status {status}: {said!r:.200}")
    return response


def _only_signer(signed: "SignedData") -> "SignerInfo":
    signers = list(signed.signer_infos)
    if len(signers) != 1:
        raise SignatureError(f"the token has {len(signers)} signers instead of one")
    return signers[0]
