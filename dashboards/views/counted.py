"""How numbers come about: the sentences that several views share."""

from typing import Final

from dashboards.views.view import HowCounted
from dashboards.words import Words

DECISION_ONCE: Final = Words(
    "Besluiten. Elk besluit telt één keer, naar zijn eerste uitkomst en in zijn"
    " laatste lezing na correctie.",
    "Decisions. Each decision counts once, by its first outcome and in its latest"
    " reading after correction.",
)
DECISION_PER_KEY: Final = Words(
    "Besluiten. Een besluit met goederen onder meer codes telt bij elke code, of elke"
    " klasse, één keer.",
    "Decisions. A decision with items under several codes counts once under each code,"
    " or each class.",
)
WEIGHED: Final = Words(
    "Besluiten met een gepubliceerde weging van het doel. Een besluit telt bij elk doel"
    " één keer.",
    "Decisions with a published weighing of the goal. A decision counts once under each"
    " goal.",
)
SELECTED: Final = Words(
    "N is het aantal besluiten in dezelfde rij of, in de zin erboven, in de hele"
    " keuze.",
    "N is the number of decisions in the same row or, in the sentence above, in the"
    " whole selection.",
)
NO_SHARE: Final = Words("Er worden geen aandelen berekend.", "No shares are computed.")
EXCLUDED: Final = Words(
    "Besluiten die met een reden buiten de statistiek blijven, besluiten die ook buiten"
    " de gekozen jaren kunnen vallen, en op een tijdas besluiten zonder dag binnen één"
    " periode. Wat er na een besluit gebeurt, wordt niet van de aantallen afgetrokken.",
    "Decisions that are left out of statistics with a reason, decisions that may also"
    " lie outside the chosen years, and on a time axis decisions without a day within"
    " one period. What happens after a decision is not taken off the numbers.",
)
UNPUBLISHED: Final = Words(
    "Besluiten waarvan de weging niet is gepubliceerd: dat is iets anders dan niet"
    " gewogen. Voorts wat overal buiten blijft: besluiten buiten de statistiek of met"
    " een dag die buiten de gekozen jaren kan vallen.",
    "Decisions whose weighing is not published, which is not the same as not weighed;"
    " and what is left out everywhere: decisions outside statistics, or with a day that"
    " may lie outside the chosen years.",
)
NOTHING: Final = Words("Niets.", "Nothing.")

DECISIONS: Final = HowCounted(
    unit=DECISION_ONCE, denominator=SELECTED, left_out=EXCLUDED
)
PER_KEY: Final = HowCounted(
    unit=DECISION_PER_KEY, denominator=SELECTED, left_out=EXCLUDED
)
ENTRIES: Final = HowCounted(
    unit=Words(
        "Regels van het grootboek, elk één keer, ook correcties en gebeurtenissen.",
        "Entries of the ledger, each once, corrections and events included.",
    ),
    denominator=NO_SHARE,
    left_out=NOTHING,
)
GOALS: Final = HowCounted(
    unit=WEIGHED,
    denominator=Words(
        "N is het aantal besluiten met een gepubliceerde weging van dat doel, in"
        " dezelfde"
        " periode of met dezelfde uitkomst of bevinding.",
        "N is the number of decisions with a published weighing of that goal, in the"
        " same"
        " period or with the same outcome or finding.",
    ),
    left_out=UNPUBLISHED,
)
COVERAGE: Final = HowCounted(
    unit=DECISION_ONCE,
    denominator=Words(
        "N is het aantal gekozen besluiten op de tijdas.",
        "N is the number of selected decisions on the time axis.",
    ),
    left_out=EXCLUDED,
)
GROUNDS: Final = HowCounted(
    unit=Words(
        "Besluiten die een weigeringsgrond noemen. Een besluit op twee gronden telt bij"
        " elk daarvan één keer.",
        "Decisions that name a refusal ground. A decision on two grounds counts once"
        " under each.",
    ),
    denominator=Words(
        "N is het aantal gekozen besluiten dat een grond noemt: weigeringen,"
        " gedeeltelijke vergunningen en negatieve antwoorden op een sondage.",
        "N is the number of selected decisions that name a ground: refusals, partial"
        " grants and negative preliminary enquiries.",
    ),
    left_out=EXCLUDED,
)
VALUES: Final = HowCounted(
    unit=Words(
        "Hele eenheden van elke valuta, over de verleende besluiten met een waarde.",
        "Whole units of each currency, over the granted decisions with a value.",
    ),
    denominator=Words(
        "N is het aantal verleende besluiten in het jaar, in welke valuta ook.",
        "N is the number of granted decisions in the year, in whatever currency.",
    ),
    left_out=Words(
        "Geweigerde en anders afgedane besluiten, besluiten zonder waarde, en besluiten"
        " die in meer dan één jaar kunnen vallen. Niets wordt omgerekend.",
        "Decisions refused or closed otherwise, decisions without a value, and"
        " decisions"
        " that may lie in more than one year. Nothing is converted.",
    ),
)
EVENTS: Final = HowCounted(
    unit=Words(
        "Gebeurtenissen na een besluit, elk één keer, in het jaar waarin zij"
        " gebeurden.",
        "Events after a decision, each once, in the year in which they happened.",
    ),
    denominator=NO_SHARE,
    left_out=Words(
        "Gebeurtenissen bij besluiten buiten de keuze of buiten de statistiek.",
        "Events of decisions outside the selection or outside statistics.",
    ),
)
ROWS: Final = HowCounted(
    unit=Words(
        "Besluiten, één per rij, in hun laatste lezing na correctie.",
        "Decisions, one in each row, in their latest reading after correction.",
    ),
    denominator=NO_SHARE,
    left_out=EXCLUDED,
)

