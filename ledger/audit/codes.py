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
    "bundle_malformed",
    "chain_broken",
    "checkpoint_malformed",
    "dated_after_timestamp",
    "entry_altered",
    "entry_malformed",
    "entry_or_tile_altered",
    "file_missing",
    "history_rewritten",
    "origin_differs",
    "partial_differs",
    "quorum_missing",
    "recorded_late",
    "recorded_order",
    "root_differs",
    "rule_broken",
    "signature_invalid",
    "tile_altered",
    "tile_malformed",
    "timestamp_differs",
    "timestamp_invalid",
]

CODES: Final[tuple[Code, ...]] = get_args(Code)

REMARKS: Final[frozenset[Code]] = frozenset({"absent_from_timestamp", "recorded_late"})
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
