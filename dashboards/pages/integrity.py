"""Integrity: what was verified, with which keys, and how to verify it oneself."""

from typing import Any

from dashboards.pages.integrity_checks import integrity_checks
from dashboards.scene import Scene
from dashboards.ui import html
from dashboards.ui.card import card
from dashboards.ui.facts import facts
from dashboards.ui.heading import page_heading
from dashboards.verification import Noted, Verdict
from dashboards.views import VIEWS
from dashboards.words import Language, Words
from ledger.policy import Policy

_LINE = 132

_LEAD = Words(
    "Is er iets gewijzigd of weggehaald in het grootboek waar deze cijfers op rusten?"
    " Hier staat wat de laatste controle vond, met welke sleutels, en hoe u dat zonder"
    " ons nagaat.",
    "Was anything changed or taken out of the ledger that these numbers rest on? Here"
    " is what the last audit found, with which keys, and how to check it without us.",
)

_HOW = Words(
    "Wie dit grootboek wil controleren, heeft alleen de bestanden nodig en de sleutels"
    " die hij zelf heeft vastgelegd. Vertrouw de sleutels op deze pagina niet zonder ze"
    " te vergelijken.",
    "Whoever wants to check this ledger needs only its files and the keys pinned"
    " beforehand. Do not trust the keys on this page without comparing them.",
)

_REMARKS = Words(
    "Deze punten maken het grootboek niet ongeldig; wie toezicht houdt, moet ze wel"
    " bekijken.",
    "These points leave the ledger sound, but whoever oversees it must look at them.",
)


def standing(language: Language, verdict: Verdict | None, note: str) -> list[Any]:
    """Return what the last audit said, whether the ledger verifies or not."""
    content: list[Any] = []
    if verdict is not None:
        sound = verdict.standing == "verified"
        words = {
            "verified": Words(
                "Geverifieerd: alles is gecontroleerd en niets is mis.",
                "Verified: everything was checked and nothing is wrong.",
            ),
            "not_verified": Words("Niet geverifieerd.", "Not verified."),
            "could_not_check": Words(
                "Kon niet worden gecontroleerd.", "Could not be checked."
            ),
        }[verdict.standing]
        content.append(
            html.P(
                [
                    html.Strong(language.say(words)),
                    f" {language.moment(verdict.audited_at)}",
                ],
                className="notice sound" if sound else "notice",
            )
        )
        rows = (
            (Words("oorsprong", "origin"), verdict.origin or "–"),
            (Words("aantal regels", "size"), language.number(verdict.size)),
            (Words("wortel", "root"), verdict.root or "–"),
        )
        content.append(
            facts(
                language,
                ((words, html.Code(value)) for words, value in rows),
                wide=True,
            )
        )
        meanings = {noted.line: noted.meaning for noted in verdict.findings}
        content.append(
            html.Ul(
                [
                    _noted(language, line, meanings.get(line))
                    for line in verdict.problems
                ]
            )
        )
        if verdict.remarks:
            content += [
                html.H3(language.say(Words("Opmerkingen", "Remarks"))),
                html.P(language.say(_REMARKS)),
                html.Ul([_remark(language, one) for one in verdict.remarks]),
            ]
    if note:
        content += [
            html.H3(
                language.say(Words("Ondertekend controlepunt", "Signed checkpoint"))
            ),
            html.Pre(_shortened(note), tabIndex="0", className="raw"),
        ]
    return content


def _noted(language: Language, line: str, meaning: Words | None) -> html.Li:
    if meaning is None:
        return html.Li(line)
    return html.Li([html.Code(line), html.Br(), language.say(meaning)])


def _remark(language: Language, noted: Noted) -> html.Li:
    """Return a remark: its code, how often, and where it is first."""
    said = f" · {language.number(noted.times)}×"
    if noted.entry is not None:
        words = _FIRST_AT if noted.times > 1 else _AT
        said += f" · {language.say(words, n=noted.entry)}"
    return html.Li(
        [html.Code(noted.code), said, html.Br(), language.say(noted.meaning)]
    )


_AT = Words("regel {n}", "entry {n}")
_FIRST_AT = Words("eerst bij regel {n}", "first at entry {n}")


def _shortened(note: str) -> str:
    """Return a checkpoint for the eye: a post-quantum signature fills a screen."""
    return "\n".join(
        line if len(line) <= _LINE else f"{line[:_LINE]}…" for line in note.split("\n")
    )


def keys(language: Language, policy: Policy) -> html.Section:
    """Return the pinned keys and how to check the ledger oneself."""
    items = [
        html.Li(
            [
                html.Strong(key.algorithm),
                " ",
                html.Code(f"{key.name}+{key.key_id.hex()}"),
            ]
        )
        for key in policy.logs
    ]
    return html.Section(
        [
            html.H2(language.say(Words("Zelf controleren", "Check it yourself"))),
            html.P(language.say(_HOW)),
            html.Ul(items),
            html.Pre("weegboek audit run LEDGER --policy POLICY"),
        ],
        className="card",
    )


def integrity_page(scene: Scene, verdict: Verdict | None) -> list[Any]:
    """Return the content of the page on integrity for a ledger that verifies."""
    language = scene.language
    note = ""
    content: list[Any] = []
    if verdict is not None:
        path = verdict.source.ledger / "checkpoint"
        note = path.read_text("utf-8")
        content = [keys(language, Policy.parse(verdict.source.policy.read_bytes()))]
    frameworks = html.Section(
        [
            html.H2(language.say(Words("Kaders van weging", "Frameworks of weighing"))),
            html.Ul([_framework(scene, one) for one in scene.frameworks()])
            if scene.frameworks()
            else html.P(language.say(Words("Geen.", "None."))),
        ],
        className="card",
    )
    return [
        page_heading(language, "integrity"),
        html.P(language.say(_LEAD), className="lead"),
        html.Section(
            [
                html.H2(language.say(Words("Laatste controle", "Last audit"))),
                *standing(language, verdict, note),
            ],
            className="card",
        ),
        *content,
        *([] if scene.source is None else integrity_checks(scene, scene.source)),
        card(scene, VIEWS["kinds"]),
        card(scene, VIEWS["growth"]),
        frameworks,
    ]


def _framework(scene: Scene, one: Any) -> html.Li:  # noqa: ANN401 - a row
    language = scene.language
    until = (
        language.say(Words("heden", "present"))
        if one.valid_to is None
        else language.day(one.valid_to)
    )
    reason = language.either(one.change_reason_nl, one.change_reason_en)
    entry = language.say(Words("regel {n}", "entry {n}"), n=one.entry_index)
    title = language.either(one.title_nl, one.title_en)
    text = f"{title}: {language.day(one.valid_from)} – {until}"
    return html.Li([text, f". {reason}" if reason else "", html.Small(f" ({entry})")])
