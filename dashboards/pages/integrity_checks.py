"""Integrity: who else vouches for the ledger, and what readers check themselves."""

from datetime import UTC, datetime
from typing import Any

from dashboards.scene import Scene
from dashboards.ui import html
from dashboards.ui.aria import data
from dashboards.ui.card import section
from dashboards.ui.verify import button, panel, size_field, text_field
from dashboards.verification import Source, ed25519_key
from dashboards.words import Language, Words
from ledger.errors import LedgerError
from ledger.keys import signed_at
from ledger.note import SignedNote
from ledger.policy import Policy, Witness
from ledger.reader import LedgerReader
from ledger.timestamp.files import Listed, listed_tokens

_WITNESSES = Words("Getuigen", "Witnesses")
_NO_WITNESS = Words(
    "Er is geen getuige vastgelegd. Niets op deze pagina toont dus dat anderen"
    " hetzelfde grootboek te zien krijgen.",
    "No witness is pinned. So nothing on this page shows that others are shown the same"
    " ledger.",
)
_COSIGNED = Words("tekende mee", "cosigned")
_NOT_COSIGNED = Words("tekende niet mee", "did not cosign")
_QUORUM = Words(
    "Quorum {name}: {reached}. {n} van {of} getuigen tekenden dit controlepunt mee.",
    "Quorum {name}: {reached}. {n} of {of} witnesses cosigned this checkpoint.",
)
_REACHED = Words("gehaald", "reached")
_NOT_REACHED = Words("niet gehaald", "not reached")

_TIMESTAMPS = Words("Tijdstempels", "Time stamps")
_NO_TIMESTAMP = Words(
    "Naast dit grootboek staat geen tijdstempel. Wanneer iets is vastgelegd, zegt dus"
    " alleen het grootboek zelf.",
    "There is no time stamp beside this ledger. So only the ledger itself says when"
    " something was recorded.",
)
_STAMPED = Words(
    "Deze tijdstempels zijn hier niet gecontroleerd: dat vraagt om het"
    " wortelcertificaat van de instantie, met weegboek audit run --authority-root.",
    "These time stamps are not checked here: that needs the root certificate of the"
    " authority, with weegboek audit run --authority-root.",
)
_MOST_SHOWN = 20
_MORE = Words("en {n} oudere", "and {n} older ones")

_GROWTH = Words("Alleen aangevuld, nooit gewijzigd", "Only added to, never changed")
_GROWTH_LEAD = Words(
    "Kies twee groottes. De server geeft het bewijs dat de grotere de kleinere bevat;"
    " uw browser rekent het na. Bewaarde u eerder een controlepunt, plak het dan: zo"
    " blijkt of sindsdien iets is gewijzigd.",
    "Choose two sizes. The server gives the proof that the larger holds the smaller;"
    " your browser checks it. If you kept an earlier checkpoint, paste it: that shows"
    " whether anything was changed since.",
)
_OLD = Words("van grootte", "from size")
_NEW = Words("naar grootte", "to size")
_OLDER = Words(
    "ouder ondertekend controlepunt (hoeft niet; gaat voor de eerste grootte)",
    "older signed checkpoint (optional; goes before the first size)",
)

_PROOF = Words("Controleer een bewijs", "Check a proof")
_PROOF_LEAD = Words(
    "Voor wie een .tlog-proof en een .entry kreeg. Alles gebeurt in uw browser; er"
    " wordt niets verstuurd.",
    "For whoever was given a .tlog-proof and an .entry. All of it happens in your"
    " browser; nothing is sent.",
)
_PROOF_TEXT = Words("het bewijs (.tlog-proof)", "the proof (.tlog-proof)")
_ENTRY_TEXT = Words("de regel (.entry)", "the entry (.entry)")
_CHOOSE_PROOF = Words("Kies een .tlog-proof", "Choose a .tlog-proof")
_CHOOSE_ENTRY = Words("Kies een .entry", "Choose an .entry")

_KIT = Words("Alles om het zelf te doen", "All that is needed to do it yourself")
_KIT_LINKS = (
    (
        Words(
            "verify.py, de sleutels en hoe het gaat, in twee talen (zip)",
            "verify.py, the keys and how it goes, in two languages (zip)",
        ),
        "/proof/kit?ledger={slug}",
    ),
    (
        Words("het controlepunt, zoals ondertekend", "the checkpoint, as signed"),
        "/ledger/{slug}/checkpoint",
    ),
)


