"""What stands around every page: navigation, notices, the ledger's standing."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from dashboards.queries import LedgerStamp
from dashboards.scene import Scene
from dashboards.state import ViewState
from dashboards.ui import html, text
from dashboards.ui.aria import aria
from dashboards.ui.card import provenance
from dashboards.ui.controls import hidden
from dashboards.views.sides import name_of
from dashboards.words import Language, Words

_MOST_UNKNOWN: Final = 10


def header(  # noqa: PLR0913 - all that a head shows
    language: Language,
    page: str,
    state: ViewState,
    stamps: Sequence[LedgerStamp],
    stamp: LedgerStamp | None,
    *,
    verified: bool | None,
) -> html.Header:
    """Return the head of a page.

    Args:
        language: The language of the page.
        page: The page, for the mark in the navigation.
        state: What the address asks for.
        stamps: All ledgers that can be chosen.
        stamp: The ledger of the page, if there is one.
        verified: Whether it is verified; None when there is none.
    """
    other = "en" if language.tongue == "nl" else "nl"
    query = state.query()
    there = f"/{other}/{page}" + (f"?{query}" if query else "")
    slug = "" if stamp is None else f"?{state.whole(stamp.slug)}"
    return html.Header(
        [
            html.A(language.say(text.SKIP), href="#content", className="skip"),
            html.Div(
                [
                    html.A(
                        "Weegboek",
                        href=f"/{language.tongue}/overview{slug}",
                        className="brand",
                    ),
                    html.Div(
                        [
                            *([] if stamp is None else [_find(language, state, stamp)]),
                            *_chip(language, slug, verified=verified),
                            html.A(
                                language.say(text.OTHER_LANGUAGE),
                                href=there,
                                lang=other,
                                hrefLang=other,
                                className="tool",
                            ),
                            html.Button(
                                "◐",
                                type="button",
                                className="tool scheme",
                                title=language.say(text.THEME),
                                **aria(label=language.say(text.THEME)),
                            ),
                        ],
                        className="tools",
                    ),
                ],
                className="bar",
            ),
            _navigation(language, page, slug),
            *_ledgers(language, page, state, stamps, stamp),
        ]
    )


def _navigation(language: Language, page: str, slug: str) -> html.Nav:
    """Return links to all pages, in groups; a phone opens them by one line."""
    rows: list[list[Any]] = [[]]
    for name, words in text.PAGES.items():
        if name in text.GROUPS:
            group = f"{language.say(text.GROUPS[name])}:"
            rows.append([html.Span(group, className="group")])
        is_here = name == page
        rows[-1].append(
            html.A(
                language.say(words),
                href=f"/{language.tongue}/{name}{slug}",
                className="here" if is_here else None,
                **(aria(current="page") if is_here else {}),
            )
        )
    shown = text.PAGES.get(page)
    here = "" if shown is None else language.say(shown)
    menu = html.Details(
        [
            html.Summary(language.say(text.MENU, page=here).removesuffix(": ")),
            *[html.Div(row) for row in rows],
        ],
        className="menu",
    )
    return html.Nav(menu, **aria(label=language.say(text.MAIN_NAVIGATION)))


def _find(language: Language, state: ViewState, stamp: LedgerStamp) -> html.Form:
    """Return the search box of every page, which searches as of its day."""
    day = [] if state.as_of is None else [hidden("asof", state.as_of.isoformat())]
    label = language.say(text.FIND)
    box = html.Input(id="find", type="search", name="q", placeholder=label)
    return html.Form(
        [
            hidden("lang", language.tongue),
            hidden("ledger", stamp.slug),
            *day,
            html.Label([html.Span(label, className="unseen"), box]),
            html.Button(language.say(text.FIND_IT), type="submit", className="tool"),
        ],
        action="/find",
        method="get",
        role="search",
        className="find",
    )


def _chip(language: Language, slug: str, *, verified: bool | None) -> list[Any]:
    if verified is None:
        return []
    words = text.VERIFIED if verified else text.NOT_VERIFIED
    mark = "✓" if verified else "✕"
    kind = "chip sound" if verified else "chip broken"
    address = f"/{language.tongue}/integrity{slug}"
    return [html.A(f"{mark} {language.say(words)}", href=address, className=kind)]


def _ledgers(
    language: Language,
    page: str,
    state: ViewState,
    stamps: Sequence[LedgerStamp],
    stamp: LedgerStamp | None,
) -> list[Any]:
    if len(stamps) < 2 or stamp is None:  # noqa: PLR2004 - one leaves no choice
        return []
    links = [
        _ledger(language, page, state, one, is_here=one.slug == stamp.slug)
        for one in stamps
    ]
    return [
        html.Div(
            [html.Span(f"{language.say(text.LEDGER)}: "), *links], className="ledgers"
        )
    ]


def _ledger(
    language: Language, page: str, state: ViewState, one: LedgerStamp, *, is_here: bool
) -> html.A:
    """Return the link to a page on another ledger, on the same day."""
    page = "decisions" if page == "decision" else page
    return html.A(
        f"{one.country} · {language.either(one.office_nl, one.office_en)}",
        href=f"/{language.tongue}/{page}?{state.whole(one.slug)}",
        className="here" if is_here else None,
        **(aria(current="true") if is_here else {}),
    )


def notices(scene: Scene, page: str) -> list[Any]:
    """Return what a reader must know before any number on a page."""
    language = scene.language
    found: list[Any] = [printed(scene)]
    if scene.state.as_of is not None:
        found.append(_as_of(scene, scene.state.as_of, page))
    for one in scene.stamps:
        if not one.synthetic:
            continue
        long = language.either(one.notice_nl, one.notice_en)
        found.append(
            html.P(
                [html.Strong(language.say(text.SYNTHETIC)), " ", long],
                className="notice synthetic",
            )
        )
    if scene.state.unknown:
        unknown = scene.state.unknown
        items = ", ".join(unknown[:_MOST_UNKNOWN])
        if len(unknown) > _MOST_UNKNOWN:
            items += f" (+{language.number(len(unknown) - _MOST_UNKNOWN)})"
        found.append(
            html.P(
                language.say(text.UNKNOWN, items=items),
                className="notice",
                role="status",
            )
        )
    return found


def _as_of(scene: Scene, day: date, page: str) -> html.P:
    """Return the banner that says that this is not the latest."""
    words = text.AS_OF_BUT_AUDIT if page == "integrity" else text.AS_OF
    language, slug = scene.language, scene.stamp.slug
    since = f"/{language.tongue}/revisions?{scene.state.whole(slug)}"
    return html.P(
        [
            html.Strong(language.say(words, day=language.day(day))),
            " ",
            html.A(language.say(text.SINCE), href=since),
            " · ",
            html.A(language.say(text.LATEST), href=f"?ledger={slug}"),
        ],
        className="notice",
        role="status",
    )


def printed(scene: Scene) -> html.P:
    """Return what stands at the head of a page on paper: checkpoint and selection."""
    language = scene.language
    chosen = "; ".join(_chosen(scene)) or language.say(text.EVERYTHING)
    said = language.say(text.SELECTION)
    return html.P(f"{provenance(scene)} · {said}: {chosen}", className="printed")


def _chosen(scene: Scene) -> Iterator[str]:
    language, labels, state = scene.language, scene.labels, scene.state
    if state.first_year is not None:
        yield f"{language.say(text.FROM)} {state.first_year}"
    if state.last_year is not None:
        yield f"{language.say(text.TO)} {state.last_year}"
    one = scene.stamp.slug if state.by == "ledger" else state.one
    if state.by is not None and one and state.other:
        names = (
            name_of(scene, state.by, value) or value for value in (one, state.other)
        )
        yield " – ".join(names)
    yield from map(labels.country, state.destinations)
    yield from map(labels.product_class, state.classes)
    for vocabulary, codes in (
        ("outcome", state.outcomes),
        ("weight", state.weights),
        ("status", state.statuses),
        ("refusal_ground", state.grounds),
    ):
        yield from (labels.term(vocabulary, code) for code in codes)
    if state.text:
        yield f"{language.say(text.SEARCH)} {state.text}"


def unverified(language: Language, problems: Sequence[str]) -> html.Div:
    """Return what stands in the place of every number when a ledger does not verify."""
    return html.Div(
        [
            html.H1(language.say(text.NOT_VERIFIED_LONG)),
            html.P(language.say(text.NOT_VERIFIED_WHY)),
            html.Ul([html.Li(problem) for problem in problems]),
        ],
        className="card unverified",
        role="alert",
    )


def footer(language: Language) -> html.Footer:
    """Return the foot of a page."""
    return html.Footer(html.P(language.say(text.FOOTER)))


def nothing_yet(
    language: Language, slug: str, day: date | None, began_on: date | None
) -> html.Div:
    """Return a page that says that nothing was known on a day, and leads on.

    Args:
        language: The language of the page.
        slug: The ledger that is asked for.
        day: The day that is asked for.
        began_on: The day of its first entry; None when it has none.
    """
    said: list[Any] = [html.H1(language.say(text.NO_BUILD))]
    if day is not None:
        said.append(html.P(language.say(text.NOTHING_YET, day=language.day(day))))
    if began_on is not None:
        first = language.day(began_on)
        at = f"?{ViewState(ledger=slug, as_of=began_on).query()}"
        said += [
            html.P(language.say(text.BEGAN_ON)),
            html.P(html.A(language.say(text.AS_ON, day=first), href=at)),
        ]
    latest = f"?{ViewState(ledger=slug).query()}"
    said.append(html.P(html.A(language.say(text.LATEST), href=latest)))
    return html.Div(said, className="card")


def no_such_ledger(
    language: Language, page: str, stamps: Sequence[LedgerStamp]
) -> html.Div:
    """Return a page that says that no ledger has this name, and which there are."""
    links = [
        html.Li(_ledger(language, page, ViewState(), one, is_here=False))
        for one in stamps
    ]
    return html.Div(
        [
            html.H1(language.say(text.NO_BUILD)),
            html.P(language.say(text.NO_SUCH_LEDGER)),
            html.Ul(links),
        ],
        className="card",
    )


def message(language: Language, words: Words, detail: str) -> html.Div:
    """Return a page that only says why there is nothing to see."""
    return html.Div([html.H1(language.say(words)), html.P(detail)], className="card")
