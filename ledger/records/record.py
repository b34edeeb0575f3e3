"""The union of all kinds of record, and the name of each kind."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ledger.records.access import Access
from ledger.records.authority import Authority
from ledger.records.context import ContextEvent
from ledger.records.control_list import ControlListVersion
from ledger.records.decision import LicenceDecision
from ledger.records.disclosure_rule import DisclosureRuleVersion
from ledger.records.erasure import Erasure
from ledger.records.event import DecisionEvent
from ledger.records.framework import FrameworkVersion
from ledger.records.ingest_run import IngestRun
from ledger.records.publication import PublicationManifest
from ledger.records.table_release import TableRelease
from ledger.records.withheld_decision import WithheldDecision
from ledger.records.withheld_publication import WithheldPublication

Record = (
    Access
    | Authority
    | ContextEvent
    | ControlListVersion
    | DecisionEvent
    | DisclosureRuleVersion
    | Erasure
    | FrameworkVersion
    | IngestRun
    | LicenceDecision
    | PublicationManifest
    | TableRelease
    | WithheldDecision
    | WithheldPublication
)
"""Anything that an entry can hold."""

KINDS: Final[Mapping[str, type[Record]]] = MappingProxyType(
    {
        "access": Access,
        "authority": Authority,
        "context_event": ContextEvent,
        "control_list_version": ControlListVersion,
        "decision_event": DecisionEvent,
        "disclosure_rule_version": DisclosureRuleVersion,
        "erasure": Erasure,
        "framework_version": FrameworkVersion,
        "ingest_run": IngestRun,
        "licence_decision": LicenceDecision,
        "publication_manifest": PublicationManifest,
        "table_release": TableRelease,
        "withheld_decision": WithheldDecision,
        "withheld_publication": WithheldPublication,
    }
)
"""The type of record behind each kind of entry."""

_KIND_OF_TYPE: Final = {record_type: kind for kind, record_type in KINDS.items()}


def kind_of(record: Record) -> str:
    """Return the kind of a record, the word its entry carries."""
    form = type(record)
    # A bare record (ledger.records.bare) is of a type derived from that of its kind.
    return _KIND_OF_TYPE.get(form) or _KIND_OF_TYPE[form.__mro__[1]]


def reference_of(record: Record) -> str:  # noqa: C901, PLR0911 - a case each
    """Return what messages call a record: its reference, or its name and version."""
    match record:
        case Access():
            return record.address
        case Authority():
            return record.origin
        case LicenceDecision() | WithheldDecision():
            return record.decision_ref
        case DecisionEvent() | ContextEvent():
            return record.event_ref
        case FrameworkVersion():
            return f"{record.framework_id} version {record.version}"
        case ControlListVersion():
            return f"{record.list_id} version {record.version}"
        case DisclosureRuleVersion():
            return f"disclosure rules {record.rule_id}"
        case PublicationManifest():
            return record.manifest_ref
        case IngestRun():
            return record.run_ref
        case Erasure():
            return record.erasure_ref
        case TableRelease():
            return record.release_ref
        case WithheldPublication():
            return record.publication_ref
