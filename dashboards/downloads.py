"""Downloads: the rows of a view as CSV, with where they are from."""

from flask import Flask, Response, request

from dashboards.stage import Stage
from dashboards.state import ViewState, parse_state
from dashboards.tables import format_csv
from dashboards.ui import text
from dashboards.ui.card import provenance
from dashboards.views import VIEWS
from dashboards.words import TONGUES, Language, Tongue
from etl.errors import WarehouseError

_UNAVAILABLE = 503
_NOT_FOUND = 404


def add_downloads(server: Flask, stage: Stage) -> None:
    """Add the address of every download to a server."""

    @server.get("/data/<name>.csv")
    def download(name: str) -> Response:
        view = VIEWS.get(name)
        if view is None:
            return _plain(
                f"no download {name}; there are: {', '.join(VIEWS)}", _NOT_FOUND
            )
        language, state = _asked()
        try:
            with stage.opened(state, language, dark=False) as opened:
                if opened.stamp is None:
                    return _plain(f"no ledger {state.ledger}", _NOT_FOUND)
                if opened.scene is None:
                    reasons = "\n".join(opened.problems)
                    words = language.say(text.NOT_VERIFIED_LONG)
                    return _plain(f"{words}\n{reasons}", _UNAVAILABLE)
                shown = view.show(opened.scene)
                notes = [language.say(view.title), shown.summary, *shown.notes]
                if opened.stamp.synthetic:
                    notes.insert(0, language.say(text.SYNTHETIC))
                notes += [provenance(opened.scene), f"?{state.query()}"]
                body = format_csv(shown.table, tuple(note for note in notes if note))
        except WarehouseError as error:
            return _plain(str(error), _UNAVAILABLE)
        # The mark tells spreadsheets that the text is UTF-8.
        answer = Response(body.encode("utf-8-sig"), mimetype="text/csv")
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return answer


def _asked() -> tuple[Language, ViewState]:
    asked = request.args.get("lang")
    tongue: Tongue = next((one for one in TONGUES if one == asked), "nl")
    pairs = request.query_string.decode("ascii", "replace").split("&")
    query = "&".join(pair for pair in pairs if not pair.startswith("lang="))
    return Language(tongue), parse_state(query)


def _plain(message: str, status: int) -> Response:
    return Response(f"{message}\n", status=status, mimetype="text/plain")
