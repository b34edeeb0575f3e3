"""The entry of a decision, and its check in the reader's own browser."""

import json
from urllib.parse import urlencode

from dashboards.queries.detail import EntryProof
from dashboards.scene import Scene
from dashboards.ui import html
from dashboards.ui.card import section
from dashboards.ui.facts import facts
from dashboards.ui.verify import panel
from dashboards.verification import Source, ed25519_key
from dashboards.words import Words
from ledger.policy import Policy

_SHEET = Words(
    "Bewijsblad: controleert zichzelf, zonder netwerk (HTML)",
    "Proof sheet: checks itself, without a network (HTML)",
)
_PROOF = Words("Het bewijs (.tlog-proof)", "The proof (.tlog-proof)")
_ENTRY = Words("De regel, byte voor byte (.entry)", "The entry, byte for byte (.entry)")


def proof_sections(scene: Scene, entry: EntryProof) -> list[html.Section]:
    """Return the panel that checks an entry, where that can be, and the entry."""
    check = [] if scene.source is None else [_check(scene, entry, scene.source)]
    return [*check, _entry(scene, entry)]


def _check(scene: Scene, entry: EntryProof, source: Source) -> html.Section:
    """Return the panel that checks an entry in the reader's browser."""
    language, slug = scene.language, scene.stamp.slug
    asked = {"ledger": slug, "index": entry.entry_index}
    said = urlencode(asked)
    files = (
        (_SHEET, f"/proof/sheet?{said}&lang={language.tongue}"),
        (_PROOF, f"/proof/file?{said}"),
        (_ENTRY, f"/proof/entry?{said}"),
    )
    links = html.Ul(
        [html.Li(html.A(language.say(what), href=where)) for what, where in files]
    )
    return panel(
        language,
        "entry",
        key=ed25519_key(Policy.parse(source.policy.read_bytes())),
        beneath=(links,),
        ledger=f"/ledger/{slug}/",
        index=str(entry.entry_index),
        leaf=entry.leaf_hash,
    )


def _entry(scene: Scene, entry: EntryProof) -> html.Section:
    """Return the section with the entry itself and the hashes that hold it."""
    language = scene.language
    rows = (
        (Words("plaats in het grootboek", "index"), str(entry.entry_index)),
        (Words("hash van de regel", "leaf hash"), entry.leaf_hash),
        (
            Words("hash van de vorige regel", "hash of the entry before"),
            entry.previous_hash,
        ),
        (Words("vastgelegd op", "recorded at"), language.moment(entry.recorded_at)),
    )
    pretty = json.dumps(json.loads(entry.raw), ensure_ascii=False, indent=2)
    command = (
        f"weegboek ledger show LEDGER {entry.entry_index}\n"
        "weegboek audit run LEDGER --policy POLICY"
    )
    return section(
        language.say(Words("De regel in het grootboek", "The entry in the ledger")),
        facts(
            language, ((words, html.Code(value)) for words, value in rows), wide=True
        ),
        html.P(language.say(Words("Zelf controleren:", "Check it yourself:"))),
        html.Pre(command),
        html.Details(
            [
                html.Summary(language.say(Words("Leesbaar", "Readable"))),
                html.Pre(pretty, tabIndex="0"),
            ]
        ),
        html.Details(
            [
                html.Summary(
                    language.say(
                        Words(
                            "Precies de bytes die zijn vastgelegd",
                            "Exactly the bytes recorded",
                        )
                    )
                ),
                html.Pre(entry.raw, id="entry-raw", className="raw", tabIndex="0"),
            ]
        ),
    )
