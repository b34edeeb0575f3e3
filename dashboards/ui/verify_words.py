"""What checking in the reader's own browser says: its steps, and what can be wrong."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dashboards.words import Language, Words

TITLE: Final = Words("Controleer in mijn browser", "Verify in my browser")
CHECK: Final = Words("Controleer", "Check")
LEAD: Final = Words(
    "Uw browser haalt de bestanden van het grootboek op en rekent alles zelf na. De"
    " server rekent niets voor.",
    "Your browser fetches the ledger's files and computes everything itself. The server"
    " does none of the computing.",
)
SHEET_LEAD: Final = Words(
    "Dit blad draagt zelf het bewijs. Uw browser rekent alles na, zonder netwerk.",
    "This sheet carries the proof itself. Your browser computes everything, without a"
    " network.",
)
KEY: Final = Words("Sleutel van het grootboek", "Key of the ledger")
KEY_NOTE: Final = Words(
    "Hier staat de sleutel die deze server heeft vastgelegd. Wie de server niet wil"
    " vertrouwen, plakt hier de sleutel die hij langs een andere weg kreeg.",
    "This is the key that this server has pinned. If you do not want to trust the"
    " server, paste the key that you were given in another way.",
)
NOT_CHECKED: Final = Words(
    "Niet in de browser gecontroleerd: handtekeningen met ML-DSA-44, getuigen en"
    " tijdstempels. Dat doet weegboek audit run.",
    "Not checked in the browser: signatures by ML-DSA-44, witnesses and time stamps."
    " weegboek audit run does that.",
)
_STEPS: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "busy": Words("Bezig…", "Checking…"),
        "mark_sound": Words("✓ klopt:", "✓ holds:"),
        "mark_wrong": Words("✕ klopt niet:", "✕ wrong:"),
        "mark_open": Words("? niet na te gaan:", "? could not check:"),
        "all_sound": Words("Alles klopt.", "Everything holds."),
        "some_wrong": Words(
            "Niet geverifieerd. Stappen die niet kloppen: {n}.",
            "Not verified. Steps that are wrong: {n}.",
        ),
        "some_open": Words(
            "Kon niet worden gecontroleerd. Stappen: {n}.",
            "Could not be checked. Steps: {n}.",
        ),
        "step_files": Words("de bestanden zijn gelezen", "the files were read"),
        "step_proof": Words(
            "het bewijs is gelezen; het gaat over regel {index}",
            "the proof was read; it is of entry {index}",
        ),
        "step_entry": Words(
            "regel {index}, {bytes:byte|bytes}, is de regel die u ziet",
            "entry {index}, {bytes:byte|bytes}, is the entry that you see",
        ),
        "step_leaf": Words(
            "de hash van de regel (SHA-256 over een nulbyte en de regel)",
            "the leaf hash (SHA-256 over a zero byte and the entry)",
        ),
        "step_chain": Words(
            "de regel noemt de hash van de regel ervoor, regel {index}",
            "the entry names the hash of the entry before it, entry {index}",
        ),
        "step_checkpoint": Words(
            "het controlepunt van {origin}, over {size:regel|regels}, met deze wortel",
            "the checkpoint of {origin}, over {size:entry|entries}, with this root",
        ),
        "step_path": Words(
            "het pad van de regel naar de wortel, {n:hash|hashes}",
            "the path from the entry to the root, {n:hash|hashes}",
        ),
        "step_root": Words(
            "de berekende wortel is die van het controlepunt",
            "the root computed is that of the checkpoint",
        ),
        "step_signature": Words(
            "de Ed25519-handtekening onder het controlepunt is van deze sleutel (andere"
            " handtekeningen, niet bekeken: {others})",
            "the Ed25519 signature on the checkpoint is by this key (other signatures,"
            " not looked at: {others})",
        ),
        "step_older": Words(
            "uw oudere controlepunt, over {size:regel|regels}, is ondertekend met"
            " deze sleutel",
            "your older checkpoint, over {size:entry|entries}, is signed by this key",
        ),
        "step_growth_files": Words(
            "het bewijs van aangroei is gelezen, {n:hash|hashes}",
            "the consistency proof was read, {n:hash|hashes}",
        ),
        "step_growth": Words(
            "van {old:#|#} naar {new:regel|regels} is alleen toegevoegd",
            "from {old:#|#} to {new:entry|entries} the ledger only grew",
        ),
    }
)

_FAILURES: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "not_base64": Words("dit is geen base64", "this is not base64"),
        "note_malformed": Words(
            "dit is geen ondertekend controlepunt", "this is not a signed checkpoint"
        ),
        "proof_malformed": Words(
            "dit is geen c2sp.org/tlog-proof@v1", "this is not a c2sp.org/tlog-proof@v1"
        ),
        "key_malformed": Words(
            "dit is geen sleutel, of zij is verkeerd overgenomen",
            "this is not a key, or it was mistyped",
        ),
        "key_not_ed25519": Words(
            "deze sleutel is niet van Ed25519", "this key is not an Ed25519 key"
        ),
        "other_ledger": Words(
            "het controlepunt is niet van het grootboek van deze sleutel",
            "the checkpoint is not of the ledger of this key",
        ),
        "not_signed": Words(
            "deze sleutel heeft het controlepunt niet ondertekend",
            "this key did not sign the checkpoint",
        ),
        "signature_wrong": Words(
            "de handtekening hoort niet bij dit controlepunt",
            "the signature is not over this checkpoint",
        ),
        "entry_differs": Words(
            "het bestand heeft een andere regel dan deze pagina toont",
            "the file has another entry than this page shows",
        ),
        "leaf_differs": Words(
            "de hash van de regel is een andere dan deze pagina noemt",
            "the leaf hash is another than this page states",
        ),
        "chain_broken": Words(
            "de regel noemt een andere hash dan die van de regel ervoor",
            "the entry names another hash than that of the entry before it",
        ),
        "beyond_size": Words(
            "het controlepunt reikt niet tot deze regel",
            "the checkpoint does not reach this entry",
        ),
        "path_length": Words(
            "het pad heeft niet het aantal hashes dat deze boom vraagt",
            "the path has not as many hashes as this tree asks for",
        ),
        "root_differs": Words(
            "de berekende wortel is niet die van het controlepunt",
            "the root computed is not that of the checkpoint",
        ),
        "growth_wrong": Words(
            "het bewijs leidt niet van de ene wortel naar de andere: er is gewijzigd"
            " wat er al stond",
            "the proof does not lead from one root to the other: what stood there was"
            " changed",
        ),
        "no_growth": Words(
            "de server geeft dit bewijs niet", "the server does not give this proof"
        ),
        "file_malformed": Words(
            "een bestand heeft niet de vorm die het moet hebben",
            "a file has not the form that it must have",
        ),
        "missing": Words("een bestand ontbreekt", "a file is missing"),
        "unreachable": Words(
            "de server geeft een bestand niet", "the server does not give a file"
        ),
        "no_webcrypto": Words(
            "deze browser geeft hier geen WebCrypto: open de pagina over https, of"
            " bewaar het bewijsblad en open dat",
            "this browser gives no WebCrypto here: open the page over https, or save"
            " the proof sheet and open that",
        ),
        "no_ed25519": Words(
            "deze browser kan Ed25519 niet controleren; gebruik een nieuwere, of"
            " verify.py",
            "this browser cannot check Ed25519; use a newer one, or verify.py",
        ),
    }
)


def spoken(language: Language) -> str:
    """Return all words of the script in one language, as JSON."""
    every = {**_STEPS, **_FAILURES}
    return json.dumps(
        {key: language.say(words) for key, words in every.items()}, ensure_ascii=False
    )
