"""From what the command is given to the committee's tier."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import time

from dashboards.committee.access_log import AccessLog
from dashboards.committee.provider import Provider
from dashboards.committee.tier import CommitteeTier
from dashboards.committee.token import TokenRules
from dashboards.errors import ProviderError
from ledger.cli.options import now, passphrase
from ledger.signer import load_signer
from ledger.store import Ledger
from ledger.terminal import COULD_NOT, fail, reported


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who is let in, and where that is recorded.

    Attributes:
        issuer: The OpenID provider.
        audience: For whom its tokens must be made.
        role: The role that readers must have.
        roles_claim: Path of the claim that lists their roles.
        log: Directory of the access log.
        signer: Directory of its signer.
    """

    issuer: str
    audience: str
    role: str
    roles_claim: str
    log: Path
    signer: Path


def tier_maker(access: Access) -> Callable[[], CommitteeTier]:
    """Return what makes the tier in the process that serves, or end the command.

    The log is opened and the provider asked for its keys now, so that what cannot work
    is said before the first reader comes.
    """
    with reported():
        _open_log(access)
    try:
        Provider(access.issuer).read_keys()
    except ProviderError as error:
        fail(str(error), COULD_NOT)

    def make() -> CommitteeTier:
        rules = TokenRules(
            provider=Provider(access.issuer),
            audience=access.audience,
            roles_claim=access.roles_claim,
        )
        return CommitteeTier(rules, access.role, AccessLog(_open_log(access)), time)

    return make


def _open_log(access: Access) -> Ledger:
    signer = load_signer(access.signer, passphrase=passphrase())
    return Ledger.open(access.log, signer, now)
