-- The counts behind the charts. A cell of a cube is one combination of what a
-- reader can filter by, so that any selection is a sum over cells. A decision is
-- in one cell only: its product classes are one key, the set of them. Cells of one
-- destination lie together, so that the others are passed over; what is asked of all
-- destinations is answered by the margins (etl.warehouse.margin).

-- Decisions on the merits, wholly one way, with a decisive finding: whether they depart
-- from their own decisive findings.
CREATE TABLE departure (
    ledger_id SMALLINT NOT NULL, -- Ledger of the decision.
    entry_index BIGINT NOT NULL, -- Index of the decision's entry.
    departure VARCHAR -- Granted while a decisive finding speaks for refusing, without or with an override (granted_against_findings, granted_with_override), or refused while all speak for granting (refused_against_findings); null: it does not depart.
);

-- Decisions that depart, or were granted in spite of an unacceptable finding: what lists
-- of them show. They are few, and all others need not be read to find them.
CREATE TABLE departed_decision (
    ledger_id SMALLINT NOT NULL, -- Ledger of the decision.
    entry_index BIGINT NOT NULL, -- Index of the decision's entry.
    decision_ref VARCHAR NOT NULL, -- Its reference.
    decided_first DATE NOT NULL, -- Day of the decision, or the first day it can have been.
    decided_last DATE NOT NULL, -- Day of the decision, or the last day it can have been.
    month_first DATE NOT NULL, -- Month of the first day.
    month_last DATE NOT NULL, -- Month of the last day.
    destination VARCHAR NOT NULL, -- Country of destination.
    outcome VARCHAR NOT NULL, -- Outcome as decided.
    class_set VARCHAR NOT NULL, -- Its product classes; key of table class_set.
    counted BOOLEAN NOT NULL, -- False when left out of statistics.
    codes VARCHAR[] NOT NULL, -- Its item codes.
    override_by VARCHAR, -- Who granted it in spite of an unacceptable finding.
    override_on DATE, -- When that was.
    override_reason_nl VARCHAR, -- Why, in Dutch.
    override_reason_en VARCHAR, -- Why, in English.
    departure VARCHAR, -- How it departs, as in table departure; null: it does not.
    findings VARCHAR[] NOT NULL -- Its decisive and its unacceptable findings in order, each as its kind, code, finding, weight and direction with spaces between.
);

-- Decisions by month, destination, outcome, classes, weighing and currency.
CREATE TABLE cube_decision (
    ledger_id SMALLINT NOT NULL, -- Ledger of the decisions.
    destination VARCHAR NOT NULL, -- Country of destination.
    month_first DATE NOT NULL, -- Month of the first day that they can have been taken on.
    month_last DATE NOT NULL, -- Month of the last such day; equal to month_first when the month is known.
    outcome VARCHAR NOT NULL, -- Outcome as decided.
    outcome_group VARCHAR NOT NULL, -- granted, refused or other.
    class_set VARCHAR NOT NULL, -- Their product classes; key of table class_set.
    counted BOOLEAN NOT NULL, -- False when left out of statistics.
    weighing_status VARCHAR NOT NULL, -- Whether the weighing is published.
    framework_applies BOOLEAN, -- Whether the framework applies; null: not published.
    has_ground BOOLEAN NOT NULL, -- Whether they name a refusal ground.
    has_condition BOOLEAN NOT NULL, -- Whether a condition is attached to them.
    currency VARCHAR, -- Currency of the licensed value; null: none published.
    decisions BIGINT NOT NULL, -- Number of decisions in the cell.
    minor HUGEINT -- Sum of their licensed values in minor units.
);

-- Decisions by product class: a decision with two classes is in two cells.
CREATE TABLE cube_class (
    ledger_id SMALLINT NOT NULL, -- Ledger of the decisions.
    destination VARCHAR NOT NULL, -- Country of destination.
    month_first DATE NOT NULL, -- Month of the first day that they can have been taken on.
    month_last DATE NOT NULL, -- Month of the last such day.
    outcome VARCHAR NOT NULL, -- Outcome as decided.
    outcome_group VARCHAR NOT NULL, -- granted, refused or other.
    class_set VARCHAR NOT NULL, -- All their product classes; key of table class_set.
    counted BOOLEAN NOT NULL, -- False when left out of statistics.
    category VARCHAR NOT NULL, -- Category of the product class.
    product_class VARCHAR NOT NULL, -- The product class counted here.
    currency VARCHAR, -- Currency of the value of the lines in this class; null: none.
    decisions BIGINT NOT NULL, -- Decisions with a line in this class.
    minor HUGEINT -- Sum of the values of those lines in minor units.
);

