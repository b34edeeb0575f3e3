-- The tables of the warehouse. A comment above a table and one after each column
-- are stored with them (etl.warehouse.schema) and make docs/DATA.md.
-- No table has an index: scans of sorted columns are quick, and loads stay so.
-- Table decision_original has the columns of decision (etl.warehouse.schema).

-- The ledgers of this build and the checkpoint that each was built from.
CREATE TABLE ledger (
    ledger_id SMALLINT NOT NULL, -- Number of the ledger within this build, from 1.
    slug VARCHAR NOT NULL, -- Short name for addresses, unique in this build.
    origin VARCHAR NOT NULL, -- Unique name of the ledger, as its checkpoints say.
    country VARCHAR NOT NULL, -- Country of the authority, ISO 3166-1 alpha-2.
    office_nl VARCHAR, -- Name of the deciding office in Dutch.
    office_en VARCHAR, -- Name of the deciding office in English.
    notice_nl VARCHAR, -- What readers of any figure must know, in Dutch.
    notice_en VARCHAR, -- What readers of any figure must know, in English.
    synthetic BOOLEAN NOT NULL, -- True when nothing in the ledger is real.
    size BIGINT NOT NULL, -- Number of entries that the checkpoint covers.
    root VARCHAR NOT NULL, -- Merkle root of these entries, base64 (RFC 6962).
    checkpoint_at TIMESTAMP NOT NULL, -- When the last of these entries was recorded (UTC).
    decisions BIGINT NOT NULL, -- Number of counted decisions.
    first_decided DATE, -- First day on which a counted decision can have been taken.
    last_decided DATE -- Last day on which a counted decision can have been taken.
);

-- What this build was made with; one row.
CREATE TABLE build (
    schema_version INTEGER NOT NULL, -- Version of these tables and of the loading code.
    code_lists VARCHAR NOT NULL, -- SHA-256 over the code lists, in hexadecimal.
    duckdb_version VARCHAR NOT NULL -- Version of DuckDB that wrote the file.
);

-- Every entry of the ledgers, as it stands there.
CREATE TABLE entry (
    ledger_id SMALLINT NOT NULL, -- Ledger of the entry.
    entry_index BIGINT NOT NULL, -- Position of the entry in its ledger, from 0.
    kind VARCHAR NOT NULL, -- Kind of record that the entry holds.
    leaf_hash VARCHAR NOT NULL, -- RFC 6962 leaf hash of the entry, hexadecimal.
    previous_hash VARCHAR NOT NULL, -- Leaf hash of the entry before (entry 0: root of the empty tree).
    recorded_at TIMESTAMP NOT NULL, -- When the entry was recorded (UTC).
    content_hash VARCHAR, -- Of a decision: first 32 hexadecimal digits of the SHA-256 of its record, as its text stands in the entry, without its reference and the digests of what is sealed; else null.
    source_batch VARCHAR, -- Batch of input that the entry came from.
    source_key VARCHAR, -- Key of the entry in that input.
    source_system VARCHAR, -- System that gave the input.
    raw VARCHAR NOT NULL -- Canonical text of the entry (RFC 8785).
);

