"""The command ``weegboek ledger``."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_bytes
from typing import Annotated, Any, BinaryIO

import msgspec
import typer

from ledger.cli.manifest import manifest
from ledger.cli.options import (
    Json,
    Keys,
    LedgerPath,
    LedgerPlace,
    PolicyFile,
    RecordsFile,
    SignerPath,
    now,
    passphrase,
    pinned,
)
from ledger.cli.prove import prove, prove_growth_between
from ledger.cli.sources import sign_record, source_key
from ledger.cli.timestamp import timestamp
from ledger.errors import FormatError
from ledger.files import read_file
from ledger.intake import MAX_LINE_SIZE, parse_line
from ledger.note import MAX_NOTE_SIZE, SignedNote
from ledger.policy import Policy
from ledger.reader import LedgerReader
from ledger.records.authority import Authority
from ledger.records.record import KINDS
from ledger.records.schema import record_schema
from ledger.records.values import Text
from ledger.search import find_entry
from ledger.signer import POLICY, create_signer, is_signer, load_signer
from ledger.store import Ledger, create_ledger
from ledger.terminal import (
    FINDINGS,
    USAGE,
    counted,
    fail,
    proved,
    reported,
    say,
    show,
)
from ledger.tree import leaf_hash
from ledger.vault.keeper import VaultKeeper, keeping
from ledger.vault.vault_files import Vault
from ledger.witness.client import Cosigning, collect, request_for, sound_lines

app = typer.Typer(
    help="Create a ledger, append to it, prove and show what is in it.",
    no_args_is_help=True,
    add_completion=False,
)


@app.command()
def create(
    ledger: LedgerPath,
    signer: SignerPath,
    origin: Annotated[
        str,
        typer.Option(
            envvar="WEEGBOEK_ORIGIN",
            help="The ledger's unique name, such as example.nl/licences.",
        ),
    ],
    country: Annotated[
        str,
        typer.Option(
            envvar="WEEGBOEK_COUNTRY", help="Country of the authority, ISO 3166-1."
        ),
    ],
    office_nl: Annotated[
        str | None,
        typer.Option(envvar="WEEGBOEK_OFFICE_NL", help="Deciding office, in Dutch."),
    ] = None,
    office_en: Annotated[
        str | None,
        typer.Option(envvar="WEEGBOEK_OFFICE_EN", help="Deciding office, in English."),
    ] = None,
    *,
    synthetic: Annotated[
        bool,
        typer.Option(
            envvar="WEEGBOEK_SYNTHETIC",
            help="Nothing in the ledger is real; every page will say so.",
        ),
    ] = False,
) -> None:
    """Make a ledger, and its signer when there is none yet."""
    with reported():
        opening = Authority(
            country=country,
            office=Text(nl=office_nl, en=office_en),
            origin=origin,
            synthetic=synthetic,
        )
        if is_signer(signer):
            keys = load_signer(signer, passphrase=passphrase())
        else:
            keys = create_signer(signer, origin, passphrase=passphrase())
            say(f"made keys in {signer}; verifiers pin {signer / 'policy'}")
        made = create_ledger(ledger, opening=opening, signer=keys, clock=now)
    entries = counted(made.size, "entry", "entries")
    show(f"{ledger}: {made.checkpoint.origin}, {entries}")


@app.command()
def append(
    ledger: LedgerPath,
    signer: SignerPath,
    file: RecordsFile = "-",  # type: ignore[assignment] # Typer opens it
    vault: Annotated[
        Path | None,
        typer.Option(
            envvar="WEEGBOEK_VAULT", help="Vault that keeps what is confidential."
        ),
    ] = None,
) -> None:
    """Append the records of a file; all of them, or none.

    What is confidential is sealed in the vault; without one it is refused.
    """
    line = 0
    with reported():
        keys = load_signer(signer, passphrase=passphrase())
        opened = Ledger.open(ledger, keys, now)
        before = opened.size
    try:
        with (
            reported(),
            _keeper(vault) as keeper,
            opened.appending(keeper) as batch,
        ):
            for line, text in enumerate(_lines(file), start=1):  # noqa: B007 - named below
                record, source = parse_line(text)
                batch.append(record, source=source)
    except typer.Exit as ended:
        # After a batch is signed a failure is another one: the error says so.
        if opened.size == before:
            place = f"in line {line}; " if ended.exit_code == FINDINGS else ""
            say(f"{place}nothing was appended")
        raise
    appended = counted(opened.size - before, "entry", "entries")
    show(f"{appended} appended, size {opened.size}")
    with reported():
        policy = Policy.parse((signer / POLICY).read_bytes())
        if policy.witnesses and opened.size > before:
            _say_cosigning(policy, collect(opened, policy))


@contextmanager
def _keeper(vault: Path | None) -> Iterator[VaultKeeper | None]:
    if vault is None:
        yield None
        return
    with keeping(Vault(vault), token_bytes) as keeper:
        yield keeper


@app.command()
def cosign(
    ledger: LedgerPath,
    signer: SignerPath,
    file: Annotated[
        Path | None,
        typer.Argument(help="Cosignatures by: weegboek witness sign. Else, ask now."),
    ] = None,
) -> None:
    """Add cosignatures to the checkpoint: from a file, or by asking the witnesses.

    The witnesses are those of the signer's policy. Exit status: 0 the quorum is
    reached, 1 it is not.
    """
    with reported():
        opened = Ledger.open(ledger, load_signer(signer, passphrase=passphrase()), now)
        policy = Policy.parse((signer / POLICY).read_bytes())
        if file is not None:
            note = SignedNote.parse(opened.reader.checkpoint_note())
            keys = [witness.key for witness in policy.witnesses]
            raw = read_file(file, MAX_NOTE_SIZE)
            lines = proved(lambda: sound_lines(raw, note, keys))
            opened.add_cosignatures(note.text, lines)
        cosigning = collect(opened, policy, ask=file is None)
        _say_cosigning(policy, cosigning)
    if not cosigning.reached:
        raise typer.Exit(FINDINGS)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a file, none of them longer than can be a sound one."""
    return iter(lambda: file.readline(MAX_LINE_SIZE + 1), b"")


