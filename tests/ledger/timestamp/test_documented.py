import re
import subprocess
import sys
from pathlib import Path

from ledger.audit.codes import CODES
from ledger.timestamp.files import listed_tokens
from tests.ledger.ledgers import make_home
from tests.ledger.timestamp.time_authority import make_authority, needs_openssl

ROOT = Path(__file__).parents[3]
TEXT = (
    (ROOT / "docs" / "VERIFY.md").read_text("utf-8").partition("\n## Trusted time\n")[2]
)
BLOCKS = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)


@needs_openssl
def test_every_command_of_the_document_does_what_it_says(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home", decisions=9)
    authority = make_authority(tmp_path / "authority")
    words = {
        "LEDGER": home.ledger,
        "POLICY": home.signer / "policy",
        "ROOT": authority.root_file,
        "CONFIG": authority.directory / "ts.cnf",
        "SIZE": 10,
    }
    outputs = []
    with authority.serving() as url:
        for block in BLOCKS:
            stamps = listed_tokens(home.reader)
            known = {**words, "URL": url, "HASH": stamps[0].digest if stamps else ""}
            filled = re.sub(r"\b[A-Z]{3,}\b", lambda m: str(known[m[0]]), block)  # noqa: B023 - used at once
            script = f'set -e\nweegboek() {{ "{sys.executable}" -m weegboek "$@"; }}\n'
            outputs.append(
                subprocess.run(
                    ["bash", "-c", f"export PYTHONPATH={ROOT}\n{script}{filled}"],
                    cwd=tmp_path,
                    capture_output=True,
                    text=True,
                    check=True,
                ).stdout
            )
    online, carried, elsewhere = outputs
    assert "trusted time: 10 entries were there by" in online
    assert "a request over 10 entries" in carried
    assert "Verification: OK" in elsewhere
    assert len(listed_tokens(home.reader)) == 2


def test_every_code_of_the_document_is_one() -> None:
    named = set(re.findall(r"\| `([a-z_]+)` \|", TEXT))
    assert len(named) == 4
    assert named <= set(CODES)
