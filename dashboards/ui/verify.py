"""The panel in which a reader's own browser checks a decision, a proof or growth."""

from typing import Any, Literal

from dashboards.ui import html
from dashboards.ui import verify_words as words
from dashboards.ui.aria import data
from dashboards.words import Language, Words

Kind = Literal["entry", "proof", "growth"]


def panel(  # noqa: PLR0913 - all that a panel holds
    language: Language,
    kind: Kind,
    *,
    key: str,
    title: Words = words.TITLE,
    lead: Words = words.LEAD,
    fields: tuple[Any, ...] = (),
    beneath: tuple[Any, ...] = (),
    **more: str,
) -> html.Section:
    """Return a panel; ``verify.js`` does the rest.

    Args:
        language: The language of the page.
        kind: What is checked.
        key: The pinned Ed25519 key, which the reader can replace.
        title: Its heading.
        lead: What it does.
        fields: Further fields to fill in.
        beneath: What stands under the steps.
        more: What the script needs to know besides.
    """
    return html.Section(
        [
            html.H2(language.say(title)),
            html.P(language.say(lead)),
            *fields,
            text_field(language, f"{kind}-key", "key", words.KEY, key, rows=2),
            html.P(language.say(words.KEY_NOTE), className="note"),
            button(language.say(words.CHECK), "check"),
            html.P(className="outcome", role="status"),
            html.Ol(className="steps"),
            html.P(language.say(words.NOT_CHECKED), className="note"),
            *beneath,
        ],
        className="card verify",
        **data(kind=kind, words=words.spoken(language), **more),
    )


def button(text: str, action: str) -> html.Button:
    """Return a button that the script heeds."""
    return html.Button(text, type="button", className="do", **data(action=action))


def text_field(  # noqa: PLR0913 - all that a field is
    language: Language, ident: str, name: str, label: Words, value: str, *, rows: int
) -> html.Div:
    """Return a field of text with its label."""
    return html.Div(
        [
            html.Label(language.say(label), htmlFor=ident),
            html.Textarea(id=ident, value=value, rows=rows, spellCheck=False),
        ],
        className="text-field",
        **data(field=name),
    )


def size_field(
    language: Language, ident: str, name: str, label: Words, value: int
) -> html.Div:
    """Return a field for a size, with its label."""
    return html.Div(
        [
            html.Label(language.say(label), htmlFor=ident),
            html.Input(id=ident, type="text", inputMode="numeric", value=str(value)),
        ],
        className="text-field short",
        **data(field=name),
    )
