"""The errors of the dashboards.

* DashboardError
    * ExportError     a file is not an export of a figure, or not an unbroken one
    * NotAtHandError  what a figure must be computed again with is not here
    * DrawingError    a figure holds what the drawing of figures does not know
    * AccessError     a reader is not let in
        * UnprovenError   nothing that they sent proves who they are
        * UnentitledError who they are gives them no right
        * ProviderError   whether it does cannot be checked now
        * UnloggedError   that they are cannot be recorded now
"""


class DashboardError(Exception):
    """Base of every error that this package raises on purpose."""


class ExportError(DashboardError):
    """A file is not an export of a figure, or not an unbroken one."""


class NotAtHandError(DashboardError):
    """What a figure must be computed again with is not here; that is no verdict."""


class DrawingError(DashboardError):
    """A figure holds a kind of trace or shape that cannot be drawn here."""


class AccessError(DashboardError):
    """A reader is not let in."""


class UnprovenError(AccessError):
    """Nothing that the reader sent proves who they are."""


class UnentitledError(AccessError):
    """Who the reader is gives them no right to what they ask for."""


class ProviderError(AccessError):
    """The keys of who vouches for readers cannot be had: nobody is let in."""


class UnloggedError(AccessError):
    """The access cannot be recorded, so it is not given."""
