"""The Dash application: an address in, a page out."""

import gc
import re
from datetime import date
from html import escape
from importlib.resources import files
from typing import Any, Final

from dash import Dash, Input, Output
from flask import Flask, Response, redirect, request

from dashboards.downloads import add_downloads
from dashboards.embed import add_embeds
from dashboards.evidence.routes import add_evidence
from dashboards.feed import add_feed
from dashboards.find import add_find
from dashboards.pages.about import about_page
from dashboards.pages.compare import compare_page
from dashboards.pages.completeness import completeness_page
from dashboards.pages.data import data_page
from dashboards.pages.decision import decision_page
from dashboards.pages.decisions import decisions_list
from dashboards.pages.departures import departures_page
from dashboards.pages.destinations import destinations_page
from dashboards.pages.drift import drift_page
from dashboards.pages.figure import figure_page, is_figure
from dashboards.pages.framework_change import framework_change_page
from dashboards.pages.frameworks import frameworks_page
from dashboards.pages.integrity import integrity_page, standing
from dashboards.pages.last_visit import last_visit_page
from dashboards.pages.like_cases import like_cases_page
from dashboards.pages.overview import overview
from dashboards.pages.product_classes import product_classes_page
from dashboards.pages.questions import questions_page
from dashboards.pages.released_tables import released_tables_page
from dashboards.pages.revisions import revisions_page
from dashboards.pages.strategic_goals import strategic_goals_page
from dashboards.pages.timeliness import timeliness_page
from dashboards.pages.weighing import weighing_page
from dashboards.pages.withheld import withheld_page
from dashboards.precompressed import serve_map, serve_plotly
from dashboards.scene import Scene
from dashboards.security import secure
from dashboards.stage import Opened, Stage
from dashboards.state import parse_state
from dashboards.tier import Tier
from dashboards.ui import html, text
from dashboards.ui.explanation import explained
from dashboards.ui.page import Page
from dashboards.ui.shell import (
    footer,
    header,
    message,
    no_such_ledger,
    nothing_yet,
    notices,
    unverified,
)
from dashboards.verification import Verifier
from dashboards.words import TONGUES, Language, Tongue
from etl.errors import WarehouseError
from etl.warehouse.reader import Warehouse

_PAGES: Final = {
    "overview": overview,
    "destinations": destinations_page,
    "product-classes": product_classes_page,
    "compare": compare_page,
    "strategic-goals": strategic_goals_page,
    "weighing": weighing_page,
    "framework-change": framework_change_page,
    "like-cases": like_cases_page,
    "departures": departures_page,
    "frameworks": frameworks_page,
    "questions": questions_page,
    "decisions": decisions_list,
    "drift": drift_page,
    "last-visit": last_visit_page,
    "revisions": revisions_page,
    "timeliness": timeliness_page,
    "completeness": completeness_page,
    "released-tables": released_tables_page,
    "data": data_page,
    "about": about_page,
}

_INDEX: Final = """<!DOCTYPE html>
<html lang="{lang}">
<head>
{metas}
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="alternate" type="application/atom+xml" href="/feed.atom?lang={lang}">
<script src="/assets/theme.js"></script>
{css}
</head>
<body>
{app_entry}
{config}{scripts}{renderer}
</body>
</html>"""


class App(Dash):
    """A Dash application whose first page knows its language.

    Attributes:
        plotly: The address of the Plotly that its pages load.
        stage: What its pages are shown on.
    """

    plotly: str
    stage: Stage

    def interpolate_index(self, *_: Any, **parts: Any) -> str:  # noqa: ANN401 - Dash's own
        """Write the page around the application."""
        tongue = _tongue(request.path)
        name = request.path.strip("/").rpartition("/")[2]
        words = text.TITLES.get(name) or text.PAGES.get(name)
        title = (
            "Weegboek" if words is None else f"{Language(tongue).say(words)} · Weegboek"
        )
        return _INDEX.format(
            lang=tongue,
            metas=parts["metas"],
            title=escape(title),
            css=parts["css"],
            app_entry=parts["app_entry"].replace("Loading...", "…"),
            config=parts["config"],
            scripts=_needed(parts["scripts"], self.plotly),
            renderer=parts["renderer"],
        )


_SCRIPT: Final = re.compile(r'<script src="([^"]+)"></script>')
_UNUSED: Final = ("/dash/dcc/", "/dash/html/", "/dash/dash_table/", "/plotly/")
"""What `page.js` draws without: components, and Plotly as Dash would load it."""


def _needed(scripts: str, plotly: str) -> str:
    """Return the tags of the scripts that a page uses; none waits for Plotly."""
    tags = [
        f'<script src="{at}"></script>'
        for at in _SCRIPT.findall(scripts)
        if not any(part in at for part in _UNUSED)
    ]
    return "\n".join([f'<script id="plotly" async src="{plotly}"></script>', *tags])