-- Decisions by item code: a decision with two codes is in two cells.
CREATE TABLE cube_item (
    ledger_id SMALLINT NOT NULL, -- Ledger of the decisions.
    destination VARCHAR NOT NULL, -- Country of destination.
    month_first DATE NOT NULL, -- Month of the first day that they can have been taken on.
    month_last DATE NOT NULL, -- Month of the last such day.
    outcome VARCHAR NOT NULL, -- Outcome as decided.
    outcome_group VARCHAR NOT NULL, -- granted, refused or other.
    class_set VARCHAR NOT NULL, -- All their product classes; key of table class_set.
    counted BOOLEAN NOT NULL, -- False when left out of statistics.
    category VARCHAR NOT NULL, -- Category of the code's product class.
    product_class VARCHAR NOT NULL, -- Product class of the code.
    code VARCHAR NOT NULL, -- The item code counted here.
    decisions BIGINT NOT NULL -- Decisions with a line on this code.
);

-- Decisions by what their weighing says of them as a whole.
CREATE TABLE cube_weighing (
    ledger_id SMALLINT NOT NULL, -- Ledger of the decisions.
    destination VARCHAR NOT NULL, -- Country of destination.
    month_first DATE NOT NULL, -- Month of the first day that they can have been taken on.
    month_last DATE NOT NULL, -- Month of the last such day.
    destination_group VARCHAR, -- Group of countries that the destination belongs to.
    outcome VARCHAR NOT NULL, -- Outcome as decided.
    outcome_group VARCHAR NOT NULL, -- granted, refused or other.
    class_set VARCHAR NOT NULL, -- Their product classes; key of table class_set.
    counted BOOLEAN NOT NULL, -- False when left out of statistics.
    weighing_status VARCHAR NOT NULL, -- Whether the weighing is published.
    framework_applies BOOLEAN, -- Whether the framework applies; null: not published.
    framework_id VARCHAR, -- Framework they were weighed under.
    framework_version BIGINT, -- Version of that framework.
    decisive_goals VARCHAR[] NOT NULL, -- Goals that were decisive, by code.
    goal_weights VARCHAR[] NOT NULL, -- Weights that some goal had, each once.
    is_judged BOOLEAN NOT NULL, -- Whether they are in table departure.
    departure VARCHAR, -- How they depart, as in table departure.
    decisions BIGINT NOT NULL -- Number of decisions in the cell.
);

-- Published findings by aspect, weight and finding: criteria, article 15 and goals.
CREATE TABLE cube_aspect (
    ledger_id SMALLINT NOT NULL, -- Ledger of the decisions.
    destination VARCHAR NOT NULL, -- Country of destination.
    aspect_kind VARCHAR NOT NULL, -- criterion, art15 or goal.
    position BIGINT NOT NULL, -- Order within the kind, from 1.
    code VARCHAR NOT NULL, -- Code of the aspect.
    framework_id VARCHAR NOT NULL, -- Framework they were weighed under.
    framework_version BIGINT NOT NULL, -- Version of that framework.
    month_first DATE NOT NULL, -- Month of the first day that they can have been taken on.
    month_last DATE NOT NULL, -- Month of the last such day.
    destination_group VARCHAR, -- Group of countries that the destination belongs to.
    outcome VARCHAR NOT NULL, -- Outcome as decided.
    outcome_group VARCHAR NOT NULL, -- granted, refused or other.
    class_set VARCHAR NOT NULL, -- Their product classes; key of table class_set.
    counted BOOLEAN NOT NULL, -- False when left out of statistics.
    weight VARCHAR NOT NULL, -- How the aspect weighed.
    finding VARCHAR NOT NULL, -- What was found on the aspect.
    decisions BIGINT NOT NULL -- Number of decisions in the cell.
);

-- Decisions that went one way or the other and whose kind of end use is published, by
-- what makes them alike: their item codes, destination and kind of end use.
CREATE TABLE cube_like (
    ledger_id SMALLINT NOT NULL, -- Ledger of the decisions.
    destination VARCHAR NOT NULL, -- Country of destination.
    end_use VARCHAR NOT NULL, -- Kind of end use.
    codes VARCHAR[] NOT NULL, -- Their item codes, in order.
    like_group UBIGINT NOT NULL, -- Name of the group of like decisions: lower half of the MD5 of destination, end use and codes, the same in every build.
    month_first DATE NOT NULL, -- Month of the first day that they can have been taken on.
    month_last DATE NOT NULL, -- Month of the last such day.
    outcome VARCHAR NOT NULL, -- Outcome as decided.
    class_set VARCHAR NOT NULL, -- Their product classes; key of table class_set.
    counted BOOLEAN NOT NULL, -- False when left out of statistics.
    way VARCHAR NOT NULL, -- granted or refused; a positive answer to an enquiry is granted.
    decisions BIGINT NOT NULL -- Number of decisions in the cell.
);

