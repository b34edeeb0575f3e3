"""Facts one beneath the other: what each is called, and what it is."""

from collections.abc import Iterable
from typing import Any

from dashboards.ui import html
from dashboards.views.view import NOT_PUBLISHED
from dashboards.words import Language, Words


def facts(
    language: Language, pairs: Iterable[tuple[Words, Any]], *, wide: bool = False
) -> html.Dl:
    """Return facts; one that is None is said to be not published.

    Args:
        language: The language of the page.
        pairs: What each fact is called, and what it is: a text or a component.
        wide: Whether they are as wide as the page, as hashes must be.
    """
    absent = language.say(NOT_PUBLISHED)
    return html.Dl(
        [
            html.Div(
                [
                    html.Dt(language.say(words)),
                    html.Dd(said or absent, className=None if said else "absent"),
                ]
            )
            for words, said in pairs
        ],
        className="facts wide" if wide else "facts",
    )
