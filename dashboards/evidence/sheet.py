"""The proof sheet: one decision as a page that checks itself, without a network."""

import json
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import Final

from dashboards.ui import text
from dashboards.ui import verify_words as words
from dashboards.words import Language, Words
from ledger.checkpoint import Checkpoint
from ledger.entry import Entry
from ledger.proof import Proof
from ledger.records.decision import LicenceDecision
from ledger.records.record import reference_of
from ledger.tree import leaf_hash

_CSS: Final = """
:root { color-scheme: light; --background: #ffffff; --text: #1b2430; --muted: #5a6572;
  --line: #dde2e8; --surface: #f6f8fa; --accent: #23507f; --notice: #fff6df; }
@media (prefers-color-scheme: dark) { :root { color-scheme: dark; --background: #151a21;
  --text: #e8ecf1; --muted: #a3aebb; --line: #323b47; --surface: #1c232c;
  --accent: #8fbdeb; --notice: #3a3018; } }
* { box-sizing: border-box; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto;
  padding: 1rem; color: var(--text); background: var(--background); }
h1, h2 { font-family: Georgia, serif; line-height: 1.25; } h2 { font-size: 1.2rem;
  margin-top: 2rem; break-after: avoid; } h1 span { display: inline-block; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.synthetic { background: var(--notice); border-left: 4px solid #c99a2e;
  padding: .6rem .9rem; font-weight: 600; }
dl div { display: grid; grid-template-columns: minmax(9rem, 30%) 1fr; gap: .2rem 1rem;
  padding: .25rem 0; border-bottom: 1px solid var(--line); }
dt, p.note { color: var(--muted); } dd { margin: 0; }
code, pre, dd, textarea { overflow-wrap: anywhere; }
pre { white-space: pre-wrap; background: var(--surface); padding: .8rem 1rem;
  font-size: .85rem; }
.words { font: 1.12rem/1.6 Georgia, serif; max-width: 46rem; }
textarea { width: 100%; font: .85rem/1.4 monospace; color: inherit;
  background: var(--background); border: 1px solid var(--muted); padding: .4rem; }
button { font: inherit; padding: .4rem 1.2rem; min-height: 2.4rem; margin: .6rem 0;
  color: var(--background); background: var(--accent); border: 0; border-radius: 4px; }
.steps code { display: block; font-size: .85rem; color: var(--muted); }
.outcome:not(:empty) { border-left: 4px solid var(--accent); padding: .4rem .8rem;
  font-weight: 600; background: var(--surface); }
@media print { :root { color-scheme: light; --background: #ffffff; --text: #1b2430;
  --muted: #5a6572; --line: #dde2e8; --surface: #f6f8fa; --accent: #23507f;
  --notice: #fff6df; } button { display: none; } body { padding: 0; } }
"""

_TITLE: Final = Words("Bewijsblad", "Proof sheet")
_FACTS: Final = (
    Words("grootboek", "ledger"),
    Words("regel", "entry"),
    Words("soort", "kind"),
    Words("kenmerk", "reference"),
    Words("vastgelegd op", "recorded at"),
    Words("hash van de regel", "leaf hash"),
    Words("wortel", "root"),
)
_ENTRY: Final = Words("De regel, byte voor byte", "The entry, byte for byte")
_IN_WORDS: Final = Words(
    "De weging in woorden, zoals vastgelegd", "The weighing in words, as recorded"
)
_READABLE: Final = Words("De regel, leesbaar", "The entry, readable")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a sheet proves, and by what.

    Attributes:
        proof: The proof of the entry.
        entry: The entry's bytes.
        previous: Those of the entry before it; None for entry 0.
        key: The Ed25519 key that is pinned.
        synthetic: Whether nothing in the ledger is real.
    """

    proof: Proof
    entry: bytes
    previous: bytes | None
    key: str
    synthetic: bool


def proof_sheet(evidence: Evidence, language: Language) -> str:
    """Return the sheet as HTML that asks nothing of any network.

    Its policy lets in exactly the script and style that stand in it, by hash.

    Raises:
        FormatError: The checkpoint or the entry is malformed.
    """
    script = "\n".join(
        files("dashboards").joinpath("assets", name).read_text("utf-8")
        for name in ("proof.js", "verify.js")
    )
    policy = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"script-src {_hash(script)}; style-src {_hash(_CSS)}"
    )
    ref = _facts(evidence)[3]
    title = f"{language.say(_TITLE)} {ref}"
    mark = f'<p class="synthetic">{escape(language.say(text.SYNTHETIC))}</p>'
    readable = json.dumps(json.loads(evidence.entry), ensure_ascii=False, indent=2)
    return f"""<!DOCTYPE html>
