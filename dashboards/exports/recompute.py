"""A figure anew, from a ledger that verifies."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from dashboards.errors import NotAtHandError
from dashboards.exports.answer import Answer, answer_of
from dashboards.exports.contents import Contents
from dashboards.exports.difference import Difference, differences
from dashboards.exports.formats import Format, format_of
from dashboards.exports.manifest import Beside, Manifest
from dashboards.exports.png_file import RENDERER
from dashboards.labels import read_labels
from dashboards.queries import LedgerStamp, ledgers
from dashboards.scene import Scene
from dashboards.views import VIEWS
from dashboards.views.revisions import REVISIONS
from dashboards.words import Language
from etl.reconcile import Discrepancy, reconcile
from etl.warehouse.build import build_warehouse
from etl.warehouse.connection import Connection
from etl.warehouse.reader import Warehouse, open_current
from etl.warehouse.verified import LedgerInput


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureCheck:
    """What came of computing a figure again.

    Attributes:
        format: The format of the file.
        manifest: What the file says that it was computed from.
        differences: What in it is not what the ledger gives.
        discrepancies: What in the given warehouse is not what the ledger gives.
    """

    format: Format
    manifest: Manifest
    differences: tuple[Difference, ...]
    discrepancies: tuple[Discrepancy, ...] = ()

    @property
    def verified(self) -> bool:
        """Whether the file holds what the ledger gives."""
        return not self.differences and not self.discrepancies


def check_figure(
    raw: bytes,
    given: LedgerInput,
    warehouse: Path | None = None,
    beside: LedgerInput | None = None,
) -> FigureCheck:
    """Compute a figure again and compare it with a file.

    Args:
        raw: The file.
        given: The ledger that it says it is of, and the keys pinned for it.
        warehouse: One that is at the checkpoint of the file; it is reconciled with
            the ledger before anything is read from it. By default one is built.
        beside: The other ledger, when the file compares two.

    Raises:
        ExportError: The file is no export.
        NotAtHandError: It is of a view, a version or a ledger that is not here.
        UnverifiedError: The ledger does not verify.
        WarehouseError: The warehouse cannot be read or is of another checkpoint.
    """
    form = format_of(raw)
    contents = form.read(raw)
    manifest = contents.manifest
    _check_at_hand(manifest, given)
    second = _second(manifest, beside)
    if warehouse is not None:
        found = reconcile(warehouse, [given, *second])
        if found:
            return FigureCheck(
                format=form, manifest=manifest, differences=(), discrepancies=found
            )
        answer = recomputed(open_current(warehouse), manifest)
    else:
        with TemporaryDirectory(prefix="weegboek-") as scratch:
            path = Path(scratch)
            build_warehouse(path, [given.up_to(manifest.size), *second])
            answer = recomputed(open_current(path), manifest)
    _check_same_program(manifest, answer.manifest)
    if form.drawn and not answer.figures:
        nothing = Difference(
            place="drawing", in_file="a figure", in_ledger="nothing to draw"
        )
        return FigureCheck(format=form, manifest=manifest, differences=(nothing,))
    expected = form.read(form.write(answer))
    _check_same_renderer(contents, expected)
    return FigureCheck(
        format=form,
        manifest=manifest,
        differences=differences(contents, expected),
    )


def _check_at_hand(manifest: Manifest, given: LedgerInput) -> None:
    view = VIEWS.get(manifest.view)
    if view is None:
        raise NotAtHandError(f"this program has no view {manifest.view!r}")
    if view is REVISIONS and manifest.state.as_of is not None:
        raise NotAtHandError(
            "what changed since a day depends on what came after the checkpoint that"
            " the file names; ask the page again instead"
        )
    if view.version != manifest.view_version:
        raise NotAtHandError(
            f"the file is of version {manifest.view_version} of {view.name}, this"
            f" program has version {view.version}; verify it with the release that"
            " made it"
        )
    _check_reaches(given, manifest)


def _check_reaches(given: LedgerInput, asked: Manifest | Beside) -> None:
    """Refuse a ledger that is not the one that a file is of, or not all of it."""
    checkpoint = given.reader.checkpoint()
    if checkpoint.origin != asked.origin:
        raise NotAtHandError(
            f"the file is of the ledger {asked.origin}, not of {checkpoint.origin}"
        )
    if checkpoint.size < asked.size:
        raise NotAtHandError(
            f"the file is of {asked.size} entries and this copy of the ledger has"
            f" {checkpoint.size}; get a newer copy"
        )


def _second(manifest: Manifest, beside: LedgerInput | None) -> list[LedgerInput]:
    """Return the other ledger of a file that compares two, as far as it names it."""
    if manifest.beside is None:
        return []
    if beside is None:
        raise NotAtHandError(
            f"the file compares {manifest.origin} with {manifest.beside.origin}; give"
            " that ledger too (--beside)"
        )
    _check_reaches(beside, manifest.beside)
    return [beside.up_to(manifest.beside.size)]


def _check_same_program(manifest: Manifest, fresh: Manifest) -> None:
    made = (manifest.code_lists, manifest.schema)
    if made != (fresh.code_lists, fresh.schema):
        raise NotAtHandError(
            "the file was made with other code lists or tables than this program has;"
            " verify it with the release that made it"
        )


def _check_same_renderer(given: Contents, expected: Contents) -> None:
    if RENDERER not in expected.drawing or RENDERER in given.drawing:
        return
    raise NotAtHandError(
        f"the pixels of the file were not {RENDERER}, with which they would be"
        " compared; verify the SVG or the table instead"
    )


def recomputed(warehouse: Warehouse, manifest: Manifest) -> Answer:
    """Ask the view of a manifest in a warehouse.

    Raises:
        NotAtHandError: The warehouse is not at the checkpoint of the manifest.
    """
    language = Language(manifest.language)
    with warehouse.cursor(manifest.state.as_of) as connection:
        stamps = [one for one in ledgers(connection) if one.origin == manifest.origin]
        sizes = [stamp.size for stamp in stamps]
        if manifest.size not in sizes:
            raise NotAtHandError(
                f"the file is of {manifest.size} entries of {manifest.origin}, the"
                f" warehouse of {_listed(sizes)}"
            )
        scene = Scene(
            beside=_stamp_beside(connection, manifest),
            connection=connection,
            state=manifest.state,
            language=language,
            labels=read_labels(connection, language),
            stamp=stamps[0],
        )
        return answer_of(scene, VIEWS[manifest.view])


def _stamp_beside(connection: Connection, manifest: Manifest) -> LedgerStamp | None:
    """Return the other ledger in a warehouse, under the name that the file has."""
    if manifest.beside is None:
        return None
    for one in ledgers(connection):
        named = (manifest.beside.origin, manifest.beside.size, manifest.state.other)
        if (one.origin, one.size, one.slug) == named:
            return one
    raise NotAtHandError(
        f"the warehouse has not {manifest.beside.size} entries of"
        f" {manifest.beside.origin} under the name {manifest.state.other!r}"
    )


def _listed(sizes: Sequence[int]) -> str:
    return ", ".join(map(str, sizes)) or "none"