TERMS: Final = HowCounted(
    unit=Words(
        "Besluiten waarvan de duur bekend is, elk één keer. Bruto telt kalenderdagen"
        " van ontvangst tot besluit; netto laat de dagen weg waarop de termijn"
        " stilstond.",
        "Decisions whose term is known, each once. Gross counts calendar days from"
        " receipt to decision; net leaves out the days on which the clock stood still.",
    ),
    denominator=Words(
        "N is het aantal besluiten in dezelfde rij waarvan de duur bekend is.",
        "N is the number of decisions in the same row whose term is known.",
    ),
    left_out=Words(
        "Besluiten zonder gepubliceerde duur, aanvragen die nog open staan, en wat"
        " overal buiten de statistiek blijft.",
        "Decisions without a published term, applications that are still open, and what"
        " is left out of statistics everywhere.",
    ),
)
OPEN: Final = HowCounted(
    unit=Words(
        "Aanvragen die volgens de maandelijkse verantwoording nog open staan.",
        "Applications that the monthly manifests say are still open.",
    ),
    denominator=NO_SHARE,
    left_out=Words(
        "Maanden waarvan geen verantwoording is vastgelegd.",
        "Months of which no manifest is recorded.",
    ),
)
BOOKS: Final = HowCounted(
    unit=Words(
        "Aanvragen, zoals de maandelijkse verantwoording ze telt: ontvangen, besloten,"
        " ingetrokken door de aanvrager, buiten behandeling gesteld, nog open.",
        "Applications as the monthly manifests count them: received, decided, withdrawn"
        " by the applicant, not processed, still open.",
    ),
    denominator=NO_SHARE,
    left_out=Words(
        "Maanden waarvan geen verantwoording is vastgelegd; zij staan er als"
        " ontbrekend.",
        "Months of which no manifest is recorded; they are shown as missing.",
    ),
)
NUMBERS: Final = HowCounted(
    unit=Words(
        "Nummers in een doorlopende reeks kenmerken, elk één keer.",
        "Numbers in a run of references, each once.",
    ),
    denominator=Words(
        "N is het aantal nummers tussen het eerste en het laatste van de reeks.",
        "N is the number of numbers between the first and the last of the run.",
    ),
    left_out=Words(
        "Kenmerken zonder doorlopend nummer, zoals die uit de inhoud volgen.",
        "References without a running number, such as those that follow from content.",
    ),
)
QUIET: Final = HowCounted(
    unit=Words(
        "Werkdagen, maandag tot en met vrijdag, waarop niets is vastgelegd.",
        "Working days, Monday to Friday, on which nothing was recorded.",
    ),
    denominator=Words(
        "N is het aantal werkdagen van de eerste tot de laatste regel.",
        "N is the number of working days from the first entry to the last.",
    ),
    left_out=Words(
        "Feestdagen worden niet herkend en tellen als werkdag.",
        "Public holidays are not known, and count as working days.",
    ),
)
LATE: Final = HowCounted(
    unit=Words(
        "Besluiten, elk één keer, naar de dagen tussen besluit en vastlegging.",
        "Decisions, each once, by the days between decision and recording.",
    ),
    denominator=Words(
        "N is het aantal besluiten in het grootboek.",
        "N is the number of decisions in the ledger.",
    ),
    left_out=NOTHING,
)
REPEATS: Final = HowCounted(
    unit=Words(
        "Groepen besluiten met hetzelfde kenmerk, of met geheel dezelfde openbare"
        " inhoud.",
        "Groups of decisions with the same reference, or all of the same public"
        " content.",
    ),
    denominator=Words(
        "N is het aantal besluiten in het grootboek.",
        "N is the number of decisions in the ledger.",
    ),
    left_out=NOTHING,
)
LEFT_OUT: Final = HowCounted(
    unit=Words(
        "Besluiten die buiten de statistiek blijven, elk één keer, naar de reden.",
        "Decisions left out of statistics, each once, by the reason.",
    ),
    denominator=Words(
        "N is het aantal besluiten in het grootboek.",
        "N is the number of decisions in the ledger.",
    ),
    left_out=NOTHING,
)
DRIFT: Final = HowCounted(
    unit=Words(
        "Besluiten met een gepubliceerde weging, per aspect en per maand; van elke"
        " reeks de grootste verandering.",
        "Decisions with a published weighing, by aspect and month; of each series the"
        " largest change.",
    ),
    denominator=Words(
        "N is het aantal besluiten met dat aspect vóór, of vanaf, de maand van"
        " verandering, binnen één versie van het kader.",
        "N is the number of decisions with that aspect before, or from, the month of"
        " change, within one framework version.",
    ),
    left_out=UNPUBLISHED,
)
REVISIONS: Final = HowCounted(
    unit=Words(
        "Regels die na de gekozen dag zijn vastgelegd over besluiten van tot en met die"
        " dag.",
        "Entries recorded after the chosen day about decisions up to that day.",
    ),
    denominator=Words("Er zijn geen aandelen.", "There are no shares."),
    left_out=Words(
        "Besluiten van na die dag, en alles daarover.",
        "Decisions taken after that day, and all about them.",
    ),
)