-- Decisions by what was asked and how long it took: a cell for nearly each of them, but
-- narrow, and ordered by destination.
CREATE TABLE cube_term (
    ledger_id SMALLINT NOT NULL, -- Ledger of the decisions.
    destination VARCHAR NOT NULL, -- Country of destination.
    destination_group VARCHAR, -- Group of countries that the destination belongs to.
    class_set VARCHAR NOT NULL, -- Their product classes; key of table class_set.
    month_first DATE NOT NULL, -- Month of the first day that they can have been taken on.
    month_last DATE NOT NULL, -- Month of the last such day.
    outcome VARCHAR NOT NULL, -- Outcome as decided.
    counted BOOLEAN NOT NULL, -- False when left out of statistics.
    authorisation_type VARCHAR, -- Kind of authorisation asked for.
    end_use VARCHAR, -- Summary of the end use.
    processing_days BIGINT, -- Calendar days from receipt to decision; null: not published.
    net_days BIGINT, -- The same without the days on which the term did not run.
    within_norm BOOLEAN, -- Whether net_days is within eight weeks (56 days).
    is_stopped BOOLEAN NOT NULL, -- Whether there were such days.
    decisions BIGINT NOT NULL -- Number of decisions in the cell.
);

-- Decisions by what became of them, of all destinations together and of all classes
-- together: each decision is in a cell of both.
CREATE TABLE cube_status (
    ledger_id SMALLINT NOT NULL, -- Ledger of the decisions.
    destination VARCHAR, -- Country of destination; null: of all together.
    class_set VARCHAR, -- Their product classes, key of table class_set; null: of all together.
    month_first DATE NOT NULL, -- Month of the first day that they can have been taken on.
    month_last DATE NOT NULL, -- Month of the last such day.
    outcome VARCHAR NOT NULL, -- Outcome as decided.
    counted BOOLEAN NOT NULL, -- False when left out of statistics.
    status VARCHAR NOT NULL, -- What became of them, as in table decision.
    decisions BIGINT NOT NULL -- Number of decisions in the cell.
);

-- Decisions by kind of condition: a decision with two kinds is in two cells.
CREATE TABLE cube_condition (
    ledger_id SMALLINT NOT NULL, -- Ledger of the decisions.
    destination VARCHAR NOT NULL, -- Country of destination.
    month_first DATE NOT NULL, -- Month of the first day that they can have been taken on.
    month_last DATE NOT NULL, -- Month of the last such day.
    outcome VARCHAR NOT NULL, -- Outcome as decided.
    class_set VARCHAR NOT NULL, -- Their product classes; key of table class_set.
    counted BOOLEAN NOT NULL, -- False when left out of statistics.
    condition_type VARCHAR NOT NULL, -- Kind of condition.
    decisions BIGINT NOT NULL -- Decisions with a condition of this kind.
);

-- Decisions by refusal ground: a decision on two grounds is in two cells.
CREATE TABLE cube_ground (
    ledger_id SMALLINT NOT NULL, -- Ledger of the decisions.
    destination VARCHAR NOT NULL, -- Country of destination.
    month_first DATE NOT NULL, -- Month of the first day that they can have been taken on.
    month_last DATE NOT NULL, -- Month of the last such day.
    outcome VARCHAR NOT NULL, -- Outcome as decided.
    class_set VARCHAR NOT NULL, -- Their product classes; key of table class_set.
    counted BOOLEAN NOT NULL, -- False when left out of statistics.
    ground VARCHAR NOT NULL, -- Code of the refusal ground.
    decisions BIGINT NOT NULL -- Decisions that name the ground.
);

-- Events by the month in which they happened, and the decision they happened to.
CREATE TABLE cube_event (
    ledger_id SMALLINT NOT NULL, -- Ledger of the events.
    destination VARCHAR NOT NULL, -- Country of destination of the decision.
    month_first DATE NOT NULL, -- Month in which they happened.
    month_last DATE NOT NULL, -- The same month.
    outcome VARCHAR NOT NULL, -- Outcome of the decision as decided.
    class_set VARCHAR NOT NULL, -- Product classes of the decision; key of table class_set.
    counted BOOLEAN NOT NULL, -- False when the decision is left out of statistics.
    event_type VARCHAR NOT NULL, -- What happened.
    decisions BIGINT NOT NULL -- Number of events in the cell.
);

-- Entries by kind and the month in which they were recorded.
CREATE TABLE cube_entry (
    ledger_id SMALLINT NOT NULL, -- Ledger of the entries.
    month DATE NOT NULL, -- Month of recording (UTC), as its first day.
    kind VARCHAR NOT NULL, -- Kind of the entries.
    entries BIGINT NOT NULL -- Number of entries.
);
