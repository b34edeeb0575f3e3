"""The commands of the ledger and of the audit, as a terminal would give them."""

from typer.testing import CliRunner, Result

from ledger.cli.audit import app as audit_app
from ledger.cli.ledger import app as ledger_app
from ledger.cli.vault import app as vault_app


def ledger(*words: object, given: str = "") -> Result:
    return CliRunner().invoke(ledger_app, [str(word) for word in words], input=given)


def audit(*words: object) -> Result:
    return CliRunner().invoke(audit_app, [str(word) for word in words])


def vault(*words: object) -> Result:
    return CliRunner().invoke(vault_app, [str(word) for word in words])
