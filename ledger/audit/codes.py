"""The codes of all that an audit can say, and what each means.

A code is a finding, by which a ledger is not verified, or a remark: nothing is
unsound, but an auditor must look at it. The meanings stand in ``codes.toml``.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal, get_args

import msgspec

from ledger.records.values import Value

Code = Literal[
    "absent_from_timestamp",
    "authority_misplaced",
    "books_broken",
    "books_differ",
    "bundle_malformed",
    "chain_broken",
    "checkpoint_malformed",
    "correction_differs",
    "correction_empty",
    "countersign_missing",
    "dated_after_timestamp",
    "dated_ahead",
    "denial_not_notified",
    "denial_not_reviewed",
    "disclosure_departs",
    "disclosure_rule_unknown",
    "entry_altered",
    "entry_malformed",
    "entry_or_tile_altered",
    "erasure_unknown",
    "event_misplaced",
    "event_reference_differs",
    "event_too_early",
    "event_unknown",
    "excluded_from_statistics",
    "file_missing",
    "four_eyes_missing",
    "framework_backdated",
    "framework_misapplied",
    "framework_not_in_force",
    "framework_omitted",
    "framework_unknown",
    "history_rewritten",
    "life_impossible",
    "list_version_late",
    "list_version_not_in_force",
    "list_version_unknown",
    "manifest_counts_differ",
    "manifest_early",
    "manifest_missing",
    "manifest_repeated",
    "method_differs",
    "numbers_missing",
    "origin_differs",
    "outcomes_contradict",
    "override_unsound",
    "partial_differs",
    "publication_differs",
    "publication_unknown",
    "quorum_missing",
    "rationale_repeated",
    "recorded_late",
    "recorded_order",
    "reference_repeated",
    "replacement_backwards",
    "replacement_unknown",
    "root_differs",
    "rule_broken",
    "signature_invalid",
    "source_key_unknown",
    "source_signature_invalid",
    "source_signature_missing",
    "suspension_open",
    "tile_altered",
    "tile_malformed",
    "timestamp_differs",
    "timestamp_invalid",
    "unacceptable_overridden",
    "weighing_differs",
    "withheld_counts_differ",
]

CODES: Final[tuple[Code, ...]] = get_args(Code)

REMARKS: Final[frozenset[Code]] = frozenset(
    {
        "absent_from_timestamp",
        "books_differ",
        "countersign_missing",
        "denial_not_notified",
        "denial_not_reviewed",
        "disclosure_departs",
        "excluded_from_statistics",
        "framework_backdated",
        "list_version_late",
        "numbers_missing",
        "rationale_repeated",
        "recorded_late",
        "suspension_open",
        "unacceptable_overridden",
    }
)
"""The codes that do not change the verdict; every other one is a finding."""


class Meaning(Value, frozen=True, kw_only=True):
    """What a code means to a reader who does not know the format.

    Attributes:
        en: In English.
        nl: In Dutch.
        rule: The rule of the project's list that it is about, such as ``R2``.
    """

    en: str
    nl: str
    rule: str | None = None


MEANINGS: Final[Mapping[Code, Meaning]] = MappingProxyType(
    msgspec.toml.decode(
        Path(__file__).with_name("codes.toml").read_bytes(), type=dict[Code, Meaning]
    )
)
"""What each code means."""
