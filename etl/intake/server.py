"""Running the intake: one process, sockets, certificates, an orderly end (uvicorn)."""

import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from ssl import CERT_NONE, CERT_REQUIRED
from typing import Final

import uvicorn

from etl.errors import IntakeError
from etl.intake.app import IntakeSite
from etl.intake.service import LOG, Intake, Room
from etl.intake.tokens import Tokens, utc_now
from ledger.store import Ledger

_AT_ONCE: Final = 32  # requests that are answered at the same time; others get 503
_IDLE: Final = 15  # seconds that a connection may stay without a request
_GRACE: Final = 30  # seconds that requests have to end when the service does


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where the service listens, and how connections are secured.

    Attributes:
        host: An address of this machine.
        port: Its port; 0 takes any that is free.
        certificate: The service's certificate, in PEM.
        key: Its private key.
        client_ca: Certificates of who signs those of clients: mutual TLS.
        behind_proxy: Whether a proxy on the way does TLS.
    """

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None
    client_ca: Path | None = None
    behind_proxy: bool = False

    def check(self) -> None:
        """Check that no token goes over a network in clear.

        Raises:
            IntakeError: It would, or the choice is half a choice.
        """
        if (self.certificate is None) != (self.key is None):
            raise IntakeError("give --tls-cert and --tls-key, or neither")
        if self.client_ca is not None and self.certificate is None:
            raise IntakeError("--client-ca needs --tls-cert and --tls-key")
        try:
            local = ip_address(self.host).is_loopback
        except ValueError as error:
            raise IntakeError(f"--host {self.host!r} is no IP address") from error
        if not (local or self.behind_proxy or self.certificate):
            raise IntakeError(
                f"tokens would reach {self.host} in clear: give --tls-cert and"
                " --tls-key, or --behind-proxy when a proxy does TLS"
            )


def serve(
    directory: Path,
    open_ledger: Callable[[], Ledger],
    address: Address,
    room: Room,
) -> None:
    """Serve the intake in a directory until a signal ends it.

    On SIGTERM or SIGINT it takes in no more, ends the requests that are under way,
    appends what it has accepted, and returns.

    Raises:
        IntakeError: The state in the directory is that of another ledger.
        LedgerError: The ledger cannot be opened, or another intake is running.
        OSError: The address cannot be had.
    """
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    # uvicorn raises a signal again when it is done; the end is orderly without.
    before = signal.signal(signal.SIGTERM, lambda _number, _frame: None)
    try:
        with (
            socket.create_server((address.host, address.port), family=family) as door,
            Intake(directory, open_ledger(), room=room) as intake,
            suppress(KeyboardInterrupt),
        ):
            site = IntakeSite(intake, Tokens(directory), utc_now)
            server = uvicorn.Server(_config(site, address))
            LOG.info("serving", extra={"fields": {"port": door.getsockname()[1]}})
            server.run(sockets=[door])
            LOG.info("closing")
    finally:
        signal.signal(signal.SIGTERM, before)
    LOG.info("closed")


def _config(site: IntakeSite, address: Address) -> uvicorn.Config:
    mutual = address.client_ca is not None
    return uvicorn.Config(
        site.app(),
        access_log=False,
        date_header=True,
        h11_max_incomplete_event_size=16_384,
        http="h11",
        lifespan="off",
        limit_concurrency=_AT_ONCE,
        log_config=None,
        log_level="warning",
        loop="asyncio",
        proxy_headers=False,
        server_header=False,
        ssl_ca_certs=None if address.client_ca is None else str(address.client_ca),
        ssl_cert_reqs=CERT_REQUIRED if mutual else CERT_NONE,
        ssl_certfile=address.certificate,
        ssl_keyfile=address.key,
        timeout_graceful_shutdown=_GRACE,
        timeout_keep_alive=_IDLE,
        ws="none",
    )
