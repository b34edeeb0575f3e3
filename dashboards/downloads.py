"""Downloads: the answer of a view in every format, with where it is from."""

from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from importlib.metadata import version
from typing import Final

from flask import Flask, Response, request

from dashboards.errors import DashboardError
from dashboards.exports.answer import answer_of
from dashboards.exports.formats import FORMATS, Format
from dashboards.exports.manifest import FORMAT, filters_of
from dashboards.queries import build_stamp
from dashboards.replies import BAD_REQUEST, NOT_FOUND, UNAVAILABLE, asked_tongue, plain
from dashboards.scene import Scene
from dashboards.stage import Stage
from dashboards.state import ViewState, parse_state
from dashboards.ui import text
from dashboards.views import VIEWS, View
from dashboards.words import Language
from etl.errors import WarehouseError

_DIGESTED: Final = ("/data/", "/embed/")
_NOT_MODIFIED: Final = 304
_OK: Final = 200


def add_downloads(server: Flask, stage: Stage) -> None:
    """Add the address of every download to a server."""

    @server.get("/data/<file>")
    def download(file: str) -> Response:
        name, _, suffix = file.partition(".")
        view, written = VIEWS.get(name), FORMATS.get(suffix)
        if view is None or written is None:
            return plain(
                f"no download of that name; there are: {', '.join(VIEWS)};"
                f" each as: {', '.join(FORMATS)}",
                NOT_FOUND,
            )
        return on_stage(stage, lambda scene: _answered(scene, view, written))

    # First in the list is last to run: the digest is of what is sent, compressed
    # or not (RFC 9530, section 2).
    server.after_request_funcs.setdefault(None, []).insert(0, _add_digest)


def on_stage(stage: Stage, answered: Callable[[Scene], Response]) -> Response:
    """Answer the request from its scene; say why when there is none.

    What cannot be understood in the address is refused, so that nobody takes an
    answer for one to a narrower question.
    """
    language, state = asked()
    if state.unknown:
        items = ", ".join(state.unknown)
        return plain(language.say(text.UNKNOWN, items=items), BAD_REQUEST)
    try:
        with stage.opened(state, language, dark=False) as opened:
            if opened.scene is not None:
                return answered(opened.scene)
            if opened.stamp is None:
                return plain(f"no ledger {state.ledger}", NOT_FOUND)
            reasons = "\n".join(opened.problems)
            words = language.say(text.NOT_VERIFIED_LONG)
            return plain(f"{words}\n{reasons}", UNAVAILABLE)
    except WarehouseError as error:
        return plain(str(error), UNAVAILABLE)
    except DashboardError as error:
        return plain(str(error), NOT_FOUND)


def _answered(scene: Scene, view: View, written: Format) -> Response:
    answer = tagged(
        scene,
        view,
        written.suffix,
        lambda: Response(
            written.write(answer_of(scene, view)), mimetype=written.mimetype
        ),
    )
    shown = "attachment" if written.attached else "inline"
    name = f"{view.name}-{scene.stamp.size}.{written.suffix}"
    answer.headers["Content-Disposition"] = f'{shown}; filename="{name}"'
    return answer


def tagged(
    scene: Scene, view: View, suffix: str, make: Callable[[], Response]
) -> Response:
    """Return an answer with its mark; nothing is made for who has it already."""
    mark = entity_tag(scene, view, suffix)
    # What compresses answers puts ":" and its name behind the mark.
    known = {tag.partition(":")[0] for tag in request.if_none_match.as_set()}
    answer = Response(status=_NOT_MODIFIED) if mark in known else make()
    answer.set_etag(mark)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def entity_tag(scene: Scene, view: View, suffix: str) -> str:
    """Return the mark of an answer: checkpoint, view, filters, language and format."""
    build = build_stamp(scene.connection)
    parts = (
        FORMAT,
        version("weegboek"),
        *(
            part
            for one in scene.stamps
            for part in (one.origin, str(one.size), one.root)
        ),
        build.code_lists,
        str(build.schema),
        view.name,
        str(view.version),
        filters_of(scene.state),
        scene.language.tongue,
        suffix,
    )
    return sha256("\n".join(parts).encode()).hexdigest()[:32]


def _add_digest(response: Response) -> Response:
    if request.path.startswith(_DIGESTED) and response.status_code == _OK:
        digest = b64encode(sha256(response.get_data()).digest()).decode()
        response.headers["Content-Digest"] = f"sha-256=:{digest}:"
    return response


def asked() -> tuple[Language, ViewState]:
    """Return the language and the state that the request asks for."""
    tongue = asked_tongue()
    pairs = request.query_string.decode("ascii", "replace").split("&")
    query = "&".join(pair for pair in pairs if not pair.startswith("lang="))
    return Language(tongue), parse_state(query)