-- Licence decisions in their latest reading: as decided, or as last corrected.
CREATE TABLE decision (
    ledger_id SMALLINT NOT NULL, -- Ledger of the decision.
    entry_index BIGINT NOT NULL, -- Index of the decision's entry.
    reading_index BIGINT NOT NULL, -- Index of the entry that this reading comes from: its own, or its last correction's.
    decision_ref VARCHAR NOT NULL, -- Reference, unique in the ledger.
    decided_first DATE NOT NULL, -- Day of the decision, or the first day it can have been.
    decided_last DATE NOT NULL, -- Day of the decision, or the last day it can have been.
    month_first DATE NOT NULL, -- First day of the month of decided_first.
    month_last DATE NOT NULL, -- First day of the month of decided_last; equal to month_first when the month is known.
    outcome VARCHAR NOT NULL, -- How the application was closed, as decided.
    outcome_group VARCHAR NOT NULL, -- granted (with or without conditions, wholly or partly), refused, or other.
    status VARCHAR NOT NULL, -- What became of it: in_force, refused or closed as decided, or what the last event made of it.
    counted BOOLEAN NOT NULL, -- False when it is left out of statistics, with a reason.
    destination VARCHAR NOT NULL, -- Country of destination, ISO 3166-1 alpha-2 or user-assigned.
    class_set VARCHAR NOT NULL, -- Its product classes in order, joined by commas; key of table class_set.
    product_classes VARCHAR[] NOT NULL, -- Its product classes in order.
    codes VARCHAR[] NOT NULL, -- Its item codes in the order of the lines, without repeats.
    destination_group VARCHAR, -- Group of countries that the destination belongs to.
    end_use_country VARCHAR, -- Country of end use, when it is not the destination.
    origin_country VARCHAR, -- Country of origin of the items.
    transit_countries VARCHAR[] NOT NULL, -- Countries on the route.
    authorisation_type VARCHAR, -- Kind of authorisation asked for.
    transfer_kind VARCHAR, -- What is transferred.
    export_mode VARCHAR, -- Permanent or temporary, and why.
    end_use VARCHAR, -- Summary of the end use.
    end_user_type VARCHAR, -- Kind of end user.
    application_received_in VARCHAR, -- Month in which the application came in, YYYY-MM.
    processing_days BIGINT, -- Calendar days from receipt to decision, stops included.
    clock_stopped_days BIGINT, -- Days on which the term did not run.
    net_days BIGINT, -- processing_days without clock_stopped_days.
    within_norm BOOLEAN, -- Whether net_days is within eight weeks (56 days).
    handled_by VARCHAR, -- Who handled the application.
    decided_by VARCHAR, -- Level at which it was decided.
    countersigned BOOLEAN, -- Whether a second officer signed.
    denial_checked_on DATE, -- Day of the check on other states' denials.
    valid_from DATE, -- First day on which it may be used.
    valid_to DATE, -- Last day on which it may be used.
    currency VARCHAR, -- Currency of its licensed value, ISO 4217.
    minor BIGINT, -- Its licensed value in minor units (cents).
    value_basis VARCHAR NOT NULL, -- What the value means, or why there is none.
    value_band VARCHAR, -- Band of the licensed value, when the value is not public.
    disclosure_rule VARCHAR, -- Which publication rule applied.
    disclosure_rule_id VARCHAR, -- Which version of the publication rules says so.
    embargo_until DATE, -- First day on which more may be published.
    disclosure_grounds VARCHAR[] NOT NULL, -- Grounds for not disclosing.
    excluded_from_statistics VARCHAR, -- Why it does not count, when it does not.
    retrospective VARCHAR, -- Why it was decided after export, when it was.
    legal_basis VARCHAR[] NOT NULL, -- Articles and national instruments, as codes.
    annex_commitment VARCHAR, -- Commitment to a confidential annex, when there is one.
    withheld_fields VARCHAR[] NOT NULL, -- Fields declared to be kept from the public.
    has_ground BOOLEAN NOT NULL, -- Whether it names a refusal ground.
    weighing_status VARCHAR NOT NULL, -- Whether its weighing is published.
    framework_applies BOOLEAN, -- Whether the supplementary framework applies; null: not published.
    framework_index BIGINT, -- Index of the entry of the framework version it was weighed under.
    framework_id VARCHAR, -- Framework it was weighed under.
    framework_version BIGINT, -- Version of that framework.
    method_version BIGINT, -- Version of the way of weighing.
    decisive_goals VARCHAR[] NOT NULL, -- Goals that were decisive, in order.
    summary_nl VARCHAR, -- The weighing in words, in Dutch.
    summary_en VARCHAR, -- The weighing in words, in English.
    override_by VARCHAR, -- Who granted it in spite of an unacceptable finding.
    override_on DATE, -- When that was.
    override_reason_nl VARCHAR, -- Why, in Dutch.
    override_reason_en VARCHAR, -- Why, in English.
    events BIGINT NOT NULL, -- Number of events after the decision.
    search_text VARCHAR NOT NULL -- Reference, codes, destination and summary, folded for searching.
);

