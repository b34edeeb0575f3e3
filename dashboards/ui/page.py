"""The one component of the application: everything that an address shows."""

from dash.development.base_component import Component


class Page(Component):
    """A tree of elements, drawn by `assets/page.js` without Dash's wrapping.

    Attributes:
        id: How callbacks name it.
        address: Set by the browser: the path and query that it is at.
        tree: What stands at that address, as JSON of its elements.
    """

    _namespace = "weegboek"
    _type = "Page"

    def __init__(self, id: str, tree: str | None = None) -> None:  # noqa: A002 - Dash's own word
        """Make a page that asks for its tree once the browser is there."""
        self._prop_names = ["address", "id", "tree"]
        self._valid_wildcard_attributes = []
        self.available_properties = self._prop_names
        self.available_wildcard_properties = []
        super().__init__(id=id, tree=tree)  # type: ignore[no-untyped-call] # Dash's own
