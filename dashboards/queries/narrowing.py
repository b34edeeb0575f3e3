"""From the controls of the table of decisions to SQL."""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from collections.abc import Iterator

from dashboards.filters import Filters, Search
from dashboards.queries.selection import LEDGER, Parameters, selected
from dashboards.queries.subset import subset_parts
from etl.warehouse.folding import fold


def narrowed(filters: Filters, search: Search) -> tuple[str, Parameters]:
    """Return the condition on rows of ``decision``, and its parameters."""
    condition, parameters = selected(filters)
    parts = [condition]
    for part, values in (
        *_columns(search),
        *_words(search),
        *_tables(search),
        *subset_parts(search.subset, condition),
    ):
        parts.append(part)
        parameters |= values
    return " AND ".join(parts), parameters


def _columns(search: Search) -> Iterator[tuple[str, Parameters]]:
    for column, values in (
        ("end_use", search.end_uses),
        ("status", search.statuses),
        ("weighing_status", search.weighing_statuses),
    ):
        if values:
            yield f"list_contains(${column}, {column})", {column: list(values)}
    if search.authorisation_types:
        part = "coalesce(authorisation_type, 'unknown')"
        kinds = list(search.authorisation_types)
        yield f"list_contains($authorisations, {part})", {"authorisations": kinds}
    if search.terms:
        kept = [term == "within_norm" for term in search.terms]
        yield "list_contains($terms, within_norm)", {"terms": kept}


def _words(search: Search) -> Iterator[tuple[str, Parameters]]:
    for number, word in enumerate(fold(search.text).split()):
        yield f"contains(search_text, $word_{number})", {f"word_{number}": word}


def _tables(search: Search) -> Iterator[tuple[str, Parameters]]:
    own = f"SELECT entry_index FROM {{}} WHERE {LEDGER}"
    if search.grounds:
        part = f"{own.format('refusal_ground')} AND list_contains($grounds, ground)"
        yield f"entry_index IN ({part})", {"grounds": list(search.grounds)}
    if search.weights:
        part = f"{own.format('finding')} AND aspect_kind = 'goal'"
        part += " AND list_contains($weights, weight)"
        values: Parameters = {"weights": list(search.weights)}
        if search.goal is not None:
            part += " AND code = $goal"
            values["goal"] = search.goal
        yield f"entry_index IN ({part})", values