def integrity_checks(scene: Scene, source: Source) -> list[Any]:
    """Return witnesses, time stamps, and the panels that check in the browser."""
    policy = Policy.parse(source.policy.read_bytes())
    reader = LedgerReader.at(source.ledger)
    key = ed25519_key(policy)
    return [
        _witnesses(scene.language, policy, SignedNote.parse(reader.checkpoint_note())),
        _timestamps(scene, reader),
        _growth(scene, key),
        _proof(scene.language, key),
        _kit(scene),
    ]


def _witnesses(language: Language, policy: Policy, note: SignedNote) -> html.Section:
    if not policy.witnesses:
        return section(language.say(_WITNESSES), html.P(language.say(_NO_WITNESS)))
    cosigners = policy.cosigners(note)
    reached = _REACHED if policy.reaches_quorum(cosigners) else _NOT_REACHED
    quorum = language.say(
        _QUORUM,
        name=policy.quorum,
        reached=language.say(reached),
        n=language.number(len(cosigners)),
        of=language.number(len(policy.witnesses)),
    )
    items = [
        html.Li(
            [
                html.Strong(one.name),
                " ",
                html.Code(f"{one.key.name}+{one.key.key_id.hex()}"),
                f" · {one.key.algorithm} · {_said(language, one, note, cosigners)}",
            ]
        )
        for one in policy.witnesses
    ]
    return section(language.say(_WITNESSES), html.P(quorum), html.Ul(items))


def _said(
    language: Language, witness: Witness, note: SignedNote, cosigners: frozenset[str]
) -> str:
    if witness.name not in cosigners:
        return language.say(_NOT_COSIGNED)
    times = (
        signed_at(line, witness.key)
        for line in note.signatures
        if witness.key.made(line)
    )
    moments = (
        language.moment(datetime.fromtimestamp(time, UTC)) for time in times if time
    )
    return " ".join((language.say(_COSIGNED), *moments))


def _timestamps(scene: Scene, reader: LedgerReader) -> html.Section:
    language = scene.language
    title = language.say(_TIMESTAMPS)
    try:
        listed = listed_tokens(reader)
    except LedgerError as error:
        return section(title, html.P(str(error), role="alert"))
    if not listed:
        return section(title, html.P(language.say(_NO_TIMESTAMP)))
    newest = sorted(listed, reverse=True)
    items = [_token(scene, one) for one in newest[:_MOST_SHOWN]]
    if len(newest) > _MOST_SHOWN:
        more = language.number(len(newest) - _MOST_SHOWN)
        items.append(html.Li(language.say(_MORE, n=more)))
    return section(title, html.P(language.say(_STAMPED)), html.Ul(items))


def _token(scene: Scene, one: Listed) -> html.Li:
    size = scene.language.number(one.size)
    words = Words("over {size} regels", "over {size} entries")
    return html.Li(
        html.A(
            f"{scene.language.say(words, size=size)} ({one.digest[:16]}…)",
            href=f"/ledger/{scene.stamp.slug}/{one.name}",
        )
    )


def _growth(scene: Scene, key: str) -> html.Section:
    language, size = scene.language, scene.stamp.size
    return panel(
        language,
        "growth",
        key=key,
        title=_GROWTH,
        lead=_GROWTH_LEAD,
        fields=(
            size_field(language, "growth-old", "old", _OLD, max(size // 2, 1)),
            size_field(language, "growth-new", "new", _NEW, size),
            text_field(language, "growth-older", "older", _OLDER, "", rows=3),
        ),
        growth=f"/proof/growth?ledger={scene.stamp.slug}",
    )


def _proof(language: Language, key: str) -> html.Section:
    fields: list[Any] = []
    for name, label, choose in (
        ("proof", _PROOF_TEXT, _CHOOSE_PROOF),
        ("entry", _ENTRY_TEXT, _CHOOSE_ENTRY),
    ):
        fields += [
            text_field(language, f"proof-{name}", name, label, "", rows=4),
            html.P(
                [
                    button(language.say(choose), name),
                    html.Span(role="status", **data(chosen=name)),
                ]
            ),
        ]
    return panel(
        language,
        "proof",
        key=key,
        title=_PROOF,
        lead=_PROOF_LEAD,
        fields=tuple(fields),
    )


def _kit(scene: Scene) -> html.Section:
    language = scene.language
    return section(
        language.say(_KIT),
        html.Ul(
            [
                html.Li(
                    html.A(
                        language.say(words), href=where.format(slug=scene.stamp.slug)
                    )
                )
                for words, where in _KIT_LINKS
            ]
        ),
    )
