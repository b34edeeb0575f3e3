"""PNG: the SVG as pixels, drawn by resvg with fonts of our own, and the manifest.

Equal answers give equal pixels wherever the same release of resvg draws them, so the
pixels themselves can be verified.
"""

import struct
import zlib
from collections.abc import Iterator
from hashlib import sha256
from importlib.resources import files
from typing import Final

import resvg_py

from dashboards.errors import ExportError
from dashboards.exports.answer import Answer
from dashboards.exports.contents import Contents
from dashboards.exports.manifest import format_manifest, parse_manifest
from dashboards.exports.svg_file import write_svg

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
RENDERER: Final = f"drawn by resvg {resvg_py.__resvg_version__}"

_MANIFEST: Final = b"weegboek"
_SOFTWARE: Final = b"Software"
_ZOOM: Final = 2
_BAND: Final = 16
"""Rows of pixels that are compared at a time."""

_MOST_BYTES: Final = 400_000_000
_CHANNELS: Final = {0: 1, 2: 3, 4: 2, 6: 4}
"""Values of each pixel by colour type (PNG, third edition, section 11.2.1)."""


def write_png(answer: Answer) -> bytes:
    """Write the figure of an answer as PNG.

    Raises:
        DrawingError: There is nothing to draw, or a kind that cannot be drawn here.
    """
    fonts = files("dashboards").joinpath("drawing/fonts")
    drawn = resvg_py.svg_to_bytes(
        svg_string=write_svg(answer).decode(),
        skip_system_fonts=True,
        font_files=[
            str(fonts.joinpath(name))
            for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
        ],
        font_family="DejaVu Sans",
        zoom=_ZOOM,
    )
    chunks = list(_chunks(drawn))
    manifest = _MANIFEST + b"\x00" * 5 + format_manifest(answer.manifest).encode()
    own = [(b"tEXt", _SOFTWARE + b"\x00" + RENDERER.encode()), (b"iTXt", manifest)]
    return SIGNATURE + b"".join(map(_written, [chunks[0], *own, *chunks[1:]]))


def _written(chunk: tuple[bytes, bytes]) -> bytes:
    kind, body = chunk
    return struct.pack(">I", len(body)) + kind + body + _check_of(kind, body)


def _check_of(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", zlib.crc32(kind + body))


def _chunks(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the chunks of a PNG file."""
    at = len(SIGNATURE)
    while at < len(raw):
        (length,) = struct.unpack(">I", raw[at : at + 4].rjust(4, b"\xff"))
        kind, body = raw[at + 4 : at + 8], raw[at + 8 : at + 8 + length]
        check = raw[at + 8 + length : at + 12 + length]
        if len(body) != length or check != _check_of(kind, body):
            raise ExportError(f"the PNG is damaged at byte {at}")
        yield kind, body
        at += 12 + length


def read_png(raw: bytes) -> Contents:
    """Read what ``write_png`` wrote: its manifest and the digests of its pixels.

    Raises:
        ExportError: It is damaged, or without a manifest.
    """
    manifests: list[bytes] = []
    lines: list[str] = []
    packed = b""
    header = b""
    for kind, body in _chunks(raw):
        if kind == b"IHDR":
            header = body
        if kind == b"IDAT":
            packed += body
        elif kind == b"iTXt" and body.startswith(_MANIFEST + b"\x00" * 5):
            manifests.append(body.removeprefix(_MANIFEST + b"\x00" * 5))
        elif kind == b"tEXt" and body.startswith(_SOFTWARE + b"\x00"):
            lines.insert(0, body.partition(b"\x00")[2].decode("latin-1"))
        else:
            lines.append(f"{kind.decode('latin-1')} {sha256(body).hexdigest()[:16]}")
    if len(manifests) != 1:
        raise ExportError("the PNG does not hold one manifest")
    return Contents(
        manifest=parse_manifest(manifests[0]),
        drawing=(*lines, *_bands(header, packed)),
    )


def _bands(header: bytes, packed: bytes) -> Iterator[str]:
    """Yield the digest of every few rows of pixels."""
    try:
        width, height, depth, colour = struct.unpack(">IIBB", header[:10])
        rows = zlib.decompressobj().decompress(packed, _MOST_BYTES)
    except (struct.error, zlib.error) as error:
        raise ExportError(f"the PNG is damaged: {error}") from error
    row = 1 + (width * depth * _CHANNELS.get(colour, 1) + 7) // 8
    if len(rows) != row * height:
        raise ExportError("the PNG is damaged: its pixels are not complete")
    for first in range(0, height, _BAND):
        band = rows[first * row : (first + _BAND) * row]
        last = min(first + _BAND, height) - 1
        yield f"rows of pixels {first} to {last}: {sha256(band).hexdigest()[:16]}"