def _say_cosigning(policy: Policy, cosigning: Cosigning) -> None:
    for trouble in cosigning.troubles:
        say(f"witness {trouble}")
    say(policy.standing(cosigning.cosigners))


@app.command("show")
def show_entry(
    ledger: LedgerPlace,
    which: Annotated[
        str | None,
        typer.Argument(
            help="Index, reference or leaf hash; the checkpoint when left out."
        ),
    ] = None,
    *,
    as_json: Json = False,
) -> None:
    """Show one entry, or what the ledger holds."""
    with reported():
        reader = LedgerReader.at(ledger)
        if which is None:
            _show_checkpoint(reader)
            return
        found = find_entry(reader, which)
        if found is None:
            fail(f"no entry {which} in {ledger}", FINDINGS)
        index, raw = found
        shape = {
            "index": index,
            "leaf_hash": leaf_hash(raw).hex(),
            "entry": _json_of(raw),
        }
    if as_json:
        show(json.dumps(shape, ensure_ascii=False))
        return
    say("not verified; to verify: weegboek audit run")
    show(f"entry      {index}")
    show(f"leaf hash  {shape['leaf_hash']}")
    show(json.dumps(shape["entry"], ensure_ascii=False, indent=2))


def _json_of(raw: bytes) -> Any:  # noqa: ANN401 - whatever the entry holds
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise FormatError("entry", f"not JSON: {str(error)[:300]}") from error


app.command()(prove)
app.command("prove-growth")(prove_growth_between)


@app.command()
def checkpoint(
    ledger: LedgerPlace,
    policy: PolicyFile = None,
    key: Keys = None,
    *,
    for_witness: Annotated[
        int | None,
        typer.Option(
            envvar="WEEGBOEK_FOR_WITNESS",
            min=0,
            help="Size that a witness has seen: write a request for it instead.",
        ),
    ] = None,
) -> None:
    """Show the signed checkpoint, and check its signatures with pinned keys."""
    with reported():
        reader = LedgerReader.at(ledger)
        if for_witness is not None:
            note = SignedNote.parse(reader.checkpoint_note())
            request = request_for(reader, note, for_witness)
            show(request.format().decode().removesuffix("\n"))
            return
        if policy is None and not key:
            say("signatures not checked: give --policy or --key")
            _show_checkpoint(reader)
            return
        rules, raw = pinned(policy, key), reader.checkpoint_note()
        checked = rules.checkpoint_of(raw)
        show(raw.decode().removesuffix("\n"))
        say(f"signed by every pinned key, over {checked.size} entries")
        say(rules.standing(rules.cosigners(SignedNote.parse(raw))))


app.command()(manifest)
app.command()(timestamp)
app.command()(sign_record)
app.command()(source_key)


@app.command()
def schema(
    kind: Annotated[str, typer.Argument(help=f"One of {', '.join(KINDS)}.")],
) -> None:
    """Show the JSON Schema of one kind of record."""
    if kind not in KINDS:
        fail(f"no kind {kind!r}; the kinds are {', '.join(KINDS)}", USAGE)
    show(json.dumps(msgspec.to_builtins(record_schema(kind)), indent=2))


def _show_checkpoint(reader: LedgerReader) -> None:
    show(
        SignedNote.parse(reader.checkpoint_note()).format().decode().removesuffix("\n")
    )
