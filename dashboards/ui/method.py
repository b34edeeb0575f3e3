"""How an analysis is made: stated beside it, in the language of the page."""

from collections.abc import Sequence
from typing import Final

from dashboards.ui import html
from dashboards.words import Language, Words

_TITLE: Final = Words("Hoe berekend", "Method")


def method(language: Language, sentences: Sequence[Words]) -> html.Details:
    """Return the method of an analysis, to be opened by who wants to know.

    It is closed, so that the first screen has what was found.
    """
    return html.Details(
        [
            html.Summary(language.say(_TITLE)),
            html.Ul([html.Li(language.say(words)) for words in sentences]),
        ],
        className="method",
    )
