"""How numbers of what is withheld come about."""

from typing import Final

from dashboards.views import counted
from dashboards.views.view import HowCounted
from dashboards.words import Words

_ONCE: Final = Words(
    "Onthouden besluiten, elk één keer, naar de maand van het besluit. Een besluit met"
    " meer gronden telt bij die gronden samen één keer.",
    "Withheld decisions, each once, by the month of the decision. A decision on several"
    " grounds counts once, under these grounds together.",
)
OVER_TIME: Final = HowCounted(
    unit=_ONCE,
    denominator=Words(
        "N zijn alle besluiten van de periode: de openbare die meetellen en de"
        " onthouden samen.",
        "N are all decisions of the period: those that are public and count, and those"
        " withheld, together.",
    ),
    left_out=Words(
        "Besluiten die met een reden buiten de statistiek blijven, en besluiten zonder"
        " dag binnen één periode. Bestemming, uitkomst en goederen van wat is onthouden"
        " zijn niet openbaar; een keuze daarvan geldt hier niet.",
        "Decisions that are left out of statistics with a reason, and decisions without"
        " a day within one period. Destination, outcome and items of what is withheld"
        " are not public; a selection of these does not hold here.",
    ),
)
EFFECT: Final = HowCounted(
    unit=Words(
        "Openbare besluiten naar bestemming, elk één keer, en het aantal besluiten dat"
        " in dezelfde maanden is onthouden.",
        "Public decisions by destination, each once, and the number of decisions that"
        " were withheld in the same months.",
    ),
    denominator=counted.NO_SHARE,
    left_out=Words(
        "Besluiten van voor de eerste of na de laatste maand waarin iets is onthouden,"
        " en besluiten die met een reden buiten de statistiek blijven.",
        "Decisions of before the first or after the last month in which anything was"
        " withheld, and decisions that are left out of statistics with a reason.",
    ),
    method=Words(
        "Een rang is één meer dan het aantal bestemmingen met meer besluiten."
        " Hoogstens is het openbare aantal plus alles wat is onthouden. De beste rang"
        " geldt als alles wat is onthouden van deze bestemming is; de slechtste als"
        " het zo over de andere landen is verdeeld dat er zo veel mogelijk boven"
        " komen. Landen zonder openbaar besluit kunnen dat ook. Zijn de onthouden"
        " besluiten geopend, dan staat hier het werkelijke aantal en de werkelijke"
        " rang.",
        "A rank is one more than the number of destinations with more decisions. At"
        " most is the public number and all that is withheld. The best rank holds if"
        " all that is withheld is for this destination; the worst if it is spread over"
        " other countries so that as many as possible come before it. Countries without"
        " a public decision can do so too. Where withheld decisions were opened, the"
        " true number and the true rank stand here.",
    ),
)
DECLARED: Final = HowCounted(
    unit=Words(
        "Onthouden besluiten die zijn vastgelegd na de vorige maandstaat en voor deze,"
        " elk één keer.",
        "Withheld decisions that were recorded after the manifest before and before"
        " this one, each once.",
    ),
    denominator=Words("N is het aantal maandstaten.", "N is the number of manifests."),
    left_out=Words(
        "Wat na de laatste maandstaat is vastgelegd.",
        "What was recorded after the last manifest.",
    ),
)
RULES: Final = HowCounted(
    unit=Words(
        "Versies van de regels van openbaarheid, per lijst één rij; besluiten tellen"
        " bij de versie die zij noemen.",
        "Versions of the rules of disclosure, one row for each list; decisions count"
        " under the version that they name.",
    ),
    denominator=counted.NO_SHARE,
    left_out=Words(
        "Besluiten die geen regel van openbaarheid noemen.",
        "Decisions that name no rule of disclosure.",
    ),
)
