"""What a file of any format holds, in one form, so that files can be compared."""

from dataclasses import dataclass

from dashboards.exports.manifest import Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What stands in an export.

    Attributes:
        manifest: What it says it was computed from.
        lines: Its texts: title, sentence, notes and the like, in order.
        cells: Its headings and rows, as this format keeps them; None when it has none.
        drawing: The drawing, line by line; empty when it has none.
    """

    manifest: Manifest
    lines: tuple[str, ...] = ()
    cells: tuple[tuple[str | int | float | None, ...], ...] | None = None
    drawing: tuple[str, ...] = ()
