"""A proof on one sheet of paper, with one QR code that holds all of it."""

from html import escape
from typing import Final

from ledger.checkpoint import Checkpoint
from ledger.errors import StorageError
from ledger.proof import Proof
from ledger.tree import leaf_hash

_CSS: Final = """
@page { size: A4; margin: 14mm; }
body { font: 10pt/1.4 "DejaVu Sans", Arial, sans-serif; color: #1b2430;
  max-width: 182mm; margin: 0 auto; padding: 4mm; }
h1 { font: 600 16pt/1.2 Georgia, serif; margin: 0 0 2mm; }
h2 { font-size: 10pt; margin: 4mm 0 1mm; }
code, pre { font: 7.5pt/1.35 "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; border: .3mm solid #dde2e8; padding: 2mm; margin: 0; }
.sheet { display: grid; grid-template-columns: 74mm 1fr; gap: 6mm; align-items: start; }
.sheet svg { width: 74mm; height: 74mm; }
dl { margin: 0; } dt { color: #5a6572; } dd { margin: 0 0 1.5mm; }
"""

_MAX_SHOWN: Final = 6_000  # characters that a sheet has room for


def proof_page(proof: Proof, entry: bytes) -> str:
    """Return the page as HTML that asks nothing of any network.

    The QR code holds the proof with its Ed25519 signatures, byte for byte the text
    of a ``.tlog-proof`` file (c2sp.org/tlog-proof). A long entry is shown in part,
    and the page says so; its hash is over all of it.

    Raises:
        StorageError: The package that draws the code is not installed.
    """
    checkpoint = Checkpoint.parse(proof.note.text)
    shown = entry.decode("utf-8", "replace")
    cut = len(shown) > _MAX_SHOWN
    facts = (
        ("Grootboek / ledger", checkpoint.origin),
        ("Regel / entry", f"{proof.index} van / of {checkpoint.size}"),
        ("Hash van de regel / leaf hash", leaf_hash(entry).hex()),
        ("Wortel / root", checkpoint.root_text),
    )
    listed = "".join(
        f"<dt>{escape(name)}</dt><dd><code>{escape(value)}</code></dd>"
        for name, value in facts
    )
    more = (
        f"<p>De eerste {_MAX_SHOWN} van {len(shown)} tekens; het hele besluit staat"
        f" in het bestand ernaast. / The first {_MAX_SHOWN} of {len(shown)}"
        " characters; the whole entry is in the file beside it.</p>"
        if cut
        else ""
    )
    return f"""<!DOCTYPE html>
<html lang="nl">
<head><meta charset="utf-8"><title>Bewijs / proof {proof.index}</title>
<style>{_CSS}</style></head>
<body>
<h1>Bewijs van opneming / Proof of inclusion</h1>
<div class="sheet">
<div>{_code(proof.short().format())}</div>
<dl>{listed}</dl>
</div>
<h2>Nakijken / To check</h2>
<pre>weegboek audit proof FILE.tlog-proof --key VKEY</pre>
<p>De code hierboven is het bewijs zelf, als tekst. Nodig zijn de regel hieronder
(precies de bytes) en een sleutel die u al kende. / The code is the proof itself, as
text. You need the entry's exact bytes and a key that you already knew.</p>
<h2>Regel / entry</h2>
<pre>{escape(shown[:_MAX_SHOWN])}</pre>{more}
</body>
</html>
"""


def _code(text: bytes) -> str:
    try:
        import segno  # noqa: PLC0415 - only whoever prints needs it
    except ModuleNotFoundError as error:
        raise StorageError(
            "drawing the code needs segno; install it with: pip install"
            " 'weegboek[print]'"
        ) from error
    code = segno.make_qr(text, error="l", mode="byte")
    drawn: str = code.svg_inline(border=2, omitsize=True)
    return drawn
