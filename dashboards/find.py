"""Searching from any page: a reference leads to its decision, words to the table."""

from typing import Final
from urllib.parse import urlencode

from flask import Flask, Response, redirect, request

from dashboards.queries.latest import is_decision
from dashboards.replies import asked_tongue
from dashboards.stage import Stage
from dashboards.state import ViewState, parse_state
from dashboards.words import Language
from etl.errors import WarehouseError

MOST: Final = 120
"""Characters of the longest search."""


def add_find(server: Flask, stage: Stage) -> None:
    """Add the address of the search box to a server."""

    @server.get("/find")
    def find() -> Response:
        tongue = asked_tongue()
        words = "".join(filter(str.isprintable, request.args.get("q", "")))[:MOST]
        state = ViewState(
            ledger=request.args.get("ledger", "")[:MOST],
            as_of=parse_state(f"asof={request.args.get('asof', '')[:MOST]}").as_of,
        )
        target = _target(stage, state, Language(tongue), words.strip())
        return redirect(f"/{tongue}/{target}")  # type: ignore[return-value] # Werkzeug's is Flask's


def _target(stage: Stage, state: ViewState, language: Language, words: str) -> str:
    pairs = [("ledger", state.ledger)] if state.ledger else []
    if state.as_of is not None:
        pairs.append(("asof", state.as_of.isoformat()))
    try:
        with stage.opened(state, language, dark=False) as opened:
            scene = opened.scene
            if scene and is_decision(scene.connection, scene.stamp.ledger_id, words):
                return f"decision?{urlencode([*pairs, ('ref', words)])}"
    except WarehouseError:
        return "overview"  # which says why there is nothing to search
    return f"decisions?{urlencode([*pairs, ('q', words)])}"
