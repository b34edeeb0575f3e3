"""Rules on one erasure: it has a ground, and names fields that can be sealed."""

from collections.abc import Iterator

from ledger.records.breach import Breach
from ledger.records.erasure import Erasure
from ledger.records.sealable import SEAL_COUNTS, sealable_fields


def erasure_breaches(erasure: Erasure) -> Iterator[Breach]:
    """Yield every rule that an erasure breaks."""
    if erasure.article is None and erasure.selection_category is None:
        reason = "or an article of law must be named: nothing is destroyed without"
        yield Breach("selection_category", "erasure", reason)
    if list(erasure.fields) != sorted(set(erasure.fields)):
        yield Breach("fields", "erasure", "must be sorted, each once")
    known = {path for kind in SEAL_COUNTS for path in sealable_fields(kind)}
    for field in erasure.fields:
        if field not in known:
            yield Breach("fields", "erasure", f"name {field}, which is never sealed")
