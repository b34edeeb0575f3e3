"""A proof on one sheet of paper, with one QR code that holds all of it."""

from dataclasses import replace
from html import escape
from typing import Final
from unicodedata import east_asian_width

from ledger.checkpoint import Checkpoint
from ledger.entry import Entry
from ledger.errors import FormatError, StorageError
from ledger.proof import Proof
from ledger.records.record import reference_of
from ledger.tree import leaf_hash

MOST_IN_CODE: Final = 2_953
"""Bytes of the largest QR code: version 40, lowest correction (ISO/IEC 18004)."""

_CSS: Final = """
@page { size: A4; margin: 14mm; }
body { font: 10pt/1.4 "DejaVu Sans", Arial, sans-serif; color: #1b2430;
  max-width: 182mm; margin: 0 auto; }
h1 { font: 600 16pt/1.2 Georgia, serif; margin: 0 0 3mm; }
h2 { font-size: 10pt; margin: 4mm 0 1mm; }
p { margin: 1.5mm 0; }
code, pre { font: 7.5pt/1.35 "DejaVu Sans Mono", monospace; word-break: break-all; }
pre { white-space: pre-wrap; border: .3mm solid #dde2e8; padding: 2mm; margin: 0; }
.synthetic { border: .6mm solid #1b2430; padding: 1.5mm 2mm; font-weight: 600; }
.sheet { display: grid; grid-template-columns: 88mm 1fr; gap: 5mm; align-items: start; }
.sheet svg { width: 88mm; height: 88mm; shape-rendering: crispEdges; }
dl { margin: 0; } dt { color: #5a6572; font-size: 8.5pt; } dd { margin: 0 0 1mm; }
@media screen { body { padding: 5mm; } }
@media screen and (max-width: 640px) { .sheet { grid-template-columns: 1fr; }
  .sheet svg { width: 100%; height: auto; } }
"""

_COLUMNS: Final = 100  # characters of an entry to a line of the sheet
_LINES: Final = 22  # lines of an entry that a sheet has room for, whatever is above


def proof_page(proof: Proof, entry: bytes, *, synthetic: bool) -> str:
    """Return the page as HTML that asks nothing of any network.

    The QR code holds the proof with its Ed25519 signatures, byte for byte the text
    of a ``.tlog-proof`` file (c2sp.org/tlog-proof). Of cosignatures it holds as many
    as there is room for, and the page counts those left out. A long entry is shown
    in part, and the page says so; its hash is over all of it.

    Args:
        proof: The proof.
        entry: The entry's bytes.
        synthetic: Whether nothing in the ledger is real; the page then says so.

    Raises:
        FormatError: The checkpoint in the proof is malformed.
        StorageError: The package that draws the code is not installed, or not even
            the ledger's own signature fits it.
    """
    carried, left_out = fitting(proof)
    shown, total = _shown(entry)
    part = _IN_PART.format(len(shown), total) if len(shown) < total else ""
    lack = _CODE_LACKS.format(left_out) if left_out else ""
    facts = (*_facts(proof, entry), ("Handtekeningen / signatures", _signers(carried)))
    listed = "".join(
        f"<dt>{escape(name)}</dt><dd><code>{escape(value)}</code></dd>"
        for name, value in facts
    )
    return f"""<!DOCTYPE html>
<html lang="nl">
<head><meta charset="utf-8"><title>Bewijs / proof {proof.index}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>{_CSS}</style></head>
<body>
<h1>Bewijs van opneming / Proof of inclusion</h1>
{_SYNTHETIC if synthetic else ""}
<div class="sheet">
<div>{_code(carried.format())}</div>
<dl>{listed}</dl>
</div>
{lack}
<h2>Nakijken / To check</h2>
<pre>weegboek audit proof FILE.tlog-proof --entry FILE.entry --key VKEY</pre>
<p>De code is het bewijs zelf: sla de tekst ervan op als FILE.tlog-proof. Nodig zijn ook
de bytes van de regel (FILE.entry) en de Ed25519-sleutel van het grootboek, die u al
kende. / The code is the proof itself: save its text as FILE.tlog-proof. You also need
the entry's bytes (FILE.entry) and the ledger's Ed25519 key, which you knew before.</p>
<h2>Regel / entry</h2>
<pre>{escape(shown)}</pre>{part}
</body>
</html>
"""