-- The items of the decisions.
CREATE TABLE decision_line (
    ledger_id SMALLINT NOT NULL, -- Ledger of the decision.
    entry_index BIGINT NOT NULL, -- Index of the decision's entry.
    line_no BIGINT NOT NULL, -- 1, 2, 3 ... within the decision.
    code VARCHAR NOT NULL, -- Item code as decided, in the spelling of its list.
    product_class VARCHAR NOT NULL, -- Product class of the code.
    category VARCHAR NOT NULL, -- Category of the product class.
    item_group VARCHAR, -- Group letter of a code in the form of Annex I.
    list_id VARCHAR NOT NULL, -- Control list that the code belongs to.
    list_version VARCHAR, -- Label of the list version in force.
    outcome VARCHAR, -- The line's own outcome in a partly granted decision.
    item_class VARCHAR, -- What kind of item, in the authority's words.
    process_step VARCHAR, -- Step of making semiconductors that it serves.
    item_count BIGINT, -- How many such positions the source counts.
    currency VARCHAR, -- Currency of the line's value.
    minor BIGINT -- The line's value in minor units (cents).
);

-- What was found on each aspect of a published weighing, and how it weighed.
CREATE TABLE finding (
    ledger_id SMALLINT NOT NULL, -- Ledger of the decision.
    entry_index BIGINT NOT NULL, -- Index of the decision's entry.
    aspect_kind VARCHAR NOT NULL, -- criterion, art15 or goal.
    position BIGINT NOT NULL, -- Order within the kind, from 1.
    code VARCHAR NOT NULL, -- Code of the aspect.
    finding VARCHAR NOT NULL, -- What was found.
    weight VARCHAR NOT NULL, -- How it weighed: decisive, material, considered or none; ordinal.
    direction VARCHAR NOT NULL, -- Which outcome it speaks for: grant, refuse or neutral.
    considerations VARCHAR[] NOT NULL -- What within the aspect it turned on.
);

-- The refusal grounds that decisions name.
CREATE TABLE refusal_ground (
    ledger_id SMALLINT NOT NULL, -- Ledger of the decision.
    entry_index BIGINT NOT NULL, -- Index of the decision's entry.
    position BIGINT NOT NULL, -- Order within the decision, from 1.
    ground VARCHAR NOT NULL -- Code of the ground.
);

-- The kinds of conditions attached to licences.
CREATE TABLE condition (
    ledger_id SMALLINT NOT NULL, -- Ledger of the decision.
    entry_index BIGINT NOT NULL, -- Index of the decision's entry.
    position BIGINT NOT NULL, -- Order within the decision, from 1.
    condition_type VARCHAR NOT NULL -- Kind of condition.
);

-- The public documents that decisions rest on.
CREATE TABLE decision_source (
    ledger_id SMALLINT NOT NULL, -- Ledger of the decision.
    entry_index BIGINT NOT NULL, -- Index of the decision's entry.
    position BIGINT NOT NULL, -- Order within the decision, from 1.
    source_kind VARCHAR NOT NULL, -- Kind of source.
    title VARCHAR NOT NULL, -- Its title.
    published_on DATE, -- When it was published.
    reference VARCHAR, -- Its reference.
    url VARCHAR -- Its address.
);

-- Fields that decisions declare to be kept from the public, one row for each ground.
CREATE TABLE withheld_field (
    ledger_id SMALLINT NOT NULL, -- Ledger of the decision.
    entry_index BIGINT NOT NULL, -- Index of the decision's entry.
    field VARCHAR NOT NULL, -- Name of the field.
    ground VARCHAR NOT NULL -- Code of the ground (Woo).
);

