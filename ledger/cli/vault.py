"""The command ``weegboek vault``."""

import json
import os
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import typer

from ledger.cli.options import Json, Keys, LedgerPath, LedgerPlace, PolicyFile, trusted
from ledger.durable import Disk, put_durably
from ledger.errors import StorageError
from ledger.files import read_file
from ledger.key_files import PRIVATE
from ledger.reader import LedgerReader
from ledger.search import find_entry
from ledger.terminal import FINDINGS, fail, proved, reported, say, show
from ledger.vault.audience_key import load_identity, make_identity, read_audience_key
from ledger.vault.opening import rewrap as rewrap_vault
from ledger.vault.pack import MAX_PACK_SIZE, Pack, check_pack, make_pack
from ledger.vault.vault_files import PACKS, Audience, Vault, create_vault

app = typer.Typer(
    help="Keep what is confidential, disclose it with proof, and destroy it.",
    no_args_is_help=True,
    add_completion=False,
)

VaultPath = Annotated[
    Path,
    typer.Option(
        "--vault",
        envvar="WEEGBOEK_VAULT",
        help="Directory of the vault; keep it apart from the ledger.",
    ),
]
IdentityPath = Annotated[
    Path,
    typer.Option(
        "--identity",
        envvar="WEEGBOEK_IDENTITY",
        help="Directory of the audience's private keys.",
    ),
]
AudienceName = Annotated[
    str,
    typer.Option(
        "--audience", envvar="WEEGBOEK_AUDIENCE", help="Name of the audience."
    ),
]


def _passphrase() -> str | None:
    """Return the passphrase of identities, if WEEGBOEK_IDENTITY_PASSPHRASE is set."""
    return os.environ.get("WEEGBOEK_IDENTITY_PASSPHRASE")


@app.command()
def init(ledger: LedgerPath, vault: VaultPath) -> None:
    """Make a vault for a ledger."""
    with reported():
        inside = ledger.resolve()
        if inside in {vault.resolve(), *vault.resolve().parents}:
            raise StorageError(f"{vault} lies in the ledger, which is public")
        origin = LedgerReader.at(ledger).checkpoint().origin
        create_vault(vault, origin, Disk())
    show(f"{vault}: vault of {origin}, no audience yet")


@app.command()
def identity(
    directory: Annotated[
        Path, typer.Argument(envvar="WEEGBOEK_IDENTITY", help="A new directory.")
    ],
    name: Annotated[
        str, typer.Option(envvar="WEEGBOEK_AUDIENCE", help="Name of the audience.")
    ],
) -> None:
    """Make the keys of an audience, on its own machine.

    The file ``audience`` is for whoever keeps the vault; the others are for nobody.
    """
    with reported():
        made = make_identity(directory, name, passphrase=_passphrase(), disk=Disk())
    show(f"{directory / 'audience'}: key {made.key.key_id} of {name}")


@app.command("add-audience")
def add_audience(
    key: Annotated[Path, typer.Argument(help="File of the audience's public key.")],
    vault: VaultPath,
    *,
    clearance: Annotated[
        Literal["committee", "classified"],
        typer.Option(
            envvar="WEEGBOEK_CLEARANCE", help="The narrowest tier that it may see."
        ),
    ] = "committee",
) -> None:
    """Add an audience, or give one a new key; what is sealed stays until rewrapped."""
    with reported():
        kept = Vault(vault)
        public = read_audience_key(key)
        with kept.held():
            kept.add_audience(Audience(clearance, public))
    show(f"{public.name}: key {public.key_id}, cleared for what is {clearance}")


@app.command()
def disclose(
    ledger: LedgerPath,
    which: Annotated[
        list[str], typer.Argument(help="Indices, references or leaf hashes.")
    ],
    vault: VaultPath,
    identity: IdentityPath,
    audience: AudienceName,
    name: Annotated[
        str, typer.Option(envvar="WEEGBOEK_PACK", help="A name for the pack.")
    ],
) -> None:
    """Make a disclosure pack of some entries for an audience, in the vault's packs.

    The vault is opened by an identity that may see at least what the audience may.
    """
    with reported():
        if Path(name).name != name or name.startswith("."):
            raise StorageError(f"{name!r} is no plain name of a file")
        reader, kept = LedgerReader.at(ledger), Vault(vault)
        opener = load_identity(identity, _passphrase())
        found = [(one, find_entry(reader, one)) for one in which]
        missing = [one for one, place in found if place is None]
        if missing:
            fail(f"no entry {missing[0]} in {ledger}", FINDINGS)
        indices = [place[0] for _, place in found if place is not None]
        with kept.held():
            path = vault / PACKS / f"{name}.json"
            if path.exists():
                raise StorageError(f"{path} is there already")
            pack = make_pack(kept, reader, opener, audience, indices)
            put_durably(Disk(), path, pack.to_bytes(), mode=PRIVATE)
    say(f"{len(pack.entries)} entries, sealed to key {pack.key} of {audience}")
    show(str(path))


@app.command("open")
def open_pack(
    ledger: LedgerPlace,
    pack: Annotated[Path, typer.Argument(help="The disclosure pack.")],
    identity: IdentityPath,
    policy: PolicyFile = None,
    key: Keys = None,
    *,
    as_json: Json = False,
) -> None:
    """Open a disclosure pack, and verify each value against the public ledger.

    Exit status: 0 verified, 1 something is not what the ledger holds.
    """
    rules = trusted(policy, key)
    with reported():
        read = Pack.parse(read_file(pack, MAX_PACK_SIZE))
        disclosed = read.open(load_identity(identity, _passphrase()))
        reader = LedgerReader.at(ledger)
        opened = proved(lambda: list(check_pack(disclosed, read.origin, reader, rules)))
    if as_json:
        show(msgspec.json.encode(opened).decode())
        return
    for one in opened:
        show(f"entry      {one.entry}  ({one.kind})")
        show(f"leaf hash  {one.leaf}")
        for field, value in sorted(one.fields.items()):
            show(f"  {field}: {json.dumps(value, ensure_ascii=False)}")
    show(f"verified: {len(opened)} entries of {read.origin}")


@app.command()
def rewrap(vault: VaultPath, identity: IdentityPath, audience: AudienceName) -> None:
    """Seal what an identity opens to the key that an audience has now.

    So a key is replaced, and a new audience is let in. No entry changes.
    """
    with reported():
        kept = Vault(vault)
        opener = load_identity(identity, _passphrase())
        with kept.held():
            count = rewrap_vault(kept, opener, audience)
    show(f"{count} records sealed anew to {audience}")