<html lang="{language.tongue}">
<head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>{_CSS}</style></head>
<body><main>
<h1>{escape(language.say(_TITLE))} <span>{escape(ref)}</span></h1>
{mark if evidence.synthetic else ""}
<dl>{_listed(evidence, language)}</dl>
{_in_words(evidence, language)}
{_panel(evidence, language)}
<h2>{escape(language.say(_READABLE))}</h2>
<pre tabindex="0">{escape(readable)}</pre>
<h2>{escape(language.say(_ENTRY))}</h2>
<pre id="entry-raw" tabindex="0">{escape(evidence.entry.decode("utf-8"))}</pre>
</main>
<script type="application/json" id="evidence">{_carried(evidence)}</script>
<script>{script}</script>
</body></html>
"""


def _hash(content: str) -> str:
    return f"'sha256-{_base64(sha256(content.encode()).digest())}'"


def _base64(raw: bytes) -> str:
    return b64encode(raw).decode("ascii")


def _facts(evidence: Evidence) -> tuple[str, ...]:
    checkpoint = Checkpoint.parse(evidence.proof.note.text)
    parsed = Entry.parse(evidence.entry)
    return (
        checkpoint.origin,
        f"{evidence.proof.index} / {checkpoint.size}",
        parsed.kind,
        reference_of(parsed.record),
        f"{parsed.recorded_at:%Y-%m-%dT%H:%M:%SZ}",
        leaf_hash(evidence.entry).hex(),
        checkpoint.root_text,
    )


def _listed(evidence: Evidence, language: Language) -> str:
    return "".join(
        f"<div><dt>{escape(language.say(name))}</dt><dd>{escape(value)}</dd></div>"
        for name, value in zip(_FACTS, _facts(evidence), strict=True)
    )


def _in_words(evidence: Evidence, language: Language) -> str:
    """Return how a decision was weighed, in words; empty where the entry has none."""
    record = Entry.parse(evidence.entry).record
    weighing = record.weighing if isinstance(record, LicenceDecision) else None
    if weighing is None or weighing.summary is None:
        return ""
    said = language.either(weighing.summary.nl, weighing.summary.en)
    return (
        f'<h2>{escape(language.say(_IN_WORDS))}</h2><p class="words">{escape(said)}</p>'
    )


def _panel(evidence: Evidence, language: Language) -> str:
    def said(what: Words) -> str:
        return escape(language.say(what))

    leaf = leaf_hash(evidence.entry).hex()
    spoken = escape(words.spoken(language))
    return f"""<section class="verify" data-kind="entry" data-leaf="{leaf}"
 data-words="{spoken}">
<h2>{said(words.TITLE)}</h2>
<p>{said(words.SHEET_LEAD)}</p>
<div data-field="key"><label for="key">{said(words.KEY)}</label>
<textarea id="key" rows="2" spellcheck="false">{escape(evidence.key)}</textarea></div>
<p class="note">{said(words.KEY_NOTE)}</p>
<button type="button" data-action="check">{said(words.CHECK)}</button>
<p class="outcome" role="status"></p>
<ol class="steps"></ol>
<p class="note">{said(words.NOT_CHECKED)}</p>
</section>"""


def _carried(evidence: Evidence) -> str:
    previous = evidence.previous
    return json.dumps(
        {
            "proof": _base64(evidence.proof.format()),
            "entry": _base64(evidence.entry),
            "previous": None if previous is None else _base64(previous),
        }
    )
