"""The command ``weegboek vault``."""

import json
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import typer

from ledger.cli.options import (
    Json,
    Keys,
    LedgerPath,
    LedgerPlace,
    PolicyFile,
    SignerPath,
    identity_passphrase,
    now,
    passphrase,
    trusted,
)
from ledger.durable import Disk, put_durably
from ledger.errors import StorageError
from ledger.files import read_file
from ledger.key_files import PRIVATE
from ledger.reader import LedgerReader
from ledger.records.values import Text
from ledger.search import find_entry
from ledger.signer import load_signer
from ledger.store import Ledger
from ledger.terminal import FINDINGS, fail, proved, reported, say, show
from ledger.vault.audience_key import load_identity, make_identity, read_audience_key
from ledger.vault.builds import holding_builds
from ledger.vault.erasing import Ground
from ledger.vault.erasing import erase as erase_entry
from ledger.vault.opening import rewrap as rewrap_vault
from ledger.vault.pack import MAX_PACK_SIZE, Pack, check_pack, make_pack
from ledger.vault.publishing import publication_of
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


def _tell(line: str, shape: dict[str, Any], *, as_json: bool) -> None:
    show(json.dumps(shape) if as_json else line)


def _opened_at(ledger: Path, signer: Path, which: str) -> tuple[Ledger, int]:
    """Return a ledger to append to and the index of an entry, or end the command."""
    opened = Ledger.open(ledger, load_signer(signer, passphrase=passphrase()), now)
    found = find_entry(opened.reader, which)
    if found is None:
        fail(f"no entry {which} in {ledger}", FINDINGS)
    return opened, found[0]


@app.command()
def init(ledger: LedgerPath, vault: VaultPath, *, as_json: Json = False) -> None:
    """Make a vault for a ledger."""
    with reported():
        inside = ledger.resolve()
        if inside in {vault.resolve(), *vault.resolve().parents}:
            raise StorageError(f"{vault} lies in the ledger, which is public")
        origin = LedgerReader.at(ledger).checkpoint().origin
        create_vault(vault, origin, Disk())
    line = f"{vault}: vault of {origin}, no audience yet"
    _tell(line, {"vault": str(vault), "origin": origin}, as_json=as_json)


