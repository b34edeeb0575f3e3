"""Licence decisions: the act that closes one application.

One decision for one application, case by case (Kamerstuk 22 054, nr. 376). What
happens to the licence afterwards stands in decision events.
"""

from datetime import date
from typing import Annotated

from msgspec import field

from ledger.records.confidential import (
    Advice,
    ClockStop,
    ConditionText,
    ConfidentialSource,
    DenialCheck,
    MemberStateConsultation,
    Officers,
    Party,
    SealedSource,
)
from ledger.records.control_list import ItemCode
from ledger.records.terms import (
    AuthorisationType,
    ConditionType,
    DecisionLevel,
    DestinationGroup,
    DisclosureRule,
    EndUse,
    EndUserType,
    ExportMode,
    ExtraterritorialOverlap,
    Handler,
    LineOutcome,
    Outcome,
    ProcessStep,
    SourceKind,
    TransferKind,
    UndesiredEffect,
    Unit,
    ValueBand,
    ValueBasis,
    WeighingStatus,
)
from ledger.records.values import (
    Code,
    Commitment,
    Count,
    Country,
    Handle,
    Interval,
    Line,
    Money,
    Month,
    Positive,
    Prose,
    Reference,
    SealDigest,
    Value,
)
from ledger.records.visibility import CLASSIFIED, COMMITTEE
from ledger.records.weighing import Weighing


class DecisionLine(Value, frozen=True, kw_only=True):
    """One controlled item of the application.

    Attributes:
        code: The item code as decided, in the spelling of the list.
        count: How many such positions the source counts, when it says so.
        description: What the item is, as the application says.
        item_class: What kind of item, in the authority's words.
        line_no: 1, 2, 3 ... within the decision.
        list_id: The control list that the code belongs to.
        list_version: Label of the list version in force, when the source says so.
        outcome: The line's own outcome, only when the decision is partly granted.
        process_step: The step of making semiconductors that the item serves.
        quantity: How many, or how much, in ``unit``.
        unit: What ``quantity`` is counted in.
        value: Licensed value of the line; absent when not published.
    """

    code: ItemCode
    count: Positive | None = None
    description: Annotated[Prose | None, COMMITTEE] = None
    item_class: Code | None = None
    line_no: Positive
    list_id: Code
    list_version: Code | None = None
    outcome: LineOutcome | None = None
    process_step: ProcessStep | None = None
    quantity: Annotated[Positive | None, COMMITTEE] = None
    unit: Annotated[Unit | None, COMMITTEE] = None
    value: Money | None = None


class PublishedSource(Value, frozen=True, kw_only=True):
    """A public document that the decision rests on."""

    kind: SourceKind
    published_on: date | None = None
    reference: Line | None = None
    title: Line
    url: Line | None = None


class Withheld(Value, frozen=True, kw_only=True):
    """A field that is kept from the public, and the grounds (Woo) for it."""

    field: Code
    grounds: tuple[Code, ...]


class Disclosure(Value, frozen=True, kw_only=True):
    """Which publication rule applied, and the grounds (Woo) when not disclosed.

    Attributes:
        embargo_until: First day on which more may be published.
        grounds: The grounds of the Woo.
        rule: What may be published.
        rule_id: Which version of the rules says so.
    """

    embargo_until: date | None = None
    grounds: tuple[Code, ...] = ()
    rule: DisclosureRule
    rule_id: Code


