"""The command ``weegboek witness``."""

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.options import now, passphrase
from ledger.durable import Disk, put_durably
from ledger.files import read_file
from ledger.keys import VerifierKey
from ledger.terminal import FINDINGS, fail, reported, say, show
from ledger.web import Answer
from ledger.witness.cosigner import Cosigner, create_cosigner, load_cosigner
from ledger.witness.request import MAX_REQUEST
from ledger.witness.server import WitnessServer

app = typer.Typer(
    help="Vouch that a ledger shows everyone the same history.",
    no_args_is_help=True,
    add_completion=False,
)

WitnessPath = Annotated[
    Path,
    typer.Argument(envvar="WEEGBOEK_WITNESS", help="Directory of the witness."),
]

_OK = 200


@app.command("init")
def init(
    witness: WitnessPath,
    name: Annotated[
        str,
        typer.Option(
            envvar="WEEGBOEK_WITNESS_NAME",
            help="The witness's unique name, such as witness.example.nl.",
        ),
    ],
    log: Annotated[
        list[str],
        typer.Option(
            envvar="WEEGBOEK_LOG_KEYS",
            help="A key of a ledger to witness; give every key of each ledger.",
        ),
    ],
) -> None:
    """Make a witness, and show what others put into their policies."""
    with reported():
        logs = tuple(VerifierKey.parse(text) for text in log)
        made = create_cosigner(witness, name, logs, passphrase=passphrase())
    _show_keys(made)


def _show_keys(cosigner: Cosigner) -> None:
    for key in cosigner.verifier_keys:
        kind = "ml-dsa-44" if key.algorithm == "ML-DSA-44" else "ed25519"
        show(f"witness {cosigner.name}-{kind} {key.format()}")


@app.command("sign")
def sign(
    witness: WitnessPath,
    request: Annotated[
        Path,
        typer.Argument(help="Request by: weegboek ledger checkpoint --for-witness."),
    ],
    out: Annotated[
        Path,
        typer.Option(envvar="WEEGBOEK_OUT", help="Where to put the cosignatures."),
    ],
) -> None:
    """Cosign a request in a file: the way to a witness that no network reaches.

    Exit status: 0 cosigned, 1 it does not continue what was seen.
    """
    with reported():
        cosigner = load_cosigner(witness, passphrase=passphrase())
        answer = cosigner.answer(read_file(request, MAX_REQUEST), now())
        if answer.status == _OK:
            put_durably(Disk(), out, answer.body)
            show(str(out))
            return
    fail(f"not cosigned ({answer.status}): {_said(answer)}", FINDINGS)


def _said(answer: Answer) -> str:
    said = answer.body.decode().strip()
    if answer.kind.startswith("text/plain"):
        return said
    return f"the size last seen is {said}; ask for a request from there"


@app.command("serve")
def serve(
    witness: WitnessPath,
    host: Annotated[
        str, typer.Option(envvar="WEEGBOEK_HOST", help="Address to listen at.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(envvar="WEEGBOEK_PORT", help="Port; 0 takes a free one.")
    ] = 8060,
) -> None:
    """Answer ledgers over HTTP until stopped (c2sp.org/tlog-witness)."""
    with reported():
        cosigner = load_cosigner(witness, passphrase=passphrase())
        server = WitnessServer((host, port), cosigner, now, say)
    address, listening = server.server_address[:2]
    show(f"{cosigner.name} listens at http://{address!s}:{listening}")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        say("stopped")
    finally:
        server.server_close()
