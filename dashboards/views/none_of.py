"""The answer when decisions fit, but what is asked is known of none of them."""

from dashboards.queries import totals
from dashboards.scene import Scene
from dashboards.views.view import Shown, nothing, table_of
from dashboards.words import Words


def none_of(scene: Scene, headings: tuple[Words, ...], words: Words) -> Shown:
    """Return an answer without rows that says why there are none.

    Args:
        scene: The question.
        headings: The columns that the table would have.
        words: What is known of none of ``{n}`` decisions.
    """
    total = totals(scene.connection, scene.filters).decisions
    if total == 0:
        return nothing(scene, headings)
    language = scene.language
    return Shown(
        figure=None,
        summary=language.say(words, n=language.number(total)),
        table=table_of(language, headings, ()),
    )
