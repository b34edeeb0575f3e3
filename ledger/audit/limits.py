"""From when on an auditor wants to be told of something."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The thresholds of remarks, each a choice of the auditor.

    Attributes:
        denial_days: Days within which a denial must have been notified (R9).
        late_days: Days between decision and recording that need no remark (R15).
        same_text: Decisions with the same rationale from which it is a remark.
    """

    denial_days: int = 30
    late_days: int = 30
    same_text: int = 5