_SYNTHETIC: Final = (
    '<p class="synthetic">Synthetisch: niets in dit grootboek is echt.'
    " / Synthetic: nothing in this ledger is real.</p>"
)
_CODE_LACKS: Final = (
    "<p>{0} handtekeningen van getuigen passen niet in de code; het bestand heeft ze."
    " / {0} cosignatures do not fit the code; they are in the file.</p>"
)
_IN_PART: Final = (
    "<p>De eerste {0} van {1} tekens; de hele regel staat in het bestand ernaast."
    " / The first {0} of {1} characters; the whole entry is in the file beside it.</p>"
)


def fitting(proof: Proof) -> tuple[Proof, int]:
    """Return the proof as one QR code can hold it, and how many cosignatures not.

    Signatures by ML-DSA-44 never fit and are not counted.
    """
    short = proof.short()
    lines = list(short.note.signatures)
    origin = Checkpoint.parse(short.note.text).origin
    left_out = 0
    while len(short.format()) > MOST_IN_CODE:
        others = [line for line in lines if line.name != origin]
        if not others:
            raise StorageError("the proof does not fit a QR code")
        lines.remove(others[-1])
        left_out += 1
        short = replace(short, note=replace(short.note, signatures=tuple(lines)))
    return short, left_out


def _facts(proof: Proof, entry: bytes) -> tuple[tuple[str, str], ...]:
    checkpoint = Checkpoint.parse(proof.note.text)
    return (
        ("Grootboek / ledger", checkpoint.origin),
        ("Regel / entry", f"{proof.index} van / of {checkpoint.size}"),
        *_record_facts(entry),
        ("Hash van de regel / leaf hash", leaf_hash(entry).hex()),
        ("Wortel / root", checkpoint.root_text),
    )


def _record_facts(entry: bytes) -> tuple[tuple[str, str], ...]:
    try:
        parsed = Entry.parse(entry)
    except FormatError:
        return ()  # a proof is of bytes, whatever they say
    return (
        ("Soort / kind", parsed.kind),
        ("Kenmerk / reference", reference_of(parsed.record)),
        ("Vastgelegd / recorded at", parsed.recorded_at.isoformat()),
    )


def _signers(proof: Proof) -> str:
    origin = Checkpoint.parse(proof.note.text).origin
    lines = proof.note.signatures
    own = [f"{line.name}+{line.key_id.hex()}" for line in lines if line.name == origin]
    others = len(lines) - len(own)
    return f"{', '.join(own)}; {others} van getuigen / by witnesses"


def _shown(entry: bytes) -> tuple[str, int]:
    """Return as much of an entry as surely fits the sheet, and its whole length."""
    text = "".join(
        mark if mark.isprintable() else "\N{REPLACEMENT CHARACTER}"
        for mark in entry.decode("utf-8", "replace")
    )
    room = _COLUMNS * _LINES
    for place, mark in enumerate(text):
        room -= 2 if east_asian_width(mark) in "WF" else 1
        if room < 0:
            return text[:place], len(text)
    return text, len(text)


def _code(text: bytes) -> str:
    try:
        import segno  # noqa: PLC0415 - only whoever prints needs it
    except ModuleNotFoundError as error:
        raise StorageError(
            "drawing the code needs segno; install it with: pip install"
            " 'weegboek[print]'"
        ) from error
    code = segno.make_qr(text, error="l", mode="byte")
    drawn: str = code.svg_inline(border=4, omitsize=True)
    return drawn
