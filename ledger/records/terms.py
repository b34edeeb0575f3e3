"""The closed vocabularies of the records.

Regulation (EU) 2021/821 (the dual-use regulation) gives most of the words. What
an authority may change over time, such as goals, criteria and grounds, is not
here: that is data in framework versions and code lists.
"""

from typing import Final, Literal, get_args

Outcome = Literal[
    "granted",
    "granted_with_conditions",
    "no_licence_required",
    "not_processed",
    "partly_granted",
    "refused",
    "sondage_negative",
    "sondage_positive",
    "withdrawn",
]
"""How an application was closed; ``withdrawn`` is by the applicant, no revocation."""

OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)

GRANTS: Final = frozenset({"granted", "granted_with_conditions", "partly_granted"})
"""Outcomes by which some export was licensed."""

REFUSED_WHOLE: Final = frozenset({"refused", "sondage_negative"})
"""Outcomes by which all that was asked was refused."""

REFUSALS: Final = REFUSED_WHOLE | {"partly_granted"}
"""Outcomes that need at least one refusal ground."""

LineOutcome = Literal["granted", "refused"]

AuthorisationType = Literal[
    "brokering",
    "eu_general",
    "global",
    "individual",
    "intra_eu_transfer",
    "large_project",
    "national_general",
    "sondage",
    "technical_assistance",
    "transit",
]
"""Articles 6 to 8, 11 and 12 of Regulation (EU) 2021/821; *sondage* is Dutch."""

OPEN_TYPES: Final = frozenset({"eu_general", "global", "national_general"})
"""Authorisation types without a licensed value (rule R12)."""

TransferKind = Literal[
    "brokering", "goods", "software", "technical_assistance", "technology", "transit"
]

ExportMode = Literal["exhibition", "permanent", "repair", "temporary"]

EndUse = Literal[
    "civil_fab_logic",
    "civil_fab_memory",
    "civil_industry",
    "civil_other",
    "military",
    "research",
    "service_parts",
    "unknown",
]

EndUserType = Literal["commercial", "government", "individual", "other"]

DecisionLevel = Literal["bz_mandate", "cdiu_mandate", "minister", "ministerraad"]

ConditionType = Literal[
    "end_use_check",
    "no_reexport",
    "other",
    "post_shipment_report",
    "quantity_cap",
    "service_limit",
]

ValueBasis = Literal[
    "banded", "estimated", "maximum", "not_applicable", "not_published"
]

ValueBand = Literal[
    "from_100m_to_500m",
    "from_10m_to_100m",
    "from_1m_to_10m",
    "over_500m",
    "up_to_1m",
]
"""Bands of licensed value in millions of euros, for ``banded``."""

DestinationGroup = Literal["arms_embargo", "eu001_group", "other"]
"""Annex II, section A, of Regulation (EU) 2021/821 gives the group of EU001."""

Handler = Literal["bz", "cdiu"]
"""Who handled the application: the ministry, or the office of Customs."""

Unit = Literal["gram", "hour", "kilogram", "licence", "litre", "metre", "piece", "set"]

ClockStopReason = Literal[
    "applicant_information", "applicant_request", "consultation", "other"
]
"""Why the term of decision did not run."""

DisclosureRule = Literal["aggregate", "disclose", "withhold"]

PeriodKind = Literal["month", "quarter", "year"]
"""The periods of released tables."""

TableDimension = Literal["destination", "outcome", "product_class"]
"""What released tables are broken down by."""

Weight = Literal["decisive", "material", "considered", "none"]
"""Ordinal: counted and compared, never summed or averaged."""

WEIGHTS: Final[tuple[Weight, ...]] = get_args(Weight)

Finding = Literal[
    "concern", "concern_mitigated", "no_concern", "not_assessable", "unacceptable"
]
"""What the weighing found on a criterion or on a consideration of Article 15."""

GoalFindingValue = Literal[
    "neutral", "not_engaged", "supports_grant", "supports_refusal", "unacceptable"
]
"""What the weighing found on a strategic goal."""

