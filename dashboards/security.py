"""The headers of every answer: nothing may be loaded from, or sent, elsewhere."""

from collections.abc import Sequence
from typing import Final

from flask import Flask, Response

FIXED_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Frame-Options": "DENY",
}

MOST_ASKED: Final = 256 * 1024
"""Bytes of the largest request that is read."""


_AGAINST_FRAMES: Final = frozenset({"Cross-Origin-Resource-Policy", "X-Frame-Options"})
"""What pages that are made to be framed go without."""


def content_security_policy(script_hashes: Sequence[str]) -> str:
    """Return the policy: this host only, and no script that is not known.

    Plotly writes style attributes and elements, which is why styles may be inline.
    """
    scripts = " ".join(["'self'", *script_hashes])
    parts = (
        "default-src 'none'",
        f"script-src {scripts}",
        "style-src 'self' 'unsafe-inline'",
        "style-src-elem 'self' 'unsafe-inline'",
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
    return "; ".join(parts)


def secure(server: Flask, script_hashes: Sequence[str]) -> None:
    """Add the headers to every answer of a server.

    An answer that comes with a policy of its own is one that others may frame.
    """
    policy = content_security_policy(script_hashes)
    server.config["MAX_CONTENT_LENGTH"] = MOST_ASKED

    @server.after_request
    def add_headers(response: Response) -> Response:
        is_framed = "Content-Security-Policy" in response.headers
        for name, value in FIXED_HEADERS.items():
            if not (is_framed and name in _AGAINST_FRAMES):
                response.headers[name] = value
        response.headers.setdefault("Content-Security-Policy", policy)
        if response.mimetype in {"application/json", "text/html", "text/csv"}:
            response.headers.setdefault("Cache-Control", "no-store")
        return response