-- Decisions that are withheld as a whole: that there is one, when and why; no more.
CREATE TABLE withheld_decision (
    ledger_id SMALLINT NOT NULL, -- Ledger of the decision.
    entry_index BIGINT NOT NULL, -- Index of the decision's entry.
    decision_ref VARCHAR NOT NULL, -- Reference, unique in the ledger.
    month DATE NOT NULL, -- Month of the decision, as its first day.
    disclosure_rule_id VARCHAR NOT NULL, -- Which version of the rules of disclosure says so.
    grounds VARCHAR[] NOT NULL -- Grounds (Woo) on which it is withheld, in order.
);

-- Withheld decisions that were published since; each entry holds the decision itself.
CREATE TABLE withheld_publication (
    ledger_id SMALLINT NOT NULL, -- Ledger of the publication.
    entry_index BIGINT NOT NULL, -- Index of the publication's entry.
    decision_ref VARCHAR NOT NULL, -- Reference under which the decision was withheld.
    withheld_leaf VARCHAR NOT NULL, -- Leaf hash of the withheld decision's entry.
    published_on DATE NOT NULL, -- Day of the publication.
    reason_nl VARCHAR, -- Why it is published now, in Dutch.
    reason_en VARCHAR -- Why it is published now, in English.
);

-- Releases of tables on withheld decisions, one row for each part.
CREATE TABLE table_release (
    ledger_id SMALLINT NOT NULL, -- Ledger of the release.
    entry_index BIGINT NOT NULL, -- Index of the part's entry.
    release_ref VARCHAR NOT NULL, -- Reference, unique in the ledger.
    through DATE NOT NULL, -- The last month that is counted, as its first day.
    part BIGINT NOT NULL, -- Number of the part, from 1.
    parts BIGINT NOT NULL, -- How many parts the release has.
    size_before BIGINT NOT NULL, -- How many entries were counted.
    control_version BIGINT NOT NULL, -- Version of the parameters of disclosure control.
    min_contributors BIGINT NOT NULL, -- Exporters that a cell must have at least.
    min_decisions BIGINT NOT NULL, -- Decisions that a cell must have at least.
    p_percent BIGINT NOT NULL, -- The p of the p% rule.
    dominance_contributors BIGINT NOT NULL, -- The n of the (n,k) rule.
    dominance_percent BIGINT NOT NULL, -- The k of the (n,k) rule.
    currency VARCHAR NOT NULL -- Currency of the values, ISO 4217.
);

-- The cells of released tables that are not nil.
CREATE TABLE released_cell (
    ledger_id SMALLINT NOT NULL, -- Ledger of the release.
    entry_index BIGINT NOT NULL, -- Index of the entry of its part.
    through DATE NOT NULL, -- The last month that the release counts, as its first day.
    period VARCHAR NOT NULL, -- Year, quarter or month: 2024, 2024-Q1, 2024-01.
    destination VARCHAR NOT NULL, -- Country, other, or all.
    product_class VARCHAR NOT NULL, -- Product class, several, or all.
    outcome VARCHAR NOT NULL, -- Group of outcomes, or all.
    decisions BIGINT, -- How many; null: suppressed.
    value_minor BIGINT -- Licensed value in cents of what was granted; null: suppressed, or of another outcome.
);

-- Versions of the rules of disclosure.
CREATE TABLE disclosure_rule_version (
    ledger_id SMALLINT NOT NULL, -- Ledger of the version.
    entry_index BIGINT NOT NULL, -- Index of the version's entry.
    rule_id VARCHAR NOT NULL, -- Name of the version, by which decisions name it.
    title_nl VARCHAR, -- A short name in Dutch.
    title_en VARCHAR, -- A short name in English.
    summary_nl VARCHAR, -- What the rules say, in Dutch.
    summary_en VARCHAR, -- What the rules say, in English.
    valid_from DATE NOT NULL, -- First day on which decisions fall under it.
    valid_to DATE, -- Last such day, as the record says.
    effective_to DATE -- Last such day: valid_to, or the day before the next version.
);