Consideration = Literal[
    "cp944_1",
    "cp944_2",
    "cp944_3",
    "cp944_4",
    "cp944_5",
    "cp944_6",
    "cp944_7",
    "cp944_8",
    "human_rights",
]
"""What a finding turned on: criteria of Common Position 2008/944/CFSP, and rights."""

UndesiredEffect = Literal["conventional_military", "diversion", "human_rights", "wmd"]
"""What export control is to prevent (Kamerstuk 22 054, nr. 376)."""

ExtraterritorialOverlap = Literal["none", "us_ear_licence_also_required"]

SourceKind = Literal["aivd_annual", "dbsa", "mivd_annual", "open_source"]
"""Public sources: the annual reports of the services are public, not their cases."""

ConfidentialSourceKind = Literal["denial_register", "exporter"]

AdviceBody = Literal[
    "aivd", "bz", "bz_djz", "cdiu", "defensie", "ezk", "fiod", "mivd", "other"
]

AdviceGiven = Literal[
    "abstain", "approve", "approve_with_conditions", "no_objection", "refuse"
]

DenialCheckOutcome = Literal["followed", "none", "overridden"]
"""What came of other states' denials of an essentially identical transaction."""

Direction = Literal["grant", "neutral", "refuse"]
"""Which outcome a finding speaks for."""

WeighingStatus = Literal["not_published", "published"]

EventType = Literal[
    "annulled",
    "appeal_decided",
    "appeal_lodged",
    "cancelled",
    "correction",
    "denial_notified",
    "denial_reviewed",
    "end_use_check",
    "exhausted",
    "expired",
    "modified",
    "objection_decided",
    "objection_lodged",
    "parliament_notified",
    "reclassified_disclosure",
    "reinstated",
    "renewed",
    "revoked",
    "revoked_in_part",
    "surrendered",
    "suspended",
    "undercut_notice_received",
    "undercut_notice_sent",
    "use_reported",
]
"""``revoked`` works forward; ``annulled`` works back to the start of the licence."""

CONFIDENTIAL_EVENTS: Final[frozenset[EventType]] = frozenset(
    {"undercut_notice_received", "undercut_notice_sent"}
)
"""Events that are for the committee as a whole, that they happened included."""

ActorRole = Literal["case_officer", "countersigner", "etl_job", "legal"]

DenialChannel = Literal["AG", "DUeS", "MTCR", "NSG", "WA"]
"""Where a denial is notified: the system of the Union, or a regime."""

EventResult = Literal[
    "amended",
    "not_ok",
    "not_possible",
    "ok",
    "rejected",
    "renewed",
    "revoked",
    "upheld",
    "upheld_in_part",
    "withdrawn",
]

CorrectionReason = Literal[
    "classification",
    "currency",
    "data_entry",
    "duplicate",
    "late_information",
    "methodology",
]

Materiality = Literal["affects_totals", "no_effect_on_totals"]
"""Whether a correction changes any total that was published."""

ContextKind = Literal[
    "adjacent_instrument",
    "commitment",
    "confidential_briefing",
    "court_ruling",
    "dialogue",
    "eu_measure",
    "foreign_measure",
    "framework_change",
    "list_change",
    "nl_measure",
    "parliamentary_debate",
    "parliamentary_request",
    "publication_policy_change",
    "regime_decision",
    "threat_report",
]

ListRelation = Literal["broader", "narrower", "same", "split"]

Regime = Literal["AG", "CWC", "MTCR", "NSG", "WA", "national"]

ProcessStep = Literal[
    "cleaning",
    "deposition",
    "eda_software",
    "etch",
    "ion_implant",
    "lithography",
    "mask_reticle_pellicle",
    "materials",
    "metrology_inspection",
    "other",
    "packaging",
]
"""The step of making semiconductors that an item serves."""

Adopter = Literal["eu_legislator", "minister", "ministerraad"]

ParliamentInformed = Literal["confidential", "public"]

TextVisibility = Literal["committee", "public"]


OUTCOME_GROUPS: Final[tuple[str, ...]] = ("granted", "other", "refused")


def outcome_group(outcome: str) -> str:
    """Return the one of ``OUTCOME_GROUPS`` that an outcome is in."""
    if outcome in GRANTS:
        return "granted"
    return "refused" if outcome in REFUSED_WHOLE else "other"
