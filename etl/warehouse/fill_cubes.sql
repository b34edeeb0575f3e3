-- Counts every cube anew. Rows are ordered so that a build is the same however it
-- was reached, and so that a month or a ledger is found by its block.

DELETE FROM class_set;
INSERT INTO class_set
SELECT DISTINCT d.class_set, l.product_class, l.category
FROM decision d JOIN decision_line l USING (ledger_id, entry_index)
ORDER BY ALL;

DELETE FROM cube_decision;
INSERT INTO cube_decision
SELECT
    ledger_id, month_first, month_last, destination, outcome, outcome_group,
    class_set, counted, weighing_status, framework_applies, has_ground, currency,
    count(*) AS decisions, sum(minor) AS minor
FROM decision GROUP BY ALL ORDER BY ALL;

-- A decision without values on its lines lends its own value to its class when it
-- has but one.
DELETE FROM cube_class;
INSERT INTO cube_class
WITH class_line AS (
    SELECT
        ledger_id, entry_index, category, product_class,
        max(currency) AS currency, sum(minor) AS minor
    FROM decision_line GROUP BY ALL
)
SELECT
    ledger_id, month_first, month_last, destination, outcome, outcome_group,
    class_set, counted, category, product_class,
    coalesce(l.currency, if(class_set = product_class, d.currency, NULL)) AS currency,
    count(*) AS decisions,
    sum(coalesce(l.minor, if(class_set = product_class, d.minor, NULL))) AS minor
FROM decision d JOIN class_line l USING (ledger_id, entry_index)
GROUP BY ALL ORDER BY ALL;

DELETE FROM cube_item;
INSERT INTO cube_item
SELECT
    ledger_id, month_first, month_last, destination, d.outcome, outcome_group,
    class_set, counted, category, product_class, code,
    count(*) AS decisions
FROM decision d
JOIN (
    SELECT DISTINCT ledger_id, entry_index, category, product_class, code
    FROM decision_line
) l USING (ledger_id, entry_index)
GROUP BY ALL ORDER BY ALL;

DELETE FROM cube_goal;
INSERT INTO cube_goal
SELECT
    ledger_id, month_first, month_last, destination, outcome, class_set, counted,
    framework_id, framework_version, f.code AS goal, f.weight, f.finding,
    count(*) AS decisions
FROM decision d JOIN finding f USING (ledger_id, entry_index)
WHERE f.aspect_kind = 'goal'
GROUP BY ALL ORDER BY ALL;

DELETE FROM cube_aspect;
INSERT INTO cube_aspect
SELECT
    ledger_id, month_first, month_last, destination, outcome, outcome_group,
    class_set, counted, f.aspect_kind, f.position, f.code, f.weight, f.finding,
    count(*) AS decisions
FROM decision d JOIN finding f USING (ledger_id, entry_index)
GROUP BY ALL ORDER BY ALL;

DELETE FROM cube_ground;
INSERT INTO cube_ground
SELECT
    ledger_id, month_first, month_last, destination, outcome, class_set, counted,
    ground, count(*) AS decisions
FROM decision JOIN refusal_ground USING (ledger_id, entry_index)
GROUP BY ALL ORDER BY ALL;

DELETE FROM cube_event;
INSERT INTO cube_event
SELECT
    e.ledger_id,
    CAST(date_trunc('month', e.occurred_on) AS DATE) AS month_first,
    CAST(date_trunc('month', e.occurred_on) AS DATE) AS month_last,
    d.destination, d.outcome, d.class_set, d.counted, e.event_type,
    count(*) AS decisions
FROM decision_event e
JOIN decision d ON d.ledger_id = e.ledger_id AND d.entry_index = e.decision_index
GROUP BY ALL ORDER BY ALL;

DELETE FROM cube_entry;
INSERT INTO cube_entry
SELECT
    ledger_id, CAST(date_trunc('month', recorded_at) AS DATE) AS month, kind,
    count(*) AS entries
FROM entry GROUP BY ALL ORDER BY ALL;

UPDATE ledger SET decisions = s.decisions, first_decided = s.first_decided,
    last_decided = s.last_decided
FROM (
    SELECT
        l.ledger_id,
        count(d.entry_index) AS decisions,
        min(d.decided_first) AS first_decided,
        max(d.decided_last) AS last_decided
    FROM ledger l LEFT JOIN decision d ON d.ledger_id = l.ledger_id AND d.counted
    GROUP BY l.ledger_id
) s
WHERE s.ledger_id = ledger.ledger_id;
