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
        " grants and negative answers to a sondage.",
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
