"""Answers that are no page, and the language that their address asks for."""

from typing import Final

from flask import Response, request

from dashboards.words import TONGUES, Tongue

BAD_REQUEST: Final = 400
NOT_FOUND: Final = 404
UNAVAILABLE: Final = 503


def plain(message: str, status: int) -> Response:
    """Return an answer in plain words."""
    return Response(f"{message}\n", status=status, mimetype="text/plain")


def asked_tongue() -> Tongue:
    """Return the language that the request asks for; Dutch when it asks for none."""
    asked = request.args.get("lang")
    return next((one for one in TONGUES if one == asked), "nl")
