"""How texts are made alike before they are searched."""

import unicodedata


def fold(text: str) -> str:
    """Return a text in lower case, without accents, in one Unicode form.

    The warehouse folds what it stores for searching and the dashboards fold what
    a reader types, so that ``Belgie`` finds ``België``.
    """
    if text.isascii():
        return text.lower()  # the same, and nearly all of it is
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
