"""The twenty questions: who may know the answer, and the way to it."""

from typing import Any, Final

from dashboards.queries.question import Link, Question, questions, statement
from dashboards.scene import Scene
from dashboards.ui import html, text
from dashboards.ui.card import card, provenance
from dashboards.ui.heading import page_heading
from dashboards.views import VIEWS
from dashboards.words import Words

_LEAD: Final = Words(
    "Twintig vragen die parlementen, rekenkamers en verslaggevers stelden of zullen"
    " stellen. Elk antwoord is berekend uit dit grootboek en staat bij de opdracht die"
    " het berekende. Wat vertrouwelijke gegevens vergt, zegt dat.",
    "Twenty questions that parliaments, courts of audit and reporters asked or will"
    " ask. Each answer is computed from this ledger and stands beside the statement"
    " that computed it. What needs confidential data says so.",
)
_WHOLE: Final = Words(
    "Het antwoord is van het hele grootboek, welke jaren, bestemmingen of klassen er"
    " ook gekozen zijn; een gekozen dag („zoals bekend op”) geldt wel.",
    "The answer is of the whole ledger, whichever years, destinations or classes are"
    " selected; a chosen day (“as known on”) does hold.",
)
_ANSWER: Final = Words("antwoord op vraag {number}", "answer to question {number}")
_ASKED: Final = Words("gevraagd in: {where}", "asked in: {where}")
_STATEMENT: Final = Words("De opdracht (SQL)", "The statement (SQL)")
_MORE: Final = Words("Meer:", "More:")
_TIERS: Final = {
    "auditor": Words(
        "voor de rekenkamer, uit openbare regels", "for the auditor, public"
    ),
    "committee": Words(
        "vergt ook vertrouwelijke gegevens", "also needs confidential data"
    ),
    "public": Words("openbaar", "public"),
}
_ANSWERED: Final = {
    "in_part": Words("hier deels te beantwoorden", "answered here in part"),
    "no": Words("hier niet te beantwoorden", "not answered here"),
    "whole": Words("hier te beantwoorden", "answered here"),
}


def questions_page(scene: Scene) -> list[Any]:
    """Return the content of the page of questions."""
    language = scene.language
    asked = scene.state.question
    content: list[Any] = [
        page_heading(language, "questions"),
        html.P(language.say(_LEAD), className="lead"),
    ]
    if asked is not None:
        content += _answered(scene, questions()[asked - 1])
    items = [_item(scene, question) for question in questions()]
    return [
        *content,
        html.Ol(items, className="questions"),
        html.P(provenance(scene), className="provenance"),
    ]


def _answered(scene: Scene, question: Question) -> list[Any]:
    language, standing = scene.language, _standing(scene, question)
    return [
        html.Div(
            [
                card(scene, VIEWS[f"question-{question.number}"]),
                html.P(
                    [f"{standing[:1].upper()}{standing[1:]}. ", language.say(_WHOLE)],
                    className="note",
                ),
                html.P([language.say(_MORE), " ", *_links(scene, question)[1:]]),
                html.Details(
                    [
                        html.Summary(language.say(_STATEMENT)),
                        html.Pre(statement(question.number), tabIndex="0"),
                    ]
                ),
            ],
            className="answer",
        )
    ]


def _item(scene: Scene, question: Question) -> html.Li:
    language = scene.language
    answer = language.say(_ANSWER, number=question.number)
    address = _address(
        scene, Link(page="questions", query=f"question={question.number}")
    )
    said = [_standing(scene, question)]
    if question.asked_in is not None:
        where = language.either(question.asked_in.nl, question.asked_in.en)
        said.append(language.say(_ASKED, where=where))
    return html.Li(
        [
            html.P(language.either(question.asks.nl, question.asks.en)),
            html.P("; ".join(said), className="note"),
            html.P([html.A(answer, href=address), *_links(scene, question)]),
        ]
    )


def _standing(scene: Scene, question: Question) -> str:
    say = scene.language.say
    return f"{say(_TIERS[question.tier])}; {say(_ANSWERED[question.answered])}"


def _links(scene: Scene, question: Question) -> list[Any]:
    found: list[Any] = []
    for link in question.links:
        words = text.PAGES[link.page]
        found += [" · ", html.A(scene.language.say(words), href=_address(scene, link))]
    return found


def _address(scene: Scene, link: Link) -> str:
    query = f"&{link.query}" if link.query else ""
    whole = scene.state.whole(scene.stamp.slug)
    return f"/{scene.language.tongue}/{link.page}?{whole}{query}"
