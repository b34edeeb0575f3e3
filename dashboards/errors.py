"""The errors of the dashboards.

* DashboardError
    * ExportError     a file is not an export of a figure, or not an unbroken one
    * NotAtHandError  what a figure must be computed again with is not here
    * DrawingError    a figure holds what the drawing of figures does not know
"""


class DashboardError(Exception):
    """Base of every error that this package raises on purpose."""


class ExportError(DashboardError):
    """A file is not an export of a figure, or not an unbroken one."""


class NotAtHandError(DashboardError):
    """What a figure must be computed again with is not here; that is no verdict."""


class DrawingError(DashboardError):
    """A figure holds a kind of trace or shape that cannot be drawn here."""
