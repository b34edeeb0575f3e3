"""The errors of the dashboards.

* DashboardError
    * ExportError     a file is not an export of a figure, or not an unbroken one
    * DrawingError    a figure holds what the drawing of figures does not know
"""


class DashboardError(Exception):
    """Base of every error that this package raises on purpose."""


class ExportError(DashboardError):
    """A file is not an export of a figure, or not an unbroken one."""


class DrawingError(DashboardError):
    """A figure holds a kind of trace or shape that cannot be drawn here."""
