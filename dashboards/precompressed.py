"""Large files that every reader loads: compressed once, kept for ever by browsers."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Final

from flask import Flask, Response, request

_SUFFIXES: Final = {"br": ".br", "gzip": ".gz"}
"""What browsers take, the smallest first, and the file that it stands in."""

BUILT: Final = Path(str(files("dashboards"))) / "plotly_bundle" / "plotly.min.js"
"""Plotly with only our traces, where `make plotly` could build it."""

PACKAGED: Final = Path(str(files("plotly"))) / "package_data" / "plotly.min.js"
"""Plotly as its package brings it: all traces, three times as large."""

MAP: Final = "/assets/topojson/world_50m.json"


@dataclass(frozen=True, slots=True)
class Precompressed:
    """A file in every form that is sent.

    Attributes:
        raw: Its bytes.
        packed: Its bytes by the name of their encoding, the smallest first.
    """

    raw: bytes
    packed: Mapping[str, bytes]

    @property
    def digest(self) -> str:
        """The first hexadecimal digits of its SHA-256, for its address."""
        return sha256(self.raw).hexdigest()[:16]


def read(path: Path) -> Precompressed:
    """Read a file, and what stands compressed beside it, else compress it now."""
    raw = path.read_bytes()
    packed = {
        name: beside.read_bytes()
        for name, suffix in _SUFFIXES.items()
        if (beside := path.with_name(path.name + suffix)).is_file()
    }
    return Precompressed(raw, packed or {"gzip": gzip.compress(raw, 6, mtime=0)})


def serve_for_ever(server: Flask, name: str, kept: Precompressed, mimetype: str) -> str:
    """Add a file to a server and return its address, which holds its hash.

    What is at that address never changes, so browsers need not ask again (RFC 8246).
    """
    stem, _, suffix = name.rpartition(".")
    address = f"/kept/{stem}-{kept.digest}.{suffix}"
    _serve(server, address, kept, mimetype, "public, max-age=31536000, immutable")
    return address


def serve_plotly(server: Flask) -> str:
    """Add Plotly to a server, the built one if there is one; return its address."""
    kept = read(BUILT if BUILT.is_file() else PACKAGED)
    return serve_for_ever(server, "plotly.js", kept, "text/javascript")


def serve_map(server: Flask) -> None:
    """Add the map to a server, at the one address where Plotly looks for it."""
    kept = read(
        Path(str(files("dashboards"))) / "assets" / MAP.removeprefix("/assets/")
    )
    _serve(server, MAP, kept, "application/json", "public, max-age=86400")


def _serve(
    server: Flask, address: str, kept: Precompressed, mimetype: str, caching: str
) -> None:
    @server.get(address, endpoint=address.replace(".", "_"))
    def file() -> Response:
        taken = request.accept_encodings
        encoding = next((one for one in kept.packed if taken[one] > 0), None)
        body = kept.raw if encoding is None else kept.packed[encoding]
        answer = Response(body, mimetype=mimetype)
        if encoding is not None:
            answer.headers["Content-Encoding"] = encoding
        answer.headers["Vary"] = "Accept-Encoding"
        answer.headers["Cache-Control"] = caching
        return answer
