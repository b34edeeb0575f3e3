"""The answer of a view with everything that its exports say."""

from dataclasses import dataclass
from typing import Final

from dashboards.exports.manifest import FORMAT, Beside, Manifest, filters_of, row_digest
from dashboards.exports.provenance import citation, provenance
from dashboards.figures.frame import Figure
from dashboards.queries import build_stamp
from dashboards.scene import Scene
from dashboards.tables import Table
from dashboards.views.view import Shown, View
from dashboards.words import Words

SYNTHETIC: Final = Words(
    "Synthetische demonstratie: niets op deze pagina is echt.",
    "Synthetic demo: nothing on this page is real.",
)
UNIT: Final = Words("Geteld wordt", "What is counted")
DENOMINATOR: Final = Words("Noemer", "Denominator")
METHOD: Final = Words("Methode", "Method")
LEFT_OUT: Final = Words("Niet meegeteld", "Left out")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What every format writes.

    Attributes:
        manifest: What it was computed from.
        title: Title of the view.
        summary: What the rows show, in one sentence.
        table: The rows.
        figures: What to draw, with titles; empty when there is nothing to draw.
        notes: What a reader must know, first of all that it is synthetic.
        how_counted: How the numbers come about, as pairs of heading and text.
        provenance: Which checkpoint, in words.
        citation: How to cite it.
    """

    manifest: Manifest
    title: str
    summary: str
    table: Table
    figures: tuple[tuple[str, Figure], ...]
    notes: tuple[str, ...]
    how_counted: tuple[tuple[str, str], ...]
    provenance: str
    citation: str

    def lines(self) -> tuple[str, ...]:
        """Return all that stands above the rows in a file of text."""
        counted = (f"{heading}: {text}" for heading, text in self.how_counted)
        return (
            *self.notes,
            self.title,
            self.summary,
            *counted,
            self.provenance,
            self.citation,
        )


def answer_of(scene: Scene, view: View) -> Answer:
    """Ask a view and return its answer."""
    return answer_from(scene, view, view.show(scene))


def answer_from(scene: Scene, view: View, shown: Shown) -> Answer:
    """Return the answer of a view that was asked already."""
    language, stamp = scene.language, scene.stamp
    build = build_stamp(scene.connection)
    filters = filters_of(scene.state)
    second = scene.stamps[1:]
    is_synthetic = any(one.synthetic for one in scene.stamps)
    manifest = Manifest(
        beside=next(
            (Beside(origin=o.origin, root=o.root, size=o.size) for o in second), None
        ),
        code_lists=build.code_lists,
        filters=filters,
        format=FORMAT,
        language=language.tongue,
        origin=stamp.origin,
        root=stamp.root,
        row_digest=row_digest(shown.table),
        rows=len(shown.table.rows),
        schema=build.schema,
        size=stamp.size,
        synthetic=is_synthetic,
        view=view.name,
        view_version=view.version,
    )
    marks = (language.say(SYNTHETIC),) if is_synthetic else ()
    notices = (language.either(o.notice_nl, o.notice_en) for o in scene.stamps)
    return Answer(
        manifest=manifest,
        title=language.say(view.title),
        summary=shown.summary,
        table=shown.table,
        figures=shown.figures(),
        notes=tuple(filter(None, (*marks, *notices, *shown.notes))),
        how_counted=how_counted(scene, view),
        provenance=provenance(scene),
        citation=citation(scene, view, filters),
    )


def how_counted(scene: Scene, view: View) -> tuple[tuple[str, str], ...]:
    """Say how the numbers of a view come about, as pairs of heading and text."""
    say, counted = scene.language.say, view.how_counted
    pairs = (
        (METHOD, counted.method),
        (UNIT, counted.unit),
        (DENOMINATOR, counted.denominator),
        (LEFT_OUT, counted.left_out),
    )
    return tuple((say(heading), say(words)) for heading, words in pairs if say(words))
