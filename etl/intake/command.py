"""The command ``weegboek intake``."""

import json
import secrets
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from etl.errors import IntakeError
from etl.intake.openapi import document
from etl.intake.server import Address, serve
from etl.intake.service import Room
from etl.intake.tokens import SCOPES, Token, Tokens
from etl.json_log import log_as_json
from etl.terminal import etl_reported
from ledger.cli.options import Json, LedgerPath, SignerPath, now, passphrase
from ledger.signer import load_signer
from ledger.store import Ledger
from ledger.terminal import USAGE, fail, say, show

app = typer.Typer(
    help="Take in records from jobs on other machines, over HTTP.",
    no_args_is_help=True,
    add_completion=False,
)
token_app = typer.Typer(
    help="Who may submit: make, list and revoke tokens.", no_args_is_help=True
)
app.add_typer(token_app, name="token")

StatePath = Annotated[
    Path,
    typer.Option(
        "--state",
        envvar="WEEGBOEK_INTAKE_STATE",
        help="Directory of the intake's tokens and journal.",
    ),
]


@app.command("serve")
def intake_serve(
    ledger: LedgerPath,
    signer: SignerPath,
    state: StatePath,
    host: Annotated[
        str, typer.Option(envvar="WEEGBOEK_HOST", help="Address to listen on.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(envvar="WEEGBOEK_PORT", min=0, max=65535, help="Its port.")
    ] = 8060,
    tls_cert: Annotated[
        Path | None,
        typer.Option(envvar="WEEGBOEK_TLS_CERT", help="Certificate of the service."),
    ] = None,
    tls_key: Annotated[
        Path | None, typer.Option(envvar="WEEGBOEK_TLS_KEY", help="Its private key.")
    ] = None,
    client_ca: Annotated[
        Path | None,
        typer.Option(
            envvar="WEEGBOEK_CLIENT_CA",
            help="Who signs clients' certificates: they need one besides a token.",
        ),
    ] = None,
    max_body: Annotated[
        int,
        typer.Option(envvar="WEEGBOEK_MAX_BODY", min=1, help="Bytes of one batch."),
    ] = Room.body,
    max_records: Annotated[
        int,
        typer.Option(
            envvar="WEEGBOEK_MAX_RECORDS", min=1, help="Records of one batch."
        ),
    ] = Room.records,
    max_waiting: Annotated[
        int,
        typer.Option(
            envvar="WEEGBOEK_MAX_WAITING",
            min=1,
            help="Records that may wait to be published; beyond, 503.",
        ),
    ] = Room.waiting,
    max_share: Annotated[
        int,
        typer.Option(
            envvar="WEEGBOEK_MAX_SHARE",
            min=1,
            help="Records of one system that may wait; beyond, 429.",
        ),
    ] = Room.share,
    *,
    behind_proxy: Annotated[
        bool,
        typer.Option(
            "--behind-proxy", envvar="WEEGBOEK_BEHIND_PROXY", help="A proxy does TLS."
        ),
    ] = False,
) -> None:
    """Serve the intake until SIGTERM or SIGINT; logs are JSON lines on stderr.

    Exit status: 0 it was ended in order, 2 wrong usage, 3 it could not be run.
    """
    address = Address(
        host=host,
        port=port,
        certificate=tls_cert,
        key=tls_key,
        client_ca=client_ca,
        behind_proxy=behind_proxy,
    )
    room = Room(
        body=max_body, records=max_records, waiting=max_waiting, share=max_share
    )
    try:
        address.check()
    except IntakeError as error:
        fail(str(error), USAGE)
    log_as_json()

    def open_ledger() -> Ledger:
        return Ledger.open(ledger, load_signer(signer, passphrase=passphrase()), now)

    with etl_reported():
        serve(state, open_ledger, address, room)


@app.command()
def openapi() -> None:
    """Show the OpenAPI document."""
    show(document().decode().removesuffix("\n"))


@token_app.command("add")
def token_add(
    system: Annotated[
        str,
        typer.Argument(
            help="The system that will submit, as entries name it in their source."
        ),
    ],
    state: StatePath,
    scope: Annotated[
        list[str],
        typer.Option(
            envvar="WEEGBOEK_SCOPE", help=f"What it is for: {', '.join(SCOPES)}."
        ),
    ],
    days: Annotated[
        int,
        typer.Option(envvar="WEEGBOEK_DAYS", min=1, max=3660, help="Days it is valid."),
    ] = 365,
) -> None:
    """Make a token and show it; it is shown only now."""
    with etl_reported():
        state.mkdir(parents=True, exist_ok=True, mode=0o700)
        token, text = Tokens(state).add(
            system, scope, now=now(), days=days, random=secrets.token_bytes
        )
    say(f"token {token.id} of {system}, until {token.expires_at:%Y-%m-%d}; keep it:")
    show(text)


@token_app.command("list")
def token_list(state: StatePath, *, as_json: Json = False) -> None:
    """List the tokens, without their secrets."""
    with etl_reported():
        tokens = Tokens(state).all()
    shapes = [_shape(token) for token in tokens]
    if as_json:
        show(json.dumps(shapes))
        return
    for shape in shapes:
        show("  ".join(str(shape[name]) for name in ("id", "standing", "system")))


@token_app.command("revoke")
def token_revoke(
    identity: Annotated[str, typer.Argument(metavar="ID", help="The token's id.")],
    state: StatePath,
) -> None:
    """Revoke a token: from now on it is refused."""
    with etl_reported():
        token = Tokens(state).revoke(identity, now())
    show(f"token {token.id} of {token.system} is revoked")


def _shape(token: Token) -> dict[str, object]:
    shape = msgspec.to_builtins(token)
    del shape["secret_hash"]
    return {**shape, "scopes": sorted(token.scopes), "standing": token.standing(now())}
