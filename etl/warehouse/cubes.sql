-- The counts behind the charts. A cell of a cube is one combination of what a
-- reader can filter by, so that any selection is a sum over cells. A decision is
-- in one cell only: its product classes are one key, the set of them.

-- Decisions by month, destination, outcome, classes, weighing and currency.
CREATE TABLE cube_decision (
    ledger_id SMALLINT NOT NULL, -- Ledger of the decisions.
    month_first DATE NOT NULL, -- Month of the first day that they can have been taken on.
    month_last DATE NOT NULL, -- Month of the last such day; equal to month_first when the month is known.
    destination VARCHAR NOT NULL, -- Country of destination.
    outcome VARCHAR NOT NULL, -- Outcome as decided.
    outcome_group VARCHAR NOT NULL, -- granted, refused or other.
    class_set VARCHAR NOT NULL, -- Their product classes; key of table class_set.
    counted BOOLEAN NOT NULL, -- False when left out of statistics.
    weighing_status VARCHAR NOT NULL, -- Whether the weighing is published.
    framework_applies BOOLEAN, -- Whether the framework applies; null: not published.
    has_ground BOOLEAN NOT NULL, -- Whether they name a refusal ground.
    currency VARCHAR, -- Currency of the licensed value; null: none published.
    decisions BIGINT NOT NULL, -- Number of decisions in the cell.
    minor HUGEINT -- Sum of their licensed values in minor units.
);

-- Decisions by product class: a decision with two classes is in two cells.
CREATE TABLE cube_class (
    ledger_id SMALLINT NOT NULL, -- Ledger of the decisions.
    month_first DATE NOT NULL, -- Month of the first day that they can have been taken on.
    month_last DATE NOT NULL, -- Month of the last such day.
    destination VARCHAR NOT NULL, -- Country of destination.
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
    month_first DATE NOT NULL, -- Month of the first day that they can have been taken on.
    month_last DATE NOT NULL, -- Month of the last such day.
    destination VARCHAR NOT NULL, -- Country of destination.
    outcome VARCHAR NOT NULL, -- Outcome as decided.
    outcome_group VARCHAR NOT NULL, -- granted, refused or other.
    class_set VARCHAR NOT NULL, -- All their product classes; key of table class_set.
    counted BOOLEAN NOT NULL, -- False when left out of statistics.
    category VARCHAR NOT NULL, -- Category of the code's product class.
    product_class VARCHAR NOT NULL, -- Product class of the code.
    code VARCHAR NOT NULL, -- The item code counted here.
    decisions BIGINT NOT NULL -- Decisions with a line on this code.
);

-- Decisions with a published finding on a goal, by goal, weight and finding.
CREATE TABLE cube_goal (
    ledger_id SMALLINT NOT NULL, -- Ledger of the decisions.
    month_first DATE NOT NULL, -- Month of the first day that they can have been taken on.
    month_last DATE NOT NULL, -- Month of the last such day.
    destination VARCHAR NOT NULL, -- Country of destination.
    outcome VARCHAR NOT NULL, -- Outcome as decided.
    class_set VARCHAR NOT NULL, -- Their product classes; key of table class_set.
    counted BOOLEAN NOT NULL, -- False when left out of statistics.
    framework_id VARCHAR NOT NULL, -- Framework they were weighed under.
    framework_version BIGINT NOT NULL, -- Version of that framework.
    goal VARCHAR NOT NULL, -- Code of the goal.
    weight VARCHAR NOT NULL, -- How the goal weighed.
    finding VARCHAR NOT NULL, -- What was found on the goal.
    decisions BIGINT NOT NULL -- Number of decisions in the cell.
);

-- Published findings by aspect, weight and finding: criteria, article 15 and goals.
CREATE TABLE cube_aspect (
    ledger_id SMALLINT NOT NULL, -- Ledger of the decisions.
    month_first DATE NOT NULL, -- Month of the first day that they can have been taken on.
    month_last DATE NOT NULL, -- Month of the last such day.
    destination VARCHAR NOT NULL, -- Country of destination.
    outcome VARCHAR NOT NULL, -- Outcome as decided.
    outcome_group VARCHAR NOT NULL, -- granted, refused or other.
    class_set VARCHAR NOT NULL, -- Their product classes; key of table class_set.
    counted BOOLEAN NOT NULL, -- False when left out of statistics.
    aspect_kind VARCHAR NOT NULL, -- criterion, art15 or goal.
    position BIGINT NOT NULL, -- Order within the kind, from 1.
    code VARCHAR NOT NULL, -- Code of the aspect.
    weight VARCHAR NOT NULL, -- How the aspect weighed.
    finding VARCHAR NOT NULL, -- What was found on the aspect.
    decisions BIGINT NOT NULL -- Number of decisions in the cell.
);

-- Decisions by refusal ground: a decision on two grounds is in two cells.
CREATE TABLE cube_ground (
    ledger_id SMALLINT NOT NULL, -- Ledger of the decisions.
    month_first DATE NOT NULL, -- Month of the first day that they can have been taken on.
    month_last DATE NOT NULL, -- Month of the last such day.
    destination VARCHAR NOT NULL, -- Country of destination.
    outcome VARCHAR NOT NULL, -- Outcome as decided.
    class_set VARCHAR NOT NULL, -- Their product classes; key of table class_set.
    counted BOOLEAN NOT NULL, -- False when left out of statistics.
    ground VARCHAR NOT NULL, -- Code of the refusal ground.
    decisions BIGINT NOT NULL -- Decisions that name the ground.
);

-- Events by the month in which they happened, and the decision they happened to.
CREATE TABLE cube_event (
    ledger_id SMALLINT NOT NULL, -- Ledger of the events.
    month_first DATE NOT NULL, -- Month in which they happened.
    month_last DATE NOT NULL, -- The same month.
    destination VARCHAR NOT NULL, -- Country of destination of the decision.
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