VERSIONS: Final = HowCounted(
    unit=Words(
        "Versies van kaders en van controlelijsten, elk één keer.",
        "Versions of frameworks and of control lists, each once.",
    ),
    denominator=NO_SHARE,
    left_out=NOTHING,
)
DIFFERENCE: Final = HowCounted(
    unit=Words(
        "Velden waarin de twee gekozen versies verschillen; teksten woord voor woord.",
        "Fields in which the two chosen versions differ; in texts word by word.",
    ),
    denominator=NO_SHARE,
    left_out=Words("Velden die gelijk zijn.", "Fields that are the same."),
)
PASSAGES: Final = HowCounted(
    unit=Words(
        "Codes van een lijst en waar hetzelfde product later staat, elk paar één keer.",
        "Codes of a list and where the same item stands later, each pair once.",
    ),
    denominator=NO_SHARE,
    left_out=Words(
        "Codes waarvan de lijsten geen latere plaats noemen.",
        "Codes for which the lists name no later place.",
    ),
)
LIST_ITEMS: Final = HowCounted(
    unit=Words(
        "Producten van de gekozen lijstversie, elk één keer.",
        "Items of the chosen list version, each once.",
    ),
    denominator=NO_SHARE,
    left_out=Words(
        "Producten die de lijst wel heeft, maar dit grootboek niet vastlegt.",
        "Items that the list has and this ledger does not record.",
    ),
)
QUESTION: Final = HowCounted(
    unit=Words(
        "Wat de vraag vraagt, over het hele grootboek; de SQL staat bij het antwoord.",
        "What the question asks, over the whole ledger; the SQL stands beside it.",
    ),
    denominator=Words(
        "N staat in de tabel bij elk aandeel.", "N stands in the table at each share."
    ),
    left_out=Words(
        "Wat voor de commissie is of niet is gepubliceerd; het antwoord zegt wat.",
        "What is for the committee or not published; the answer says what that is.",
    ),
)