-- What a version of the rules of disclosure says of decisions on a control list.
CREATE TABLE disclosure_rule (
    ledger_id SMALLINT NOT NULL, -- Ledger of the version.
    entry_index BIGINT NOT NULL, -- Index of the version's entry.
    rule_id VARCHAR NOT NULL, -- Name of the version.
    position BIGINT NOT NULL, -- Order within the version, from 1; of several that fit, the first holds.
    list_id VARCHAR NOT NULL, -- Control list: the basis of control.
    authorisation_types VARCHAR[] NOT NULL, -- Kinds of authorisation that it is limited to; none: all.
    rule VARCHAR NOT NULL, -- What may be published: disclose, aggregate or withhold.
    grounds VARCHAR[] NOT NULL -- Grounds (Woo), when it does not disclose.
);

-- What happened to decisions afterwards.
CREATE TABLE decision_event (
    ledger_id SMALLINT NOT NULL, -- Ledger of the event.
    entry_index BIGINT NOT NULL, -- Index of the event's entry.
    leaf_hash VARCHAR NOT NULL, -- Leaf hash of the event's entry.
    recorded_at TIMESTAMP NOT NULL, -- When it was recorded (UTC).
    event_ref VARCHAR NOT NULL, -- Reference, unique in the ledger.
    event_type VARCHAR NOT NULL, -- What happened.
    decision_index BIGINT NOT NULL, -- Index of the decision's entry.
    decision_ref VARCHAR NOT NULL, -- Reference of the decision.
    occurred_on DATE NOT NULL, -- Day on which it happened.
    effective_on DATE, -- Day from which it works.
    until_on DATE, -- For a suspension: its planned last day.
    result VARCHAR, -- How a review, check, objection or appeal ended.
    court VARCHAR, -- For an appeal: the court.
    legal_ref VARCHAR, -- Article or case number.
    reason_nl VARCHAR, -- The reason as published, in Dutch.
    reason_en VARCHAR, -- The reason as published, in English.
    correction_reason VARCHAR, -- For a correction: why.
    materiality VARCHAR, -- For a correction: whether it changes published totals.
    changed_fields VARCHAR[] NOT NULL, -- Names of the decision's fields that changed.
    lines BIGINT[] NOT NULL, -- Line numbers that it is limited to.
    grounds VARCHAR[] NOT NULL, -- For a revocation or an annulment: codes of its grounds.
    about_hash VARCHAR, -- Leaf hash of the earlier event that this one answers.
    actor_role VARCHAR, -- In which role it was recorded.
    channel VARCHAR, -- For a denial: where it was notified.
    due_on DATE, -- For a denial: when its review is or was due.
    ecli VARCHAR, -- For an appeal that is decided: the ruling.
    final_assessment_nl VARCHAR, -- At the end of a suspension: its final assessment, in Dutch.
    final_assessment_en VARCHAR, -- At the end of a suspension: its final assessment, in English.
    paper VARCHAR, -- For a notice to parliament: the paper.
    paper_confidential BOOLEAN, -- For a notice to parliament: whether in confidence.
    old_rule VARCHAR, -- For a change of disclosure: the rule before.
    new_rule VARCHAR, -- For a change of disclosure: the rule from now on.
    used_first DATE, -- For a report of use: first day of the period.
    used_last DATE, -- For a report of use: last day of the period.
    used_currency VARCHAR, -- For a report of use: currency of what was exported.
    used_minor BIGINT, -- For a report of use: value of what was exported, in minor units.
    replacement_index BIGINT, -- Index of the entry of the decision that replaces or renews this one.
    replacement_ref VARCHAR -- Reference of that decision.
);

-- What modifications changed: public fields, from what into what.
CREATE TABLE event_change (
    ledger_id SMALLINT NOT NULL, -- Ledger of the event.
    entry_index BIGINT NOT NULL, -- Index of the event's entry.
    position BIGINT NOT NULL, -- Order within the event, from 1.
    field VARCHAR NOT NULL, -- Name of the decision's field.
    before VARCHAR, -- What it was.
    after VARCHAR -- What it is now.
);

