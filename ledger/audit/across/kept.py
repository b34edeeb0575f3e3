"""What the audit keeps of entries as it stands there, not packed into rows."""

from collections import Counter
from datetime import datetime
from typing import NamedTuple

from ledger.records.authority import Authority
from ledger.records.control_list import ControlListVersion
from ledger.records.disclosure_rule import DisclosureRuleVersion
from ledger.records.framework import FrameworkVersion
from ledger.records.manifest_count import Group
from ledger.records.publication import PublicationManifest
from ledger.records.terms import AuthorisationType, DisclosureRule

Line = tuple[str, str | None, str]
"""The list, the list version and the item code of one line of a decision."""


class Published(NamedTuple):
    """How decisions were published, by which version of the rules.

    Attributes:
        lists: The control lists of their lines; None when they are withheld.
        kind: The kind of authorisation.
        rule: What was published.
        rule_id: The version of the rules that is said to say so.
        grounds: On what grounds not all was.
    """

    lists: tuple[str, ...] | None
    kind: AuthorisationType | None
    rule: DisclosureRule
    rule_id: str
    grounds: tuple[str, ...]


class Weighed(NamedTuple):
    """Under what a decision was weighed, and what it is about.

    Attributes:
        entry_index: Index of the decision, or of the event that corrects it.
        first: First day on which it can have been taken, as an ordinal.
        last: Last such day.
        shape: Place of its shape in ``Facts.shapes``.
    """

    entry_index: int
    first: int
    last: int
    shape: int


class Shape(NamedTuple):
    """What many decisions have in common.

    Attributes:
        applies: Whether the supplementary framework is said to apply.
        closed: Whether it was closed without an assessment.
        framework: Leaf hash of the framework version, if the weighing is published.
        method: Version of the way of weighing.
        criteria: Codes of the criteria weighed.
        goals: Codes of the goals weighed.
        lines: What the lines are.
        cites: The list versions that they cite.
    """

    applies: bool | None
    closed: bool
    framework: str | None
    method: int
    criteria: tuple[str, ...]
    goals: tuple[str, ...]
    lines: tuple[Line, ...]
    cites: tuple[tuple[str, str], ...]


Rule = (
    Authority
    | ControlListVersion
    | DisclosureRuleVersion
    | FrameworkVersion
    | PublicationManifest
)
"""A record that says what holds for others."""


class Ruling(NamedTuple):
    """A record that says what holds for others, whole.

    Attributes:
        entry_index: Its index.
        leaf: Its leaf hash, in hexadecimal.
        recorded_at: When it was recorded.
        record: The record.
        counts: Of a manifest: the entries between it and the one before, or since the
            bundle begins, by kind, disclosure rule and grounds.
    """

    entry_index: int
    leaf: str
    recorded_at: datetime
    record: Rule
    counts: Counter[Group]


class Correction(NamedTuple):
    """A correction, with the decision as it should read in JSON."""

    entry_index: int
    leaf: bytes
    changed_fields: tuple[str, ...]
    corrected: bytes
