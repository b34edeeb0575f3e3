"""The elements that pages are made of, as the browser is told of them."""

import json

import pytest

from dashboards.tables import Link
from dashboards.ui import html
from dashboards.ui.aria import aria
from dashboards.words import Language


def test_an_element_is_written_without_what_it_does_not_have() -> None:
    made = html.P(["a", html.Br()], className=None, id="here", **aria(label="b"))
    (found,) = json.loads(html.written([made]))
    assert found == {
        "namespace": "dash_html_components",
        "type": "P",
        "props": {
            "children": [
                "a",
                {
                    "namespace": "dash_html_components",
                    "type": "Br",
                    "props": {"children": None},
                },
            ],
            "id": "here",
            "aria-label": "b",
        },
    }


def test_texts_that_know_more_are_written_as_texts() -> None:
    parts = [Language("nl").number(1234), Link("a", "decisions?")]
    assert json.loads(html.written(parts)) == ["1.234", "a"]


def test_what_no_browser_knows_is_refused() -> None:
    with pytest.raises(TypeError):
        html.written([html.P(object())])