def make_app(warehouse: Warehouse, verifier: Verifier, tier: Tier | None = None) -> App:
    """Make the application over a warehouse and the verifier of its ledgers.

    Args:
        warehouse: What pages show.
        verifier: Says whether the ledgers behind it verify.
        tier: Who is served; everyone by default.
    """
    tier = tier or Tier()
    app = App(
        "weegboek",
        assets_folder=_assets(),
        assets_ignore=r"theme\.js|topojson",
        eager_loading=True,  # else a page that starts without a figure may never draw
        enable_mcp=False,
        title="Weegboek",
        update_title="",
        compress=True,
        meta_tags=[
            {"name": "viewport", "content": "width=device-width, initial-scale=1"}
        ],
    )
    stage = app.stage = Stage(warehouse, verifier)
    app.layout = Page("page")

    @app.callback(
        Output("page", "tree"), Input("page", "address"), prevent_initial_call=True
    )
    def show(address: str | None) -> str:
        path, _, search = (address or "/").partition("?")
        dark = request.cookies.get("scheme") == "dark"
        return html.written(page(stage, path, search, dark=dark, tier=tier))

    server: Flask = app.server

    @server.before_request
    def lead_home() -> Response | None:
        if request.path in {"/", "/nl", "/en", "/nl/", "/en/"}:
            target = f"/{_tongue(request.path)}/overview"
            return redirect(target)  # type: ignore[return-value] # Werkzeug's is Flask's
        return None

    app.plotly = serve_plotly(server)
    serve_map(server)
    add_downloads(server, stage)
    add_embeds(server, stage)
    add_evidence(server, stage)
    add_feed(server, stage)
    add_find(server, stage)
    secure(server, app.csp_hashes())
    tier.guard(server)
    # Else the first requests of several threads race (dash #3971).
    app._setup_server()  # type: ignore[no-untyped-call] # noqa: SLF001 - no public way
    return app


def page(
    stage: Stage, path: str, search: str, *, dark: bool, tier: Tier | None = None
) -> list[Any]:
    """Return everything that one address shows to a tier, by default the public."""
    tier = tier or Tier()
    tier.asked(path, search)
    language = Language(_tongue(path))
    name = path.strip("/").partition("/")[2] or "overview"
    state = parse_state(search)
    try:
        with stage.opened(state, language, dark=dark) as opened:
            sound = None if opened.stamp is None else opened.scene is not None
            head = header(
                language, name, state, opened.every, opened.asked, verified=sound
            )
            shown = _content(name, opened, language, tier, state.as_of)
            content = explained(language, shown)
    except WarehouseError as error:
        head = header(language, name, state, (), None, verified=None)
        content = [message(language, text.NO_BUILD, str(error))]
    main = html.Main([*tier.banner(language), *content], id="content")
    return [head, main, footer(language)]


def ask_beforehand(stage: Stage) -> None:
    """Ask for every page without a selection, so that readers find it remembered.

    Both languages ask the warehouse the same. Nobody sees the answers, so the tier that
    readers are in does not matter.
    """
    for name in text.PAGES:
        page(stage, f"/nl/{name}", "", dark=False)
    # What is remembered is no garbage. Python would look through all of it at times,
    # for 70 ms of some reader's answer; it is still freed once nothing names it.
    gc.collect()
    gc.freeze()


def _content(
    name: str, opened: Opened, language: Language, tier: Tier, day: date | None
) -> list[Any]:
    known_page = name in _PAGES or name in {"decision", "integrity", "withheld"}
    if not known_page and not is_figure(name):
        return [message(language, text.NOT_FOUND, name)]
    if opened.asked is None:
        return [no_such_ledger(language, name, opened.every)]
    if opened.stamp is None:
        return [nothing_yet(language, opened.asked.slug, day, opened.began_on)]
    if opened.scene is None:
        more = standing(language, opened.verdict, "") if name == "integrity" else []
        return [unverified(language, opened.problems), *more]
    return [*notices(opened.scene, name), *_page(name, opened, opened.scene, tier)]


def _page(name: str, opened: Opened, scene: Scene, tier: Tier) -> list[Any]:
    if name == "decision":
        return decision_page(scene, tier.decision_parts, tier.withheld_parts)
    if name == "withheld":
        return withheld_page(scene, tier.withheld_list)
    if name == "integrity":
        return integrity_page(scene, opened.verdict)
    if is_figure(name):
        return figure_page(scene, name)
    return _PAGES[name](scene)


def _tongue(path: str) -> Tongue:
    first = path.strip("/").partition("/")[0]
    return next((tongue for tongue in TONGUES if tongue == first), "nl")


def _assets() -> str:

    return str(files("dashboards").joinpath("assets"))
