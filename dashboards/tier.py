"""What differs between what the public is served and what the committee is.

This is the public tier: it adds nothing and lets everyone in. The committee's is in
``dashboards.committee``, which nothing here imports.
"""

from typing import Any

from flask import Flask

from dashboards.queries import DecisionDetail
from dashboards.queries.withheld_detail import WithheldDetail
from dashboards.scene import Scene
from dashboards.words import Language
from ledger.records.visibility import Visibility


class Tier:
    """A tier of readers, and what the application does for them alone.

    Attributes:
        name: Which builds it opens.
    """

    name: Visibility = "public"

    def guard(self, server: Flask) -> None:
        """Put before a server what decides who is let in."""

    def asked(self, path: str, search: str) -> None:
        """Note which page was asked for."""

    def banner(self, language: Language) -> list[Any]:
        """Return what stands at the head of every page."""
        del language
        return []

    def decision_parts(self, scene: Scene, found: DecisionDetail) -> list[Any]:
        """Return what the page of a decision shows to this tier alone."""
        del scene, found
        return []

    def withheld_parts(self, scene: Scene, found: WithheldDetail) -> list[Any]:
        """Return what the page of a withheld decision shows to this tier alone."""
        del scene, found
        return []

    def withheld_list(self, scene: Scene) -> list[Any]:
        """Return what the page on what is withheld shows to this tier alone."""
        del scene
        return []
