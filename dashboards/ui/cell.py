"""Parts of long tables, as the browser is told of them.

A component of Dash takes ten times as long to make and to write as what it becomes, and
a page has thousands of cells.
"""

from typing import Any

Told = dict[str, Any]
"""What a component of ``dash.html`` becomes on its way to the browser."""


def told(tag: str, children: Any, **attributes: Any) -> Told:  # noqa: ANN401 - as Dash
    """Return an element; attributes that are None are left out."""
    props = {name: value for name, value in attributes.items() if value is not None}
    return {
        "namespace": "dash_html_components",
        "type": tag,
        "props": {"children": children, **props},
    }


def children_of(part: Told) -> Any:  # noqa: ANN401 - as Dash
    """Return the children of an element."""
    return part["props"]["children"]
