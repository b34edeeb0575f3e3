"""The command ``weegboek serve``."""

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

import typer

from dashboards.server import serve as run_server
from dashboards.tier import Tier
from dashboards.verification import Source
from etl.terminal import etl_reported
from etl.warehouse.reader import open_current
from ledger.records.visibility import Visibility
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
    tier: Annotated[
        Literal["public", "committee"],
        typer.Option(envvar="WEEGBOEK_TIER", help="Who is served."),
    ] = "public",
    issuer: Annotated[
        str | None,
        typer.Option(
            envvar="WEEGBOEK_ISSUER", help="The OpenID provider, as its tokens name it."
        ),
    ] = None,
    audience: Annotated[
        str | None,
        typer.Option(
            envvar="WEEGBOEK_AUDIENCE_CLAIM", help="For whom its tokens must be made."
        ),
    ] = None,
    role: Annotated[
        str,
        typer.Option(envvar="WEEGBOEK_ROLE", help="The role that readers must have."),
    ] = "committee",
    roles_claim: Annotated[
        str,
        typer.Option(
            envvar="WEEGBOEK_ROLES_CLAIM",
            help="Claim that lists a reader's roles; dots lead into it.",
        ),
    ] = "roles",
    access_log: Annotated[
        Path | None,
        typer.Option(
            envvar="WEEGBOEK_ACCESS_LOG",
            help="Directory of the ledger in which each access is recorded.",
        ),
    ] = None,
    access_signer: Annotated[
        Path | None,
        typer.Option(
            envvar="WEEGBOEK_ACCESS_SIGNER", help="Directory of that ledger's signer."
        ),
    ] = None,
) -> None:
    """Serve the dashboards on this machine.

    The ledgers are audited before the first page, when a file changes, and every ten
    minutes; while one does not verify, its pages say so instead of showing numbers.
    The committee tier shows what is confidential, to readers with a token of an OpenID
    provider and a role, and records each access in a ledger of its own.
    """
    given = (issuer, audience, access_log, access_signer)
    if (tier == "committee") != (None not in given) or (
        tier == "public" and any(given)
    ):
        fail(
            "--tier committee needs --issuer, --audience, --access-log and"
            " --access-signer, and the public tier takes none of them",
            USAGE,
        )
    sources, built = _sources(home, warehouse, ledgers or [], policies or [], tier)
    for source in sources:
        if not source.policy.is_file():
            fail(f"no file of pinned keys at {source.policy}", COULD_NOT)
    with etl_reported():
        open_current(built, tier)
    make_tier: Callable[[], Tier] = Tier
    if issuer and audience and access_log and access_signer:
        # A public server must not even hold this code.
        from dashboards.committee.serving import Access, tier_maker  # noqa: PLC0415

        rules = Access(
            issuer=issuer,
            audience=audience,
            role=role,
            roles_claim=roles_claim,
            log=access_log,
            signer=access_signer,
        )
        make_tier = tier_maker(rules)
    _check_free(host, port)
    say(f"Weegboek ({tier}) is at http://{host}:{port}/ (stop with Ctrl-C)")
    run_server(built, sources, make_tier, host=host, port=port, threads=threads)


def _sources(
    home: Path | None,
    warehouse: Path | None,
    ledgers: list[Path],
    policies: list[Path],
    tier: Visibility,
) -> tuple[list[Source], Path]:
    if home is not None and not ledgers:
        source = Source(ledger=home / "ledger", policy=home / "signer" / "policy")
        own = {"public": "warehouse"}.get(tier, tier)
        return [source], warehouse or home / own
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
