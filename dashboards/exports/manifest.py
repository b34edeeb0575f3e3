"""Manifests: what a figure is a figure of, so that anyone can compute it again."""

from base64 import b64decode
from hashlib import sha256
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta, Struct

from dashboards.errors import ExportError
from dashboards.state import ViewState, parse_state
from dashboards.tables import Table
from dashboards.words import Tongue

FORMAT: Final = "weegboek-figure/1"

_Digest = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
_Size = Annotated[int, Meta(ge=1, le=2**53 - 1)]
_Count = Annotated[int, Meta(ge=0, le=2**53 - 1)]
_ROOT_BYTES: Final = 32


class Beside(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The second ledger of a figure that compares two.

    Attributes:
        origin: Its unique name.
        root: Base64 of the Merkle root over its first ``size`` entries.
        size: Number of entries that its checkpoint covers.
    """

    origin: Annotated[str, Meta(min_length=1, max_length=255)]
    root: str
    size: _Size


class Manifest(
    Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True
):
    """What a figure was computed from.

    Attributes:
        beside: The other ledger, when the reader asked to compare two; else left out.
        code_lists: SHA-256 over the code lists that codes were read by.
        filters: The selection, as the query of an address, without the ledger.
        format: Version of this form.
        language: Language of headings and names.
        origin: The ledger's unique name.
        root: Base64 of the Merkle root over the first ``size`` entries.
        row_digest: SHA-256 over headings and rows (see ``row_digest``).
        rows: Number of rows.
        schema: Version of the warehouse's tables and loading code.
        size: Number of entries that the checkpoint covers.
        synthetic: True when nothing in the ledger is real.
        view: Name of the view.
        view_version: Version of the view.
    """

    beside: Beside | None = None
    code_lists: _Digest
    filters: str
    format: Literal["weegboek-figure/1"]
    language: Tongue
    origin: Annotated[str, Meta(min_length=1, max_length=255)]
    root: str
    row_digest: _Digest
    rows: _Count
    schema: _Count
    size: _Size
    synthetic: bool
    view: Annotated[str, Meta(min_length=1, max_length=120)]
    view_version: _Size

    @property
    def state(self) -> ViewState:
        """The selection."""
        return parse_state(self.filters)


def filters_of(state: ViewState) -> str:
    """Return the selection of a state: what decides the rows of a view."""
    return state.but(ledger="", ref="").query()


def row_digest(table: Table) -> str:
    """Return the SHA-256 of a table in hexadecimal.

    It is over the RFC 8785 form of one JSON array: the array of headings, then each
    row as an array, a cell being a text, a whole number, or null when not published.
    """
    return sha256(msgspec.json.encode([table.headings, *table.rows])).hexdigest()


def format_manifest(manifest: Manifest) -> str:
    """Write a manifest as one line of JSON with sorted keys."""
    return msgspec.json.encode(manifest).decode()


def parse_manifest(text: str | bytes) -> Manifest:
    """Read a manifest.

    Raises:
        ExportError: It is not exactly what ``format_manifest`` writes.
    """
    raw = text.encode() if isinstance(text, str) else text
    try:
        manifest = msgspec.json.decode(raw, type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ExportError(f"the manifest is malformed: {error}") from error
    if msgspec.json.encode(manifest) != raw:
        raise ExportError("the manifest is malformed: it is not in its one exact form")
    _check(manifest)
    return manifest


def _check(manifest: Manifest) -> None:
    """Refuse values that no export has."""
    _check_root(manifest.root)
    if manifest.beside is not None:
        _check_root(manifest.beside.root)
    state = manifest.state
    if state.unknown or filters_of(state) != manifest.filters:
        raise ExportError(
            f"the manifest is malformed: filters {manifest.filters!r} are not in their"
            " one exact form"
        )


def _check_root(text: str) -> None:
    try:
        root = b64decode(text, validate=True)
    except ValueError as error:
        raise ExportError("the manifest is malformed: root is not base64") from error
    if len(root) != _ROOT_BYTES:
        raise ExportError("the manifest is malformed: root is not 32 bytes")
