"""The selection: a plain form whose fields are the address of the page."""

from collections.abc import Sequence
from typing import Any

from dashboards.scene import Scene
from dashboards.ui import html, text
from dashboards.ui.aria import aria
from dashboards.words import Words

Options = Sequence[tuple[str, str]]


def choice(
    name: str, label: str, options: Options, chosen: str, every: str | None
) -> html.Label:
    """Return one drop-down list with its label."""
    first = [] if every is None else [html.Option(every, value="", selected=not chosen)]
    return html.Label(
        [
            html.Span(label),
            html.Select(
                [
                    *first,
                    *[
                        html.Option(name_, value=value, selected=value == chosen)
                        for value, name_ in options
                    ],
                ],
                name=name,
            ),
        ],
        className="choice",
    )


def selection(  # noqa: PLR0913 - of which page, and what stands where
    scene: Scene,
    page: str,
    *,
    fields: Sequence[str],
    ledger: html.Label | None = None,
    first: Sequence[Any] = (),
    extra: Sequence[Any] = (),
) -> html.Form:
    """Return the form that narrows a page.

    Args:
        scene: The question.
        page: The page that it is for.
        fields: Which of ``years``, ``destination``, ``class``, ``outcome``, ``grain``.
        ledger: Where the ledger is chosen; by default it stays the one that it is.
        first: Controls of the page that come before these.
        extra: Further controls of the page.
    """
    language, state = scene.language, scene.state
    every = language.say(text.EVERY)
    own = ledger or hidden("ledger", scene.stamp.slug)
    parts: list[Any] = [own, *first]
    if "years" in fields:
        parts += _years(scene)
    if "destination" in fields:
        chosen = one_of(state.destinations)
        names = _with(destination_options(scene), chosen, scene.labels.country(chosen))
        label = language.say(Words("bestemming", "destination"))
        parts.append(choice("destination", label, names, chosen, every))
    if "class" in fields:
        chosen = one_of(state.classes)
        names = _with(class_options(scene), chosen, scene.labels.product_class(chosen))
        label = language.say(Words("productklasse", "product class"))
        parts.append(choice("class", label, names, chosen, every))
    if "outcome" in fields:
        names = list(scene.labels.terms.get("outcome", {}).items())
        label = language.say(Words("uitkomst", "outcome"))
        parts.append(choice("outcome", label, names, one_of(state.outcomes), every))
    if "grain" in fields:
        names = [(code, language.say(words)) for code, words in text.GRAINS.items()]
        parts.append(
            choice("grain", language.say(text.GRAIN), names, state.grain, None)
        )
    clear = f"/{language.tongue}/{page}?{state.whole(scene.stamp.slug)}"
    return html.Form(
        [
            *parts,
            *extra,
            _known_on(scene),
            html.Button(language.say(text.APPLY), type="submit"),
            html.A(language.say(text.CLEAR), href=clear, className="clear"),
        ],
        action=f"/{language.tongue}/{page}",
        method="get",
        className="selection",
        **aria(label=language.say(text.SELECTION)),
    )


def _with(
    options: list[tuple[str, str]], chosen: str, name: str
) -> list[tuple[str, str]]:
    """Return options among which what is chosen stands, though nothing fits it."""
    if not chosen or chosen in dict(options):
        return options
    return [*options, (chosen, name)]


def hidden(name: str, value: str) -> html.Div:
    """Return a value that a form sends along unseen."""
    return html.Div(html.Input(type="hidden", name=name, value=value), hidden=True)


def _known_on(scene: Scene) -> html.Label:
    """Return the field for an earlier day; empty for the latest.

    It is a text: a date field would show the pattern of the browser's own language.
    """
    day = scene.state.as_of
    return html.Label(
        [
            html.Span(scene.language.say(text.KNOWN_ON)),
            html.Input(
                type="text",
                name="asof",
                value="" if day is None else day.isoformat(),
                placeholder=scene.language.say(text.DAY_PATTERN),
                pattern=r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
                autoComplete="off",
            ),
        ],
        className="choice",
    )


def search_box(scene: Scene) -> html.Label:
    """Return the field for words to search for."""
    label = scene.language.say(text.SEARCH)
    return html.Label(
        [
            html.Span(label),
            html.Input(type="search", name="q", value=scene.state.text, id="q"),
        ],
        className="choice",
    )


def _years(scene: Scene) -> list[Any]:
    stamp, state, language = scene.stamp, scene.state, scene.language
    if stamp.first_decided is None or stamp.last_decided is None:
        return []
    years = range(stamp.first_decided.year, stamp.last_decided.year + 1)
    names = [(str(year), str(year)) for year in years]
    every = language.say(text.EVERY)
    first, last = state.first_year, state.last_year
    return [
        choice("from", language.say(text.FROM), names, str(first or ""), every),
        choice("to", language.say(text.TO), names, str(last or ""), every),
    ]


def one_of(values: tuple[str, ...]) -> str:
    """Return the first of some values; empty for none."""
    return values[0] if values else ""


def destination_options(scene: Scene) -> list[tuple[str, str]]:
    """Return the destinations of the ledger, by name."""
    named = ((code, scene.labels.country(code)) for code in _used(scene, "destination"))
    return sorted(named, key=lambda pair: pair[1])


def class_options(scene: Scene) -> list[tuple[str, str]]:
    """Return the product classes of the ledger, and the categories over them."""
    codes = set(_used(scene, "product_class"))
    codes |= {code[:1] for code in codes if code[:1].isdigit()}
    return [
        (code, scene.labels.product_class(code))
        for code in scene.labels.classes
        if code in codes
    ]


def _used(scene: Scene, column: str) -> list[str]:
    """Return the destinations or classes that the ledger has."""
    table = {"destination": "cube_decision", "product_class": "cube_class"}[column]
    rows = scene.connection.execute(
        f"SELECT DISTINCT {column} FROM {table} "  # noqa: S608 - constants
        "WHERE ledger_id = $ledger ORDER BY 1",
        {"ledger": scene.stamp.ledger_id},
    ).fetchall()
    return [code for (code,) in rows]
