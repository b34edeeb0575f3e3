"""The words of the page of a report, in Dutch and English."""

from datetime import datetime
from typing import Final, NamedTuple

TONGUES: Final = ("en", "nl")


class Words(NamedTuple):
    """One text in both languages; braces are filled in."""

    nl: str
    en: str


MONTHS: Final = {
    "nl": "januari februari maart april mei juni juli augustus september oktober"
    " november december",
    "en": "January February March April May June July August September October"
    " November December",
}

TITLE: Final = Words("Verslag van controle", "Audit report")
OTHER: Final = Words("This report in English", "Dit verslag in het Nederlands")

VERDICTS: Final = {
    "verified": Words("Geverifieerd", "Verified"),
    "not_verified": Words("Niet geverifieerd", "Not verified"),
    "could_not_check": Words("Niet te controleren", "Could not be checked"),
}
REASONS: Final = {
    "verified": Words(
        "Alles wat deze controle omvat, is gecontroleerd; niets daarvan is mis.",
        "Everything that this audit covers was checked, and none of it is wrong.",
    ),
    "not_verified": Words(
        "Er zijn bevindingen: {findings}. Zolang die niet zijn verklaard, kan aan dit"
        " grootboek geen cijfer worden ontleend.",
        "There are findings: {findings}. Until they are explained, no figure can be"
        " drawn from this ledger.",
    ),
    "could_not_check": Words(
        "Een deel was niet te lezen. Er is niets mis bevonden, maar dat zegt niet dat"
        " het grootboek klopt.",
        "A part of it could not be read. Nothing was found wrong, but that does not say"
        " that the ledger is sound.",
    ),
}
WITH_REMARKS: Final = Words(
    "Opmerkingen waar een controleur naar moet kijken: {remarks}.",
    "Remarks that an auditor must look at: {remarks}.",
)
SYNTHETIC: Final = Words(
    "Dit grootboek is synthetisch: niets erin is echt.",
    "This ledger is synthetic: nothing in it is real.",
)
UNSIGNED: Final = Words(
    "Dit verslag is niet ondertekend: niemand staat ervoor in.",
    "This report is not signed: nobody vouches for it.",
)

AUDITED: Final = Words("Wat is gecontroleerd", "What was audited")
LEDGER: Final = Words("Grootboek", "Ledger")
OFFICE: Final = Words("Autoriteit", "Authority")
SIZE: Final = Words("Aantal regels", "Entries")
ROOT: Final = Words("Wortel", "Root")
WHERE: Final = Words("Gelezen uit", "Read from")
MADE_AT: Final = Words("Verslag gemaakt op", "Report made on")
SOFTWARE: Final = Words("Programma", "Software")
SIGNER: Final = Words("Ondertekend door", "Signed by")
UNKNOWN: Final = Words("onbekend", "unknown")
NOBODY: Final = Words("niemand", "nobody")
NONE: Final = Words("geen", "none")

VOUCHED: Final = Words(
    "Wie voor het controlepunt instaat", "Who vouches for the checkpoint"
)
SIGNATURES: Final = Words(
    "Handtekeningen onder het controlepunt", "Signatures under the checkpoint"
)
KEY: Final = Words("Sleutel", "Key")
ALGORITHM: Final = Words("Algoritme", "Algorithm")
SIGNED_AT: Final = Words("Ondertekend op", "Signed on")
STANDING: Final = Words("Oordeel", "Standing")
STANDINGS: Final = {
    "sound": Words("geldig, en vooraf vastgelegd", "sound, and pinned beforehand"),
    "false": Words("ongeldig", "false"),
    "unknown": Words("niet vastgelegd, niet getoetst", "not pinned, not checked"),
}
QUORUM: Final = Words(
    "Getuigen van dit controlepunt: {cosigners}. Vereist volgens het beleid: {quorum}.",
    "Witnesses of this checkpoint: {cosigners}. Asked for by the policy: {quorum}.",
)
NO_SIGNATURES: Final = Words(
    "Er is geen leesbaar controlepunt.", "There is no checkpoint that can be read."
)

