"""The command ``weegboek serve``."""

import socket
from pathlib import Path
from typing import Annotated

import typer

from dashboards.server import serve as run_server
from dashboards.verification import Source
from etl.terminal import etl_reported
from etl.warehouse.reader import open_current
from ledger.terminal import COULD_NOT, USAGE, fail, say

app = typer.Typer(add_completion=False)


@app.command()
def serve(
    home: Annotated[
        Path | None,
        typer.Option(
            envvar="WEEGBOEK_HOME",
            help="Directory with ledger/, signer/policy and warehouse/, as demo makes.",
        ),
    ] = None,
    warehouse: Annotated[
        Path | None,
        typer.Option(envvar="WEEGBOEK_WAREHOUSE", help="Directory of the warehouse."),
    ] = None,
    ledgers: Annotated[
        list[Path] | None,
        typer.Option("--ledger", envvar="WEEGBOEK_LEDGERS", help="A ledger behind it."),
    ] = None,
    policies: Annotated[
        list[Path] | None,
        typer.Option(
            "--policy",
            envvar="WEEGBOEK_POLICIES",
            help="The keys pinned for a ledger; one for each, in the same order.",
        ),
    ] = None,
    host: Annotated[
        str, typer.Option(envvar="WEEGBOEK_HOST", help="Address to listen on.")
    ] = "127.0.0.1",
    port: Annotated[
        int,
        typer.Option(
            envvar="WEEGBOEK_PORT", min=1, max=65535, help="Port to listen on."
        ),
    ] = 8050,
    threads: Annotated[
        int, typer.Option(envvar="WEEGBOEK_THREADS", min=1, help="Threads that serve.")
    ] = 8,
) -> None:
    """Serve the dashboards on this machine.

    The ledgers are audited before the first page, when a file changes, and every ten
    minutes; while one does not verify, its pages say so instead of showing numbers.
    """
    sources, built = _sources(home, warehouse, ledgers or [], policies or [])
    for source in sources:
        if not source.policy.is_file():
            fail(f"no file of pinned keys at {source.policy}", COULD_NOT)
    with etl_reported():
        open_current(built)
    _check_free(host, port)
    say(f"Weegboek is at http://{host}:{port}/ (stop with Ctrl-C)")
    run_server(built, sources, host=host, port=port, threads=threads)


def _sources(
    home: Path | None, warehouse: Path | None, ledgers: list[Path], policies: list[Path]
) -> tuple[list[Source], Path]:
    if home is not None and not ledgers:
        source = Source(ledger=home / "ledger", policy=home / "signer" / "policy")
        return [source], warehouse or home / "warehouse"
    if warehouse is None or not ledgers:
        fail("give --home, or --warehouse with --ledger and --policy", USAGE)
    if len(ledgers) != len(policies):
        fail(f"{len(ledgers)} ledgers need as many --policy", USAGE)
    pairs = zip(ledgers, policies, strict=True)
    return [Source(ledger=ledger, policy=policy) for ledger, policy in pairs], warehouse


def _check_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            fail(f"cannot listen on {host}:{port}: {error.strerror}", COULD_NOT)
