"""How a decision may be published, by the rules that the ledger records.

What a row says of its own disclosure stands; the audit remarks when that departs from
the rules. Where it says nothing, the rules in force on the day of the decision hold.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import msgspec

from etl.ingest.conversion import Converted
from etl.ingest.rejection import Rejection
from ledger.records.disclosure_rule import DisclosureRuleVersion, ruled_disclosure

RULE: Final = "disclosure_rule"
"""The rule that rows break which say too much of what is not to be disclosed."""


def ruled(converted: Converted, versions: Sequence[DisclosureRuleVersion]) -> Converted:
    """Return a decision with its disclosure, or without, when it may not be disclosed.

    Args:
        converted: A decision and its rows.
        versions: The rules that the ledger records; of none nothing follows.
    """
    decision = converted.decision
    if decision is None or decision.disclosure is not None:
        return converted
    said = ruled_disclosure(versions, decision)
    if said is None:
        return converted
    if said.rule == "disclose":
        named = msgspec.structs.replace(decision, disclosure=said)
        return replace(converted, decision=named)
    message = (
        f"{decision.decision_ref} falls under the rule {said.rule} of {said.rule_id}"
        f" ({', '.join(said.grounds)}), and the row says nothing of its disclosure:"
        " state what is published, or append it sealed as a withheld_decision"
    )
    row = converted.rows[0].number
    lists = ", ".join(dict.fromkeys(line.list_id for line in decision.lines))
    rejection = Rejection(row, "", lists, RULE, message)
    return replace(converted, decision=None, rejections=[rejection])
