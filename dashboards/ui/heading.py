"""The heading of a page, which is also its title."""

from dashboards.ui import html, text
from dashboards.words import Language, Words


def page_heading(language: Language, page: str, of: str = "") -> html.H1:
    """Return the heading of a page.

    Args:
        language: The language of the page.
        page: The last part of its address.
        of: What it is of in particular, if anything.
    """
    title = language.say(text.TITLES.get(page, text.PAGES[page]))
    return html.H1(f"{title}: {of}" if of else title)


def of_reference(language: Language, what: Words, ref: str) -> html.H1:
    """Return the heading of a page on one thing; its reference is not broken in two."""
    return html.H1([f"{language.say(what)} ", html.Span(ref, className="ref")])