@app.command()
def identity(
    directory: Annotated[
        Path, typer.Argument(envvar="WEEGBOEK_IDENTITY", help="A new directory.")
    ],
    name: Annotated[
        str, typer.Option(envvar="WEEGBOEK_AUDIENCE", help="Name of the audience.")
    ],
    *,
    as_json: Json = False,
) -> None:
    """Make the keys of an audience, on its own machine.

    The file ``audience`` is for whoever keeps the vault; the others are for nobody.
    """
    with reported():
        made = make_identity(
            directory, name, passphrase=identity_passphrase(), disk=Disk()
        )
    public = directory / "audience"
    shape = {"audience": name, "key": made.key.key_id, "public": str(public)}
    _tell(f"{public}: key {made.key.key_id} of {name}", shape, as_json=as_json)


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
    as_json: Json = False,
) -> None:
    """Add an audience, or give one a new key; what is sealed stays until rewrapped."""
    with reported():
        kept = Vault(vault)
        public = read_audience_key(key)
        with kept.held():
            kept.add_audience(Audience(clearance, public))
    line = f"{public.name}: key {public.key_id}, cleared for what is {clearance}"
    shape = {"audience": public.name, "clearance": clearance, "key": public.key_id}
    _tell(line, shape, as_json=as_json)


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
    *,
    as_json: Json = False,
) -> None:
    """Make a disclosure pack of some entries for an audience, in the vault's packs.

    The vault is opened by an identity that may see at least what the audience may.
    """
    with reported():
        if Path(name).name != name or name.startswith("."):
            raise StorageError(f"{name!r} is no plain name of a file")
        reader, kept = LedgerReader.at(ledger), Vault(vault)
        opener = load_identity(identity, identity_passphrase())
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
    shape = {
        "audience": audience,
        "entries": list(pack.entries),
        "key": pack.key,
        "pack": str(path),
    }
    _tell(str(path), shape, as_json=as_json)


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
        disclosed = read.open(load_identity(identity, identity_passphrase()))
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
def publish(
    ledger: LedgerPath,
    which: Annotated[str, typer.Argument(help="Index, reference or leaf hash.")],
    signer: SignerPath,
    vault: VaultPath,
    identity: IdentityPath,
    reference: Annotated[
        str,
        typer.Option(envvar="WEEGBOEK_REFERENCE", help="Reference of the publication."),
    ],
    *,
    reason_nl: Annotated[
        str | None, typer.Option(envvar="WEEGBOEK_REASON_NL", help="Why, in Dutch.")
    ] = None,
    reason_en: Annotated[
        str | None, typer.Option(envvar="WEEGBOEK_REASON_EN", help="Why, in English.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Publish a withheld decision: append it as it was sealed, with its salt.

    Anyone can then check it against the entry of then. What is confidential in it stays
    sealed. A publication cannot be taken back.
    """
    with reported():
        kept = Vault(vault)
        opened, entry_index = _opened_at(ledger, signer, which)
        said = reason_nl or reason_en
        with kept.held():
            record = publication_of(
                kept,
                opened.reader,
                entry_index,
                load_identity(identity, identity_passphrase()),
                reference=reference,
                published_on=now().date(),
                reason=Text(nl=reason_nl, en=reason_en) if said else None,
            )
        with opened.appending() as batch:
            receipt = batch.append(record)
    line = f"published  entry {entry_index}, by entry {receipt.index}"
    shape = {"entry": entry_index, "publication": receipt.index, "size": opened.size}
    _tell(line, shape, as_json=as_json)


@app.command()
def rewrap(
    vault: VaultPath,
    identity: IdentityPath,
    audience: AudienceName,
    *,
    as_json: Json = False,
) -> None:
    """Seal what an identity opens to the key that an audience has now.

    So a key is replaced, and a new audience is let in. No entry changes.
    """
    with reported():
        kept = Vault(vault)
        opener = load_identity(identity, identity_passphrase())
        with kept.held():
            count = rewrap_vault(kept, opener, audience)
    line = f"{count} records sealed anew to {audience}"
    _tell(line, {"audience": audience, "records": count}, as_json=as_json)


@app.command()
def erase(
    ledger: LedgerPath,
    which: Annotated[str, typer.Argument(help="Index, reference or leaf hash.")],
    signer: SignerPath,
    vault: VaultPath,
    reference: Annotated[
        str,
        typer.Option(envvar="WEEGBOEK_REFERENCE", help="Reference of the erasure."),
    ],
    field: Annotated[
        list[str] | None,
        typer.Option(envvar="WEEGBOEK_FIELD", help="A field; all when left out."),
    ] = None,
    identity: Annotated[
        Path | None,
        typer.Option(
            envvar="WEEGBOEK_IDENTITY",
            help="Private keys that open the entry; needed to tell fields apart.",
        ),
    ] = None,
    article: Annotated[
        str | None,
        typer.Option(envvar="WEEGBOEK_ARTICLE", help="Article of law that asks it."),
    ] = None,
    selection_category: Annotated[
        str | None,
        typer.Option(
            envvar="WEEGBOEK_SELECTION_CATEGORY",
            help="Category of the selection list whose term has ended.",
        ),
    ] = None,
    declaration: Annotated[
        str | None,
        typer.Option(
            envvar="WEEGBOEK_DECLARATION", help="The declaration of destruction."
        ),
    ] = None,
    copies: Annotated[
        list[Path] | None,
        typer.Option(
            "--copy",
            envvar="WEEGBOEK_COPIES",
            help="Directory with a copy of a build for the committee.",
        ),
    ] = None,
    gone: Annotated[
        list[Path] | None,
        typer.Option(
            envvar="WEEGBOEK_GONE",
            help="Directory of a build for the committee that was destroyed otherwise.",
        ),
    ] = None,
    *,
    as_json: Json = False,
) -> None:
    """Destroy what opens an entry, or fields of it, and log that for everyone.

    Its corrections, the packs in the vault, and every build for the committee that was
    made from the vault go too: build again after it. One that is not where it was
    built stops the command before anything is done. Every proof stays valid. The same
    words again finish an erasure that was broken off.
    """
    with reported():
        kept = Vault(vault)
        opened, entry_index = _opened_at(ledger, signer, which)
        opener = (
            None if identity is None else load_identity(identity, identity_passphrase())
        )
        ground = Ground(
            reference, now().date(), article, selection_category, declaration
        )
        names = frozenset(field or ())
        with (
            holding_builds(kept, copies=copies or (), gone=gone or ()) as builds,
            kept.held(),
        ):
            erased = erase_entry(
                kept, opened, entry_index, names, ground, identity=opener, builds=builds
            )
    if as_json:
        show(json.dumps(erased._asdict()))
        return
    for index in erased.entries:
        show(f"erased     entry {index}")
    for pack in erased.packs:
        show(f"destroyed  pack {pack}")
    for build in erased.builds:
        show(f"destroyed  build {build}")
    show(f"{erased.logged} erasures appended, size {opened.size}")
    if erased.builds:
        say("the committee is shown nothing until: weegboek build --tier committee")