-- What was recorded in a month, and the books of applications (R14).
CREATE TABLE publication_manifest (
    ledger_id SMALLINT NOT NULL, -- Ledger of the manifest.
    entry_index BIGINT NOT NULL, -- Index of the manifest's entry.
    manifest_ref VARCHAR NOT NULL, -- Reference, unique in the ledger.
    month DATE NOT NULL, -- The month, as its first day.
    received BIGINT, -- Applications that came in; null: not counted by the authority.
    decided BIGINT, -- Closed by a decision on the merits.
    withdrawn BIGINT, -- Withdrawn by the applicant.
    not_processed BIGINT, -- Closed without being processed.
    pending_before BIGINT, -- Open at the beginning of the month.
    pending_after BIGINT, -- Open at the end of the month.
    code_version VARCHAR -- Version of the software that made the manifest.
);

-- What a manifest says was recorded since the one before it.
CREATE TABLE manifest_count (
    ledger_id SMALLINT NOT NULL, -- Ledger of the manifest.
    entry_index BIGINT NOT NULL, -- Index of the manifest's entry.
    kind VARCHAR NOT NULL, -- Kind of entry.
    disclosure_rule VARCHAR, -- Disclosure rule, of decisions that say so.
    grounds VARCHAR[] NOT NULL, -- Grounds (Woo) of withheld decisions, in order.
    entries BIGINT NOT NULL -- How many.
);

-- Versions of the frameworks of weighing.
CREATE TABLE framework (
    ledger_id SMALLINT NOT NULL, -- Ledger of the version.
    entry_index BIGINT NOT NULL, -- Index of the version's entry.
    leaf_hash VARCHAR NOT NULL, -- Leaf hash of the entry, by which decisions name it.
    framework_id VARCHAR NOT NULL, -- Which framework it is a version of.
    version BIGINT NOT NULL, -- Number of the version, from 1.
    title_nl VARCHAR, -- Its name in Dutch.
    title_en VARCHAR, -- Its name in English.
    adopted_by VARCHAR NOT NULL, -- Who adopted it.
    adopted_on DATE NOT NULL, -- Day of adoption.
    valid_from DATE NOT NULL, -- First day on which decisions are weighed under it.
    valid_to DATE, -- Last such day, as the record says.
    effective_to DATE, -- Last such day: valid_to, or the day before the next version.
    method_version BIGINT NOT NULL, -- Version of the way of weighing.
    full_text VARCHAR NOT NULL, -- Whether its full text is public or kept for the committee.
    change_reason_nl VARCHAR, -- Why it replaced the version before, in Dutch.
    change_reason_en VARCHAR -- Why it replaced the version before, in English.
);

-- The goals, criteria, factors and starting point of framework versions.
CREATE TABLE framework_aspect (
    ledger_id SMALLINT NOT NULL, -- Ledger of the version.
    entry_index BIGINT NOT NULL, -- Index of the version's entry.
    framework_id VARCHAR NOT NULL, -- Which framework.
    version BIGINT NOT NULL, -- Number of the version.
    aspect_kind VARCHAR NOT NULL, -- goal, criterion, factor or starting_point.
    position BIGINT NOT NULL, -- Order within the kind, from 1.
    code VARCHAR NOT NULL, -- Code of the aspect.
    label_nl VARCHAR, -- What it is called in Dutch.
    label_en VARCHAR -- What it is called in English.
);

