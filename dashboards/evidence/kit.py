"""The verification kit: verify.py, the pinned keys, and how to use them."""

import io
import zipfile
from pathlib import Path
from typing import Final

from dashboards.verification import ed25519_key
from dashboards.words import Language, Words
from ledger.errors import StorageError
from ledger.policy import Policy

_PACKAGE: Final = Path(__file__).parent
_DAY: Final = (2026, 1, 1, 0, 0, 0)  # the same kit is the same bytes

_HOW: Final = Words(
    """Zelf controleren

Nodig: Python 3.9 of nieuwer, en niets anders. verify.py is kort genoeg om te lezen.

1. Vergelijk de sleutel in vkey.txt met die welke u langs een andere weg kreeg.
2. Het hele grootboek, van deze server:

   python verify.py {address} --key "{key}"

   of van een kopie in een map:

   python verify.py LEDGER --key "{key}"

3. Eén besluit, met de twee bestanden van zijn pagina:

   python verify.py --proof FILE.tlog-proof FILE.entry --key "{key}"

Uitgang 0: geverifieerd. 1: er is iets mis. 3: kon niet worden gecontroleerd.
""",
    """Check it yourself

Needed: Python 3.9 or newer, and nothing else. verify.py is short enough to be read.

1. Compare the key in vkey.txt with the one that you were given in another way.
2. The whole ledger, from this server:

   python verify.py {address} --key "{key}"

   or from a copy in a directory:

   python verify.py LEDGER --key "{key}"

3. One decision, with the two files of its page:

   python verify.py --proof FILE.tlog-proof FILE.entry --key "{key}"

Exit status 0: verified. 1: something is wrong. 3: could not be checked.
""",
)


def verifier_file() -> Path:
    """Return where verify.py is: in a wheel, or beside the packages.

    Raises:
        StorageError: It is in neither place.
    """
    for candidate in (_PACKAGE / "verify.py", _PACKAGE.parents[1] / "verify.py"):
        if candidate.is_file():
            return candidate
    raise StorageError(f"no verify.py in {_PACKAGE} or beside the packages")


def verification_kit(policy: Policy, address: str) -> bytes:
    """Return the kit as a zip file, the same bytes whenever it is made.

    Args:
        policy: The pinned keys.
        address: Where the ledger's files are served.

    Raises:
        StorageError: verify.py is not installed.
    """
    keys = [key.format() for key in policy.logs]
    first = ed25519_key(policy)
    parts = {
        "verify.py": verifier_file().read_text("utf-8"),
        "vkey.txt": "".join(f"{key}\n" for key in keys),
        "policy": policy.format().decode("utf-8", "replace"),
    }
    for tongue in ("nl", "en"):
        said = Language(tongue).say(_HOW, address=address, key=first)
        parts[f"HOWTO-{tongue}.txt"] = said
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as kit:
        for name, content in parts.items():
            kit.writestr(zipfile.ZipInfo(name, _DAY), content)
    return packed.getvalue()
