"""What the aspects of a weighing are called."""

from collections.abc import Mapping, Sequence
from typing import Final

from dashboards.queries import aspect_labels
from dashboards.scene import Scene
from dashboards.views import heading
from dashboards.words import Words

KINDS: Final[Mapping[str, Words]] = {
    "criterion": Words("criterium", "criterion"),
    "art15": Words("artikel 15", "Article 15"),
    "goal": heading.GOAL,
}
TITLES: Final[Mapping[str, Words]] = {
    "criterion": Words("Criteria", "Criteria"),
    "art15": Words(
        "Artikel 15 van Verordening (EU) 2021/821",
        "Article 15 of Regulation (EU) 2021/821",
    ),
    "goal": Words("Strategische doelen", "Strategic goals"),
}


def aspect_names(scene: Scene) -> Mapping[str, str]:
    """Return the names of criteria, of Article 15's considerations, and of goals."""
    labels = aspect_labels(scene.connection, scene.stamp.ledger_id)
    named = {
        one.code: scene.language.either(one.label_nl, one.label_en) or one.code
        for one in labels
    }
    return {**scene.labels.terms.get("art15", {}), **named}


def finding_name(scene: Scene, kind: str, finding: str) -> str:
    """Return what a finding is called; goals have their own words."""
    return scene.labels.term("goal_finding" if kind == "goal" else "finding", finding)


def short(code: str, name: str) -> str:
    """Return a short name of an aspect: G1 of a goal, the letter of Article 15."""
    head, _, tail = code.partition("_")
    if head == "art15":
        return f"15(1)({tail})"
    if head[:1] == "G" and head[1:].isdigit():
        return head
    return name


def spelled(codes: Sequence[str], names: Mapping[str, str]) -> str:
    """Say what short names stand for."""
    return "; ".join(
        f"{short(code, code)}: {names.get(code, code)}"
        for code in codes
        if short(code, "") and short(code, code) != code
    )
