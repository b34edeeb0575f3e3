"""What pages are made of: elements of HTML, as the browser is told of them.

Dash has components of the same names. Each takes ten times as long to make and to write
as what it becomes, and a page has thousands; so here they are that from the start, for
`page.js` to draw. Attributes are called as React calls them.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, TypedDict, Unpack

from msgspec import json

CellOfRow = str | tuple[str, str | None, bool] | None
"""A text, if it is only that; else with where it leads and whether it is a number.

None is what is absent.
"""


class Attributes(TypedDict, total=False):
    """What elements can have; one that is None is left out.

    Those with a dash in their names come from ``aria`` and ``data``.
    """

    absent: str
    action: str
    autoComplete: str
    className: str | None
    config: Mapping[str, Any]
    figure: Mapping[str, Any]
    hidden: bool
    href: str
    hrefLang: str
    htmlFor: str
    id: str
    inputMode: str
    lang: str
    method: str
    name: str
    open: bool
    pattern: str
    placeholder: str
    role: str
    rows: int | Sequence[Sequence[CellOfRow]]
    scope: str
    selected: bool
    spellCheck: bool
    tabIndex: str
    title: str
    type: str
    value: str


class Element(dict[str, Any]):
    """A part of a page."""

    namespace: ClassVar[str] = "dash_html_components"

    def __init__(self, children: Any = None, **attributes: Unpack[Attributes]) -> None:  # noqa: ANN401 - a text, an element, or many
        """Make an element of what is in it and its attributes."""
        props: dict[str, Any] = {"children": children, **attributes}
        if None in attributes.values():
            props = {name: said for name, said in props.items() if said is not None}
        super().__init__(
            namespace=self.namespace, type=type(self).__name__, props=props
        )

    @property
    def children(self) -> Any:  # noqa: ANN401 - a text, an element, or many
        """What is in it."""
        return self["props"]["children"]

    @children.setter
    def children(self, children: Any) -> None:  # noqa: ANN401 - a text, an element, or many
        self["props"]["children"] = children

    def attribute(self, name: str) -> Any:  # noqa: ANN401 - of any kind
        """Return an attribute; None if it has no such."""
        return self["props"].get(name)


class A(Element):
    """A link."""


class Article(Element):
    """What stands by itself."""


class Br(Element):
    """A new line."""


class Button(Element):
    """What is pressed."""


class Caption(Element):
    """What a table is called."""


class Code(Element):
    """What is exact."""


class Dd(Element):
    """What is said of a name."""


class Del(Element):
    """What is no longer there."""


class Details(Element):
    """What opens when it is asked for."""


class Dfn(Element):
    """A word that is explained."""


class Div(Element):
    """A part without a meaning of its own."""


class Dl(Element):
    """Names and what is said of each."""


class Dt(Element):
    """A name of which something is said."""


class Footer(Element):
    """The foot of a page."""


class Form(Element):
    """What is sent to the server."""


class H1(Element):
    """The heading of a page."""


class H2(Element):
    """The heading of a part."""


class H3(Element):
    """The heading of a part of a part."""


class Header(Element):
    """The head of a page."""


class Ins(Element):
    """What is newly there."""


class Label(Element):
    """What a field is called."""


class Li(Element):
    """An item of a list."""


class Main(Element):
    """What a page is about."""


class Nav(Element):
    """Ways to elsewhere."""


class Ol(Element):
    """A list in an order."""


class Option(Element):
    """What can be chosen."""


class P(Element):
    """A paragraph."""


class Pre(Element):
    """Text as it stands."""


class Section(Element):
    """A part of a page, with its heading."""


class Select(Element):
    """A choice of one."""


class Small(Element):
    """What is said beside."""


class Span(Element):
    """A piece of text."""


class Strong(Element):
    """What matters."""


class Summary(Element):
    """What is seen of details that are closed."""


class Table(Element):
    """A table."""


class Tbody(Element):
    """The rows of a table."""


class Td(Element):
    """A cell."""


class Th(Element):
    """A heading of a column or a row."""


class Thead(Element):
    """The head of a table."""


class Tr(Element):
    """A row."""


class Ul(Element):
    """A list."""


def written(parts: list[Any]) -> str:
    """Return parts of a page as JSON.

    A page is sent as this text, for Dash writes JSON with Python's own encoder, which
    takes ten times as long.
    """
    return json.encode(parts, enc_hook=_plain).decode()


def _plain(part: Any) -> str:  # noqa: ANN401 - whatever a page holds
    """Return a text that is more than one as the text that it is."""
    if isinstance(part, str):
        return str(part)
    raise TypeError(part)


class Drawn(Element):
    """What `page.js` makes more of than an element."""

    namespace = "dash_core_components"


class Graph(Drawn):
    """A figure, drawn by Plotly."""


class Input(Drawn):
    """A field; its value is where it starts."""


class Rows(Drawn):
    """The rows of a table of texts, the first of each being its heading.

    Cells are no elements, for a page has thousands of them.
    """


class Textarea(Drawn):
    """A field of several lines; its value is where it starts."""
