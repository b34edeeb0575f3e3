"""The committee's tier: behind a gate, with opened fields, on record."""

from collections.abc import Callable
from typing import Any, Final

from flask import Flask, request

from dashboards.committee.access_log import AccessLog
from dashboards.committee.gate import SEEN, Gate, Seen
from dashboards.committee.opened import SealedEntry, sealed_entries, sealed_names
from dashboards.committee.opened_fields import opened_section
from dashboards.committee.token import TokenRules
from dashboards.committee.withheld import opened_decision, withheld_list
from dashboards.queries import DecisionDetail
from dashboards.queries.withheld_detail import WithheldDetail
from dashboards.scene import Scene
from dashboards.tier import Tier
from dashboards.ui import html
from dashboards.words import Language, Words
from ledger.records.access import OpenedEntry
from ledger.records.visibility import Visibility

_BANNER: Final = Words(
    "Commissielaag: deze pagina kan vertrouwelijke gegevens tonen. Wie wat inziet,"
    " wordt vastgelegd.",
    "Committee tier: this page can show confidential fields. It is recorded who reads"
    " what.",
)


class CommitteeTier(Tier):
    """What the application does for the committee alone.

    Attributes:
        name: ``committee``.
    """

    name: Visibility = "committee"

    def __init__(
        self,
        rules: TokenRules,
        role: str,
        log: AccessLog,
        clock: Callable[[], float],
    ) -> None:
        self._rules = rules
        self._role = role
        self._log = log
        self._clock = clock

    def guard(self, server: Flask) -> None:
        """Put the gate before a server."""
        server.wsgi_app = Gate(  # type: ignore[method-assign] # as Flask documents it
            application=server.wsgi_app,
            rules=self._rules,
            role=self._role,
            log=self._log,
            clock=self._clock,
        )

    def asked(self, path: str, search: str) -> None:
        """Note the page, for what Dash asks itself is one address for all pages."""
        _seen().address = f"{path}?{search.removeprefix('?')}" if search else path

    def banner(self, language: Language) -> list[Any]:
        """Return what says which tier this is."""
        return [html.P(html.Strong(language.say(_BANNER)), className="notice")]

    def decision_parts(self, scene: Scene, found: DecisionDetail) -> list[Any]:
        """Return the opened fields of a decision, and note that they are shown."""
        index = found.entry.entry_index
        if scene.state.as_of is not None:
            return [opened_section(scene, index, (), {})]
        entries = sealed_entries(scene.connection, scene.stamp.ledger_id, index)
        _seen().opened += [
            _shown(scene.stamp.origin, one) for one in entries if one.fields
        ]
        names = sealed_names(scene.connection)
        return [opened_section(scene, index, entries, names)]

    def withheld_parts(self, scene: Scene, found: WithheldDetail) -> list[Any]:
        """Return a withheld decision as it was opened, and note that it is shown."""
        if scene.state.as_of is not None:
            return opened_decision(scene, found, None, {})
        index, ledger = found.entry.entry_index, scene.stamp.ledger_id
        entries = sealed_entries(scene.connection, ledger, index)
        if not entries:
            return []
        own = entries[0]
        if own.fields:
            _seen().opened.append(_shown(scene.stamp.origin, own))
        return opened_decision(scene, found, own, sealed_names(scene.connection))

    def withheld_list(self, scene: Scene) -> list[Any]:
        """Return the withheld decisions of the asked years, each with its page."""
        return [withheld_list(scene)]


def _seen() -> Seen:
    found: Seen = request.environ[SEEN]
    return found


def _shown(origin: str, one: SealedEntry) -> OpenedEntry:
    fields = tuple(sorted(field.field for field in one.fields if field.holds))
    return OpenedEntry(entry=one.leaf_hash, fields=fields, origin=origin)
