"""The command ``weegboek ledger timestamp``."""

import json
from pathlib import Path
from typing import Annotated

import typer

from ledger.audit.dates import stated
from ledger.checkpoint import Checkpoint
from ledger.cli.options import Json, LedgerPath, authority_roots
from ledger.durable import Disk, put_durably
from ledger.errors import ExistsError, ProofError
from ledger.proof import checkpoint_at
from ledger.reader import LedgerReader
from ledger.terminal import USAGE, fail, proved, reported, say, show
from ledger.timestamp.client import ask
from ledger.timestamp.files import Listed, keep_token
from ledger.timestamp.request import Request, new_nonce
from ledger.timestamp.rfc3161 import AuthorityRoots, Token


def timestamp(
    ledger: LedgerPath,
    authority: Annotated[
        str | None,
        typer.Option(
            envvar="WEEGBOEK_AUTHORITY",
            help="Address of a time-stamping authority (RFC 3161).",
        ),
    ] = None,
    root: Annotated[
        list[Path] | None,
        typer.Option(
            "--root",
            envvar="WEEGBOEK_AUTHORITY_ROOT",
            help="Root certificate of the authority, in PEM: only its token is kept.",
        ),
    ] = None,
    *,
    request: Annotated[
        Path | None,
        typer.Option(
            envvar="WEEGBOEK_REQUEST",
            help="Without a network: write the request to this file, to be carried to"
            " the authority. With --response: the request that was carried.",
        ),
    ] = None,
    response: Annotated[
        Path | None,
        typer.Option(
            envvar="WEEGBOEK_RESPONSE", help="The authority's answer to --request."
        ),
    ] = None,
    size: Annotated[
        int | None,
        typer.Option(
            envvar="WEEGBOEK_SIZE",
            min=1,
            help="Size that the request was over, if the ledger grew since.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Have an authority stamp the checkpoint, and keep its token beside the ledger.

    It is kept only if it is over this ledger, answers this request, and is
    by an authority whose root certificate is pinned.
    """
    if response is not None and request is None:
        fail("--response needs the --request that it answers", USAGE)
    if request is None and authority is None:
        fail("give the --authority to ask, or --request FILE to carry to one", USAGE)
    with reported():
        reader = LedgerReader.at(ledger)
        published = reader.checkpoint()
        at = published if size is None else checkpoint_at(reader, size, published)
    if request is not None and response is None:
        _write(at, request)
        return
    roots = authority_roots(root)
    if roots is None:
        fail("no authority is pinned: give its --root CERTIFICATE", USAGE)
    with reported():
        if request is not None and response is not None:
            asked = Request.parse(request.read_bytes())
            answer = response.read_bytes()
        else:
            asked = Request.over(at.format(), new_nonce())
            answer = ask(authority or "", asked)
        token = proved(lambda: _checked(answer, asked, at, roots))
        kept = keep_token(ledger, at.size, answer, disk=Disk())
    _tell(token, kept, as_json=as_json)


def _write(at: Checkpoint, path: Path) -> None:
    with reported():
        if path.exists():  # its nonce would be lost, and with it the answer
            raise ExistsError(f"{path} exists; with its answer: --response FILE")
        request = Request.over(at.format(), new_nonce())
        put_durably(Disk(), path, request.format())
    show(f"{path}: a request over {at.size} entries")
    say(f"when it is answered: --request {path} --response ANSWER --size {at.size}")


def _checked(
    answer: bytes, asked: Request, at: Checkpoint, roots: AuthorityRoots
) -> Token:
    """Return the token of an answer to a request over a checkpoint.

    Raises:
        FormatError: It is no answer of an authority.
        ProofError: It does not answer this request, or not over this checkpoint.
        SignatureError: It is not by a pinned authority.
    """
    if asked != Request.over(at.format(), asked.nonce):
        raise ProofError(
            f"the request is not over {at.size} entries of {at.origin}; what it is"
            " over stands in --size"
        )
    token = roots.open(answer, asked.nonce)
    token.check(at.format())
    return token


def _tell(token: Token, kept: Listed, *, as_json: bool) -> None:
    when = stated(token.stamped_at)
    shape = {
        "size": kept.size,
        "stamped_at": when,
        "authority": token.authority,
        "file": kept.name,
    }
    if as_json:
        show(json.dumps(shape, ensure_ascii=False))
        return
    show(f"{kept.size} entries were there by {when}, says {token.authority}")
    say(f"kept in {kept.name}")