-- Versions of the control lists.
CREATE TABLE control_list (
    ledger_id SMALLINT NOT NULL, -- Ledger of the version.
    entry_index BIGINT NOT NULL, -- Index of the version's entry.
    list_id VARCHAR NOT NULL, -- Which list it is a version of.
    version VARCHAR NOT NULL, -- Label of the version.
    title_nl VARCHAR, -- Its name in Dutch.
    title_en VARCHAR, -- Its name in English.
    valid_from DATE NOT NULL, -- First day on which it was in force.
    valid_to DATE, -- Last such day, as the record says.
    effective_to DATE, -- Last such day: valid_to, or the day before the next version.
    legal_ref VARCHAR NOT NULL, -- Where it was published.
    publication_default VARCHAR NOT NULL, -- What happens by default to decisions on its items.
    is_complete BOOLEAN NOT NULL, -- Whether the ledger holds the whole list.
    entries BIGINT NOT NULL -- Number of its items in the ledger.
);

-- The items of control-list versions.
CREATE TABLE control_list_entry (
    ledger_id SMALLINT NOT NULL, -- Ledger of the version.
    entry_index BIGINT NOT NULL, -- Index of the version's entry.
    list_id VARCHAR NOT NULL, -- Which list.
    version VARCHAR NOT NULL, -- Label of the version.
    position BIGINT NOT NULL, -- Order within the version, from 1.
    code VARCHAR NOT NULL, -- Item code.
    product_class VARCHAR NOT NULL, -- Product class of the code.
    text_nl VARCHAR, -- What the item is, in Dutch.
    text_en VARCHAR, -- What the item is, in English.
    process_step VARCHAR, -- Step of making semiconductors that it serves.
    regime VARCHAR, -- Export-control regime that it comes from.
    is_illustrative BOOLEAN NOT NULL -- True when it only stands in for what the list says.
);

-- Where list versions say that an item of theirs stands in another list.
CREATE TABLE control_list_step (
    ledger_id SMALLINT NOT NULL, -- Ledger of the version.
    entry_index BIGINT NOT NULL, -- Index of the version's entry.
    list_id VARCHAR NOT NULL, -- Which list.
    version VARCHAR NOT NULL, -- Label of the version.
    code VARCHAR NOT NULL, -- Item code in this list.
    other_list_id VARCHAR NOT NULL, -- The other list.
    other_code VARCHAR NOT NULL, -- Item code there.
    relation VARCHAR NOT NULL -- What the item there is to the item here.
);

-- Code as decided against code now: where each item of a list or a decision stands in
-- the newest lists. An item that was split has a row for each place.
CREATE TABLE concordance (
    ledger_id SMALLINT NOT NULL, -- Ledger of the lists.
    list_id VARCHAR NOT NULL, -- List of the code as decided.
    code VARCHAR NOT NULL, -- Code as decided.
    regime VARCHAR, -- Regime of the item as decided: as its list says, or as its code tells.
    current_list_id VARCHAR NOT NULL, -- List in which the item stands now.
    current_version VARCHAR, -- Newest version of that list with the item; null: no list has it.
    current_code VARCHAR NOT NULL, -- Code there.
    current_class VARCHAR NOT NULL, -- Product class of that code.
    relation VARCHAR, -- What that item is to the one as decided; null: it stands where it stood.
    is_illustrative BOOLEAN NOT NULL -- True when any step to it is only illustrative.
);

-- Whether the share of decisions with some weight of, or finding on, an aspect changed
-- while no framework version did: where it changed most (etl.change_point).
CREATE TABLE drift (
    ledger_id SMALLINT NOT NULL, -- Ledger of the decisions.
    framework_id VARCHAR NOT NULL, -- Framework they were weighed under.
    framework_version BIGINT NOT NULL, -- Version of that framework.
    aspect_kind VARCHAR NOT NULL, -- criterion, art15 or goal.
    code VARCHAR NOT NULL, -- Code of the aspect.
    measure VARCHAR NOT NULL, -- weight or finding.
    level VARCHAR NOT NULL, -- Which weight, or which finding.
    decisions BIGINT NOT NULL, -- Decisions weighed under the version, of which the month is known.
    is_alarm BOOLEAN NOT NULL, -- Whether this is told as a change: p is at most 0.05.
    changed_in DATE, -- First month after the largest change; null: too few to tell anything.
    before_n BIGINT, -- Decisions with this weight or finding in all months before.
    before_of BIGINT, -- Of how many.
    before_low DOUBLE, -- Lower end of the interval of this share (Wilson, 95%).
    before_high DOUBLE, -- Upper end.
    after_n BIGINT, -- Decisions with this weight or finding from that month on.
    after_of BIGINT, -- Of how many.
    after_low DOUBLE, -- Lower end of the interval of this share (Wilson, 95%).
    after_high DOUBLE, -- Upper end.
    statistic DOUBLE, -- Standard deviations that it is away from no change.
    p DOUBLE -- Chance that any is as large when nothing changed, adjusted for all series of the ledger.
);