class LicenceDecision(Value, frozen=True, kw_only=True):
    """The decision on one application; absent fields are not published.

    Attributes:
        digests: Digests of what is sealed, and decoys, sorted; none in a ledger without
            a vault.
        advice: What other bodies advised, in the order of their advice.
        annex_commitment: Commitment to a confidential annex, which shows that there
            is one and that it did not change.
        application_received_in: Month in which the application came in.
        application_received_on: Day on which it came in.
        application_ref: Number of the application.
        authorisation_type: Kind of authorisation asked for.
        classified_sources: Handles of intelligence on the case; even their number is
            not public.
        clock_stopped_days: Days on which the term did not run.
        clock_stops: The periods in which it did not, and why.
        complete_on: Day on which the application was complete.
        condition_texts: The conditions in their own words.
        conditions: Kinds of conditions attached.
        confidential_sources: Sources that are neither public nor classified.
        consignee: Who receives the items.
        countersigned: Whether a second officer signed (R13).
        decided_by: Level at which it was decided.
        decided_on: The day, or the interval when the source gives no day.
        decision_ref: Reference, unique in the ledger.
        denial_check: What the check on other states' denials found.
        denial_checked_on: Day of the check on other states' denials (Art. 16).
        destination: Country of destination.
        destination_group: Group of countries that the destination belongs to.
        disclosure: How it may be published.
        end_use: Summary of the end use.
        end_use_country: Country of end use, when it is not the destination.
        end_use_statement: What the end user stated.
        end_user: Who uses the items.
        end_user_type: Kind of end user.
        excluded_from_statistics: Why it does not count, when it does not (R16).
        export_mode: Permanent or temporary, and why.
        exporter: Who applied.
        extraterritorial_overlap: Whether another country's licence is needed too.
        framework_applies: Whether the supplementary framework applies (R3).
        handled_by: Who handled the application.
        legal_basis: Articles and national instruments, as codes.
        lines: The items, at least one.
        member_state_consultation: The consultation under Article 14.
        officers: Who prepared and who countersigned, as pseudonyms.
        origin_country: Country of origin of the items.
        outcome: How the application was closed.
        personal_data_key: Handle of the key to personal data, kept elsewhere.
        processing_days: Calendar days from receipt to decision, stops included.
        refusal_grounds: Codes of the grounds; the code list gives their words.
        retrospective: Why it was decided after export, when it was (R1).
        sources: Public documents that it rests on.
        third_parties: Others in the transaction.
        transfer_kind: What is transferred.
        transit_countries: Countries on the route.
        ultimate_end_user: Who uses the items in the end, when that is another.
        undesired_effects: The undesired effects that were looked at.
        valid_from: First day on which it may be used.
        valid_to: Last such day.
        value: Licensed value over all lines.
        value_band: Band of the licensed value, when the value itself is not public.
        value_basis: What the value means, or why there is none.
        weighing: The weighing, when published.
        weighing_status: Whether a weighing is published; a value of its own.
        withholding: Fields kept from the public, and on what grounds.
    """

    digests: tuple[SealDigest, ...] = field(default=(), name="_sd")
    advice: Annotated[tuple[Advice, ...], COMMITTEE] = ()
    annex_commitment: Commitment | None = None
    application_received_in: Month | None = None
    application_received_on: Annotated[date | None, COMMITTEE] = None
    application_ref: Annotated[Reference | None, COMMITTEE] = None
    authorisation_type: AuthorisationType | None = None
    classified_sources: Annotated[tuple[SealedSource, ...], CLASSIFIED] = ()
    clock_stopped_days: Count | None = None
    clock_stops: Annotated[tuple[ClockStop, ...], COMMITTEE] = ()
    complete_on: Annotated[date | None, COMMITTEE] = None
    condition_texts: Annotated[tuple[ConditionText, ...], COMMITTEE] = ()
    conditions: tuple[ConditionType, ...] = ()
    confidential_sources: Annotated[tuple[ConfidentialSource, ...], COMMITTEE] = ()
    consignee: Annotated[Party | None, COMMITTEE] = None
    countersigned: bool | None = None
    decided_by: DecisionLevel | None = None
    decided_on: date | Interval
    decision_ref: Reference
    denial_check: Annotated[DenialCheck | None, COMMITTEE] = None
    denial_checked_on: date | None = None
    destination: Country
    destination_group: DestinationGroup | None = None
    disclosure: Disclosure | None = None
    end_use: EndUse | None = None
    end_use_country: Country | None = None
    end_use_statement: Annotated[Prose | None, COMMITTEE] = None
    end_user: Annotated[Party | None, COMMITTEE] = None
    end_user_type: EndUserType | None = None
    excluded_from_statistics: Line | None = None
    export_mode: ExportMode | None = None
    exporter: Annotated[Party | None, COMMITTEE] = None
    extraterritorial_overlap: Annotated[ExtraterritorialOverlap | None, COMMITTEE] = (
        None
    )
    framework_applies: bool | None = None
    handled_by: Handler | None = None
    legal_basis: tuple[Code, ...] = ()
    lines: tuple[DecisionLine, ...]
    member_state_consultation: Annotated[MemberStateConsultation | None, COMMITTEE] = (
        None
    )
    officers: Annotated[Officers | None, COMMITTEE] = None
    origin_country: Country | None = None
    outcome: Outcome
    personal_data_key: Annotated[Handle | None, COMMITTEE] = None
    processing_days: Count | None = None
    refusal_grounds: tuple[Code, ...] = ()
    retrospective: Line | None = None
    sources: tuple[PublishedSource, ...] = ()
    third_parties: Annotated[tuple[Party, ...], COMMITTEE] = ()
    transfer_kind: TransferKind | None = None
    transit_countries: tuple[Country, ...] = ()
    ultimate_end_user: Annotated[Party | None, COMMITTEE] = None
    undesired_effects: Annotated[tuple[UndesiredEffect, ...], COMMITTEE] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    value: Money | None = None
    value_band: ValueBand | None = None
    value_basis: ValueBasis
    weighing: Weighing | None = None
    weighing_status: WeighingStatus
    withholding: tuple[Withheld, ...] = ()
