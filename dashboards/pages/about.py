"""About: what is counted and how, what words mean, and who can read the pages."""

from typing import Any

from dashboards.scene import Scene
from dashboards.ui import html
from dashboards.ui.card import section
from dashboards.ui.explanation import glossary
from dashboards.ui.heading import page_heading
from dashboards.words import Words

_LEAD = Words(
    "Weegboek legt besluiten over uitvoervergunningen en hun weging vast in een"
    " grootboek waaraan alleen kan worden toegevoegd, en toont wat daarin staat.",
    "Weegboek records decisions on export licences and their weighing in a ledger that"
    " can only be added to, and shows what stands in it.",
)
_METHOD = Words("Hoe er wordt geteld", "How it is counted")
_RULES = (
    Words(
        "Een besluit telt één keer, naar zijn eerste uitkomst. Wat er later gebeurde,"
        " staat ernaast en verandert het aantal niet.",
        "A decision counts once, by its first outcome. What happened later stands"
        " beside it and does not change the number.",
    ),
    Words(
        "Niet gepubliceerd is geen nul: het wordt in woorden gezegd, ook in downloads.",
        "Not published is not zero: it is said in words, in downloads too.",
    ),
    Words(
        "Elk aandeel noemt waarvan het een aandeel is: 12% (3/25).",
        "Every share says what it is a share of: 12% (3/25).",
    ),
    Words(
        "Gewichten van doelen worden niet opgeteld en niet gemiddeld.",
        "Weights of goals are neither added up nor averaged.",
    ),
    Words(
        "Een besluit met goederen in meer klassen telt in elk daarvan; die aantallen"
        " tellen dus niet op tot het totaal.",
        "A decision with items in several classes counts in each; so those numbers do"
        " not add up to the total.",
    ),
    Words(
        "Bedragen worden niet omgerekend tussen munten en niet voor inflatie.",
        "Amounts are not converted between currencies, nor for inflation.",
    ),
    Words(
        "Er wordt alleen iets getoond van een grootboek dat bij de laatste controle is"
        " geverifieerd.",
        "Nothing is shown of a ledger unless the last audit verified it.",
    ),
)
_TERMS = Words("Woorden", "Words")
_TERMS_NOTE = Words(
    "De woorden waaruit een besluit is opgebouwd, met hun code in de bestanden.",
    "The words that a decision is made of, with their codes in the files.",
)
_VOCABULARIES = (
    ("outcome", Words("uitkomst", "outcome")),
    ("status", Words("stand nu", "standing now")),
    ("finding", Words("bevinding bij een aspect", "finding on an aspect")),
    ("weight", Words("gewicht van een doel", "weight of a goal")),
    ("weighing_status", Words("openbaarheid van de weging", "weighing published")),
    ("refusal_ground", Words("weigeringsgrond", "refusal ground")),
    ("event_type", Words("wat er daarna gebeurde", "what happened afterwards")),
    ("value_basis", Words("grondslag van de waarde", "basis of the value")),
)
_ACCESS = Words("Toegankelijkheid", "Accessibility")
_ACCESS_SAID = (
    Words(
        "Elke pagina wordt bij elke wijziging van de software onderzocht met"
        " axe-core, in beide talen, licht en donker. Een geautomatiseerd onderzoek"
        " vindt niet alles; onderzoek door mensen met een schermlezer heeft nog niet"
        " plaatsgevonden.",
        "Each page is examined with axe-core at every change of the software, in both"
        " languages, light and dark. An automated examination does not find everything;"
        " people using a screen reader have not examined it yet.",
    ),
    Words(
        "Elke figuur heeft een zin die haar samenvat en een tabel met dezelfde cijfers."
        " De punten in een figuur zelf zijn niet met het toetsenbord te bereiken; de"
        " rijen van de tabel wel.",
        "Every figure has a sentence that sums it up and a table of the same numbers."
        " The points in a figure itself cannot be reached by keyboard; the rows of the"
        " table can.",
    ),
    Words(
        "Alles werkt met het toetsenbord, bij 200 procent vergroting, op 390"
        " beeldpunten breed en op papier. Wie minder beweging vraagt, krijgt geen"
        " beweging.",
        "Everything works by keyboard, enlarged to 200 per cent, at 390 pixels wide and"
        " on paper. Whoever asks for less motion gets none.",
    ),
)


def about_page(scene: Scene) -> list[Any]:
    """Return the content of the page on method, words and accessibility."""
    language = scene.language
    return [
        page_heading(language, "about"),
        html.P(language.say(_LEAD), className="lead"),
        section(
            language.say(_METHOD), html.Ul([html.Li(language.say(r)) for r in _RULES])
        ),
        section(
            language.say(_TERMS),
            glossary(language),
            html.P(language.say(_TERMS_NOTE)),
            *[_vocabulary(scene, *one) for one in _VOCABULARIES],
        ),
        section(
            language.say(_ACCESS),
            *[html.P(language.say(said), className="summary") for said in _ACCESS_SAID],
        ),
    ]


def _vocabulary(scene: Scene, vocabulary: str, title: Words) -> html.Details:
    words = scene.labels.terms.get(vocabulary, {})
    return html.Details(
        [
            html.Summary(scene.language.say(title)),
            html.Dl(
                [
                    html.Div([html.Dt(html.Code(code)), html.Dd(name)])
                    for code, name in words.items()
                ],
                className="facts",
            ),
        ]
    )