-- What happened around the decisions; annotation only, no cause is claimed.
CREATE TABLE context_event (
    ledger_id SMALLINT NOT NULL, -- Ledger of the event.
    entry_index BIGINT NOT NULL, -- Index of the event's entry.
    event_ref VARCHAR NOT NULL, -- Reference, unique in the ledger.
    context_kind VARCHAR NOT NULL, -- What kind of thing it is.
    jurisdiction VARCHAR NOT NULL, -- Country, or EU.
    occurred_first DATE NOT NULL, -- Day on which it happened, or the first day it can have been.
    occurred_last DATE NOT NULL, -- Day on which it happened, or the last day it can have been.
    effective_on DATE, -- Day from which it works, when that differs.
    list_ids VARCHAR[] NOT NULL, -- Control lists that it concerns.
    title_nl VARCHAR, -- Short name in Dutch.
    title_en VARCHAR, -- Short name in English.
    summary_nl VARCHAR, -- What it says, in Dutch.
    summary_en VARCHAR, -- What it says, in English.
    source_title VARCHAR, -- First public source: its title.
    source_url VARCHAR -- First public source: its address.
);

-- Countries and areas.
CREATE TABLE country (
    iso2 VARCHAR NOT NULL, -- ISO 3166-1 alpha-2, or a user-assigned code.
    iso3 VARCHAR, -- ISO 3166-1 alpha-3, when there is one.
    name_nl VARCHAR NOT NULL, -- Name in Dutch.
    name_en VARCHAR NOT NULL, -- Name in English.
    latitude DOUBLE, -- Latitude of a point inside, in degrees north.
    longitude DOUBLE, -- Longitude of a point inside, in degrees east.
    region VARCHAR -- Part of the world.
);

-- The words of the vocabularies, and the fields of decisions (vocabulary
-- decision_field), in Dutch and English.
CREATE TABLE term (
    vocabulary VARCHAR NOT NULL, -- Which vocabulary.
    code VARCHAR NOT NULL, -- The value, as the records have it.
    name_nl VARCHAR NOT NULL, -- What it is called in Dutch.
    name_en VARCHAR NOT NULL, -- What it is called in English.
    position BIGINT NOT NULL -- Order within the vocabulary, from 1.
);

-- The dashboards' grouping of item codes.
CREATE TABLE product_class (
    code VARCHAR NOT NULL, -- Product class, such as 3B.
    category VARCHAR NOT NULL, -- Its category, such as 3.
    name_nl VARCHAR NOT NULL, -- What it is called in Dutch.
    name_en VARCHAR NOT NULL, -- What it is called in English.
    position BIGINT NOT NULL -- Order on an axis, from 1.
);

-- Each set of product classes that some decision has, one row for each class in it.
CREATE TABLE class_set (
    class_set VARCHAR NOT NULL, -- The classes in order, joined by commas.
    product_class VARCHAR NOT NULL, -- One of these classes.
    category VARCHAR NOT NULL -- The category of that class.
);

-- Each item code that some decision or control list has.
CREATE TABLE item (
    code VARCHAR NOT NULL, -- The item code.
    product_class VARCHAR NOT NULL, -- Its product class.
    category VARCHAR NOT NULL -- The category of that class.
);
