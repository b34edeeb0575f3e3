"""How Plotly says months, days and numbers in the language of the page."""

from typing import Any

from babel.dates import get_day_names, get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol

from dashboards.words import Language


def in_language(language: Language) -> dict[str, Any]:
    """Return the part of a figure's configuration that is about language.

    Plotly would else name months in English, whatever the page speaks.
    """
    locale = language.tongue
    words = {
        "months": _of_months(locale, "wide"),
        "shortMonths": _of_months(locale, "abbreviated"),
        "days": _of_days(locale, "wide"),
        "shortDays": _of_days(locale, "abbreviated"),
        "decimal": get_decimal_symbol(locale),
        "thousands": get_group_symbol(locale),
        "date": "%-d-%-m-%Y",
        "dayMonth": "%-d %b",
        "dayMonthYear": "%-d %b %Y",
    }
    return {
        "locale": locale,
        "locales": {locale: {"format": words, "dictionary": {}}},
    }


def _of_months(locale: str, width: Any) -> list[str]:  # noqa: ANN401 - Babel's own words
    names = get_month_names(width, "format", locale)
    return [names[month].rstrip(".") for month in range(1, 13)]


def _of_days(locale: str, width: Any) -> list[str]:  # noqa: ANN401 - Babel's own words
    names = get_day_names(width, "format", locale)
    return [names[day].rstrip(".") for day in (6, 0, 1, 2, 3, 4, 5)]