FINDINGS: Final = Words("Bevindingen", "Findings")
REMARKS: Final = Words("Opmerkingen", "Remarks")
NO_FINDINGS: Final = Words("Geen bevindingen.", "No findings.")
NO_REMARKS: Final = Words("Geen opmerkingen.", "No remarks.")
ABOUT_FINDINGS: Final = Words(
    "Een bevinding is iets wat mis is. Met één bevinding is het grootboek al niet"
    " geverifieerd.",
    "A finding is something that is wrong. One of them leaves the ledger not verified.",
)
ABOUT_REMARKS: Final = Words(
    "Een opmerking laat het oordeel zoals het is. Wat zij betekent, is aan de lezer.",
    "A remark leaves the verdict as it is. What it amounts to is for the reader to"
    " judge.",
)
BY_CODE: Final = Words("{what} naar code", "{what} by code")
ONE_BY_ONE: Final = Words("{what} een voor een", "{what} one by one")
CODE: Final = Words("Code", "Code")
COUNT: Final = Words("Aantal", "Count")
RULE: Final = Words("Voorschrift", "Rule")
MEANING: Final = Words("Betekenis", "Meaning")
PLACE: Final = Words("Plaats", "Place")
MESSAGE: Final = Words("Wat er staat", "What it is")
ENTRY: Final = Words("regel {index}", "entry {index}")
WHOLE: Final = Words("het grootboek", "the ledger")
IN_ENGLISH: Final = Words(
    "De omschrijvingen per geval zijn in het Engels, zoals het programma ze geeft.", ""
)
MORE: Final = Words(
    "Van elke code staan hier de eerste {most}, samen {shown} van {count}.",
    "Of each code the first {most} are shown, together {shown} of {count}.",
)
REST: Final = Words(
    "De overige staan in report.json.",
    "The others are in report.json.",
)
REST_COUNTED: Final = Words(
    "In report.json staan van elke code hoogstens de eerste {most}; geteld zijn ze"
    " allemaal.",
    "In report.json are at most the first {most} of each code; all of them are"
    " counted.",
)

UNCHECKED: Final = Words("Wat niet is gecontroleerd", "What was not checked")
TRUTH: Final = Words(
    "Of waar is wat werd vastgelegd. Een grootboek toont dat iets is vastgelegd en"
    " daarna"
    " niet is veranderd, niet dat het klopt.",
    "Whether what was recorded is true. A ledger shows that something was recorded and"
    " not changed afterwards, not that it is right.",
)
NO_WITNESS: Final = Words(
    "Of anderen hetzelfde grootboek te zien krijgen: het beleid vraagt om geen"
    " getuigen.",
    "Whether others are shown the same ledger: the policy asks for no witnesses.",
)
INTEGRITY_ONLY: Final = Words(
    "Wat de regels zeggen: alleen handtekeningen, hashes en keten zijn gecontroleerd.",
    "What the entries say: only signatures, hashes and chain were checked.",
)
SINCE: Final = Words(
    "De eerste {since} regels: die vielen onder een eerdere controle. Nu is alleen"
    " bewezen dat ze er nog onveranderd staan.",
    "The first {since} entries: an earlier audit covered them. This one only proved"
    " that"
    " they still stand there unchanged.",
)
NOT_JUDGED: Final = Words(
    "Hoe vaak een voorschrift een regel nodig had die deze controle niet las: {count}.",
    "How often a rule needed an entry that this audit did not read: {count}.",
)
LEFTOVERS: Final = Words(
    "Bestanden die niet onder het controlepunt vallen en dus niet bij het grootboek"
    " horen: {count}.",
    "Files that the checkpoint does not cover, so that they are no part of the ledger:"
    " {count}.",
)

REPEAT: Final = Words("Hoe dit te herhalen", "How to repeat this")
REPEAT_HOW: Final = Words(
    "Met dezelfde bestanden en dezelfde vooraf vastgelegde sleutels komt iedereen tot"
    " hetzelfde oordeel. De sleutels staan voluit in report.json; haal ze bij een bron"
    " die de eigenaar van het grootboek niet kan veranderen.",
    "With the same files and the same keys pinned beforehand everyone comes to the same"
    " verdict. The keys stand in full in report.json; get them from a source that the"
    " ledger's owner cannot change.",
)
OTHERS_TOO: Final = Words(
    "Los van dit programma, met niets dan Python:",
    "Apart from this software, with nothing but Python:",
)
CHECK_REPORT: Final = Words(
    "Of dit verslag is wat de controleur ondertekende:",
    "Whether this report is what the auditor signed:",
)
PINNED: Final = Words("Vastgelegde sleutels", "Pinned keys")
KEY_ID: Final = Words("Kenmerk", "Key id")


def moment(tongue: str, when: datetime) -> str:
    """Return a moment of UTC in words."""
    month = MONTHS[tongue].split()[when.month - 1]
    return f"{when.day} {month} {when.year}, {when:%H:%M} UTC"


def number(tongue: str, value: int) -> str:
    """Return a whole number with its groups of digits."""
    return f"{value:,}".replace(",", "." if tongue == "nl" else ",")
