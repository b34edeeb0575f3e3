"""Licence decisions: the act that closes one application.

One decision for one application, case by case (Kamerstuk 22 054, nr. 376). What
happens to the licence afterwards stands in decision events.
"""

from datetime import date

from ledger.records.control_list import ItemCode
from ledger.records.terms import (
    AuthorisationType,
    ConditionType,
    DecisionLevel,
    DisclosureRule,
    EndUse,
    EndUserType,
    ExportMode,
    LineOutcome,
    Outcome,
    ProcessStep,
    TransferKind,
    ValueBasis,
    WeighingStatus,
)
from ledger.records.values import (
    Code,
    Count,
    Country,
    Interval,
    Line,
    Money,
    Month,
    Positive,
    Reference,
    Value,
)
from ledger.records.weighing import Weighing


class DecisionLine(Value, frozen=True, kw_only=True):
    """One controlled item of the application.

    Attributes:
        code: The item code as decided, in the spelling of the list.
        count: How many such positions the source counts, when it says so.
        item_class: What kind of item, in the authority's words.
        line_no: 1, 2, 3 ... within the decision.
        list_id: The control list that the code belongs to.
        list_version: Label of the list version in force, when the source says so.
        outcome: The line's own outcome, only when the decision is partly granted.
        process_step: The step of making semiconductors that the item serves.
        value: Licensed value of the line; absent when not published.
    """

    code: ItemCode
    count: Positive | None = None
    item_class: Code | None = None
    line_no: Positive
    list_id: Code
    list_version: Code | None = None
    outcome: LineOutcome | None = None
    process_step: ProcessStep | None = None
    value: Money | None = None


class Disclosure(Value, frozen=True, kw_only=True):
    """Which publication rule applied, and the grounds (Woo) when not disclosed."""

    grounds: tuple[Code, ...] = ()
    rule: DisclosureRule
    rule_id: Code


class LicenceDecision(Value, frozen=True, kw_only=True):
    """The decision on one application; absent fields are not published.

    Attributes:
        application_received_in: Month in which the application came in.
        authorisation_type: Kind of authorisation asked for.
        clock_stopped_days: Days on which the term did not run.
        conditions: Kinds of conditions attached.
        countersigned: Whether a second officer signed (R13).
        decided_by: Level at which it was decided.
        decided_on: The day, or the interval when the source gives no day.
        decision_ref: Reference, unique in the ledger.
        denial_checked_on: Day of the check on other states' denials (Art. 16).
        destination: Country of destination.
        disclosure: How it may be published.
        end_use: Summary of the end use.
        end_use_country: Country of end use, when it is not the destination.
        end_user_type: Kind of end user.
        excluded_from_statistics: Why it does not count, when it does not (R16).
        export_mode: Permanent or temporary, and why.
        framework_applies: Whether the supplementary framework applies (R3).
        legal_basis: Articles and national instruments, as codes.
        lines: The items, at least one.
        origin_country: Country of origin of the items.
        outcome: How the application was closed.
        processing_days: Calendar days from receipt to decision, stops included.
        refusal_grounds: Codes of the grounds; the code list gives their words.
        retrospective: Why it was decided after export, when it was (R1).
        transfer_kind: What is transferred.
        transit_countries: Countries on the route.
        valid_from: First day on which it may be used.
        valid_to: Last such day.
        value: Licensed value over all lines.
        value_basis: What the value means, or why there is none.
        weighing: The weighing, when published.
        weighing_status: Whether a weighing is published; a value of its own.
    """

    application_received_in: Month | None = None
    authorisation_type: AuthorisationType | None = None
    clock_stopped_days: Count | None = None
    conditions: tuple[ConditionType, ...] = ()
    countersigned: bool | None = None
    decided_by: DecisionLevel | None = None
    decided_on: date | Interval
    decision_ref: Reference
    denial_checked_on: date | None = None
    destination: Country
    disclosure: Disclosure | None = None
    end_use: EndUse | None = None
    end_use_country: Country | None = None
    end_user_type: EndUserType | None = None
    excluded_from_statistics: Line | None = None
    export_mode: ExportMode | None = None
    framework_applies: bool | None = None
    legal_basis: tuple[Code, ...] = ()
    lines: tuple[DecisionLine, ...]
    origin_country: Country | None = None
    outcome: Outcome
    processing_days: Count | None = None
    refusal_grounds: tuple[Code, ...] = ()
    retrospective: Line | None = None
    transfer_kind: TransferKind | None = None
    transit_countries: tuple[Country, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    value: Money | None = None
    value_basis: ValueBasis
    weighing: Weighing | None = None
    weighing_status: WeighingStatus
