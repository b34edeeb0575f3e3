-- Counts the cubes anew for the months in table touched: the months of decisions that
-- were added, and those of decisions that were corrected, before and after. A cell is of
-- one month, so that a build is the same however it was reached.

CREATE OR REPLACE TEMP VIEW touched_decision AS
FROM decision SEMI JOIN touched USING (ledger_id, month_first);

CREATE OR REPLACE TEMP VIEW touched_line AS
FROM decision_line SEMI JOIN touched_decision USING (ledger_id, entry_index);

CREATE OR REPLACE TEMP VIEW touched_finding AS
FROM finding SEMI JOIN touched_decision USING (ledger_id, entry_index);

CREATE OR REPLACE TEMP VIEW touched_condition AS
FROM condition SEMI JOIN touched_decision USING (ledger_id, entry_index);

DELETE FROM class_set;
INSERT INTO class_set
SELECT class_set, product_class, c.category
FROM (
    SELECT class_set, unnest(string_split(class_set, ',')) AS product_class
    FROM (SELECT DISTINCT class_set FROM decision)
) JOIN product_class c ON c.code = product_class
ORDER BY ALL;

DELETE FROM cube_decision
WHERE (ledger_id, month_first) IN (FROM touched);
INSERT INTO cube_decision
SELECT
    ledger_id, destination, month_first, month_last, outcome, outcome_group,
    class_set, counted, weighing_status, framework_applies, has_ground,
    c.entry_index IS NOT NULL AS has_condition, currency,
    count(*) AS decisions, sum(minor) AS minor
FROM touched_decision d LEFT JOIN (
    SELECT DISTINCT ledger_id, entry_index FROM touched_condition
) c USING (ledger_id, entry_index)
GROUP BY ALL ORDER BY ALL;

-- A decision without values on its lines lends its own value to its class when it
-- has but one.
DELETE FROM cube_class
WHERE (ledger_id, month_first) IN (FROM touched);
INSERT INTO cube_class
WITH class_line AS (
    SELECT
        ledger_id, entry_index, category, product_class,
        max(currency) AS currency, sum(minor) AS minor
    FROM touched_line GROUP BY ALL
)
SELECT
    ledger_id, destination, month_first, month_last, outcome, outcome_group,
    class_set, counted, category, product_class,
    coalesce(l.currency, if(class_set = product_class, d.currency, NULL)) AS currency,
    count(*) AS decisions,
    sum(coalesce(l.minor, if(class_set = product_class, d.minor, NULL))) AS minor
FROM touched_decision d JOIN class_line l USING (ledger_id, entry_index)
GROUP BY ALL ORDER BY ALL;

DELETE FROM cube_item
WHERE (ledger_id, month_first) IN (FROM touched);
INSERT INTO cube_item
SELECT
    ledger_id, destination, month_first, month_last, d.outcome, outcome_group,
    class_set, counted, category, product_class, code,
    count(*) AS decisions
FROM touched_decision d
JOIN (
    SELECT DISTINCT ledger_id, entry_index, category, product_class, code
    FROM touched_line
) l USING (ledger_id, entry_index)
GROUP BY ALL ORDER BY ALL;

-- A licence for some of the items went both ways, so it departs from nothing.
DELETE FROM departure
WHERE (ledger_id, entry_index) IN (
    SELECT ledger_id, entry_index FROM touched_decision
);
INSERT INTO departure
SELECT
    ledger_id, entry_index,
    CASE
        WHEN way(outcome, outcome_group) = 'granted' AND refusing > 0
            THEN if(override_by IS NULL, 'granted_against_findings',
                'granted_with_override')
        WHEN way(outcome, outcome_group) = 'refused' AND granting = decisive
            THEN 'refused_against_findings'
    END AS departure
FROM touched_decision JOIN (
    SELECT
        ledger_id, entry_index, count(*) AS decisive,
        count(*) FILTER (direction = 'refuse') AS refusing,
        count(*) FILTER (direction = 'grant') AS granting
    FROM touched_finding WHERE weight = 'decisive' GROUP BY ALL
) USING (ledger_id, entry_index)
WHERE outcome <> 'partly_granted' AND way(outcome, outcome_group) IS NOT NULL
ORDER BY ledger_id, entry_index;

DELETE FROM departed_decision
WHERE (ledger_id, month_first) IN (FROM touched);
CREATE OR REPLACE TEMP TABLE departed AS
SELECT
    ledger_id, entry_index, decision_ref, decided_first, decided_last, month_first,
    month_last, destination, outcome, class_set, counted, codes, override_by,
    override_on, override_reason_nl, override_reason_en, departure
FROM touched_decision LEFT JOIN departure USING (ledger_id, entry_index)
WHERE departure IS NOT NULL OR override_by IS NOT NULL;
INSERT INTO departed_decision
SELECT d.*, coalesce(f.findings, [])
FROM departed d LEFT JOIN (
    SELECT
        ledger_id, entry_index,
        list(
            concat_ws(' ', aspect_kind, code, finding, weight, direction)
            ORDER BY
                array_position(['criterion', 'art15', 'goal'], aspect_kind), position
        ) AS findings
    FROM finding SEMI JOIN departed USING (ledger_id, entry_index)
    WHERE weight = 'decisive' OR finding = 'unacceptable'
    GROUP BY ALL
) f USING (ledger_id, entry_index)
ORDER BY ledger_id, entry_index;
DROP TABLE departed;

DELETE FROM cube_weighing
WHERE (ledger_id, month_first) IN (FROM touched);
INSERT INTO cube_weighing
SELECT
    ledger_id, destination, month_first, month_last, destination_group, outcome,
    outcome_group, class_set, counted, weighing_status, framework_applies,
    framework_id, framework_version, list_sort(decisive_goals) AS decisive_goals,
    coalesce(g.weights, []) AS goal_weights,
    j.entry_index IS NOT NULL AS is_judged, j.departure,
    count(*) AS decisions
FROM touched_decision d
LEFT JOIN departure j USING (ledger_id, entry_index)
LEFT JOIN (
    SELECT ledger_id, entry_index, list_sort(list(DISTINCT weight)) AS weights
    FROM touched_finding WHERE aspect_kind = 'goal' GROUP BY ALL
) g USING (ledger_id, entry_index)
GROUP BY ALL ORDER BY ALL;

DELETE FROM cube_aspect
WHERE (ledger_id, month_first) IN (FROM touched);
INSERT INTO cube_aspect
SELECT
    ledger_id, destination, f.aspect_kind, f.position, f.code, framework_id,
    framework_version, month_first, month_last, destination_group, outcome,
    outcome_group, class_set, counted, f.weight, f.finding,
    count(*) AS decisions
FROM touched_decision d JOIN touched_finding f USING (ledger_id, entry_index)
GROUP BY ALL ORDER BY ALL;

DELETE FROM cube_like
WHERE (ledger_id, month_first) IN (FROM touched);
INSERT INTO cube_like BY NAME
SELECT
    *,
    md5_number_lower(
        concat_ws('/', destination, end_use, array_to_string(codes, ','))
    ) AS like_group
FROM (
    SELECT
        ledger_id, destination, end_use, list_sort(list_distinct(codes)) AS codes,
        month_first, month_last, outcome, class_set, counted,
        way(outcome, outcome_group) AS way,
        count(*) AS decisions
    FROM touched_decision
    WHERE end_use IS NOT NULL AND way(outcome, outcome_group) IS NOT NULL
    GROUP BY ALL
)
ORDER BY ALL;

DELETE FROM cube_term
WHERE (ledger_id, month_first) IN (FROM touched);
INSERT INTO cube_term
SELECT
    ledger_id, destination, destination_group, class_set, month_first, month_last,
    outcome, counted, authorisation_type, end_use, processing_days, net_days,
    within_norm, coalesce(clock_stopped_days > 0, false) AS is_stopped,
    count(*) AS decisions
FROM touched_decision
GROUP BY ALL ORDER BY ALL;

-- What became of a decision changes in old months too, by the events of now.
DELETE FROM cube_status
WHERE (ledger_id, month_first) IN (FROM touched UNION FROM touched_standing);
INSERT INTO cube_status
SELECT
    ledger_id, destination, class_set, month_first, month_last, outcome, counted,
    status, count(*) AS decisions
FROM decision
WHERE (ledger_id, month_first) IN (FROM touched UNION FROM touched_standing)
GROUP BY GROUPING SETS (
    (ledger_id, destination, month_first, month_last, outcome, counted, status),
    (ledger_id, class_set, month_first, month_last, outcome, counted, status)
)
ORDER BY ALL;

DELETE FROM cube_condition
WHERE (ledger_id, month_first) IN (FROM touched);
INSERT INTO cube_condition
SELECT
    ledger_id, destination, month_first, month_last, outcome, class_set, counted,
    condition_type, count(DISTINCT entry_index) AS decisions
FROM touched_decision JOIN touched_condition USING (ledger_id, entry_index)
GROUP BY ALL ORDER BY ALL;

DELETE FROM cube_ground
WHERE (ledger_id, month_first) IN (FROM touched);
INSERT INTO cube_ground
SELECT
    ledger_id, destination, month_first, month_last, outcome, class_set, counted,
    ground, count(*) AS decisions
FROM touched_decision JOIN refusal_ground USING (ledger_id, entry_index)
GROUP BY ALL ORDER BY ALL;

DELETE FROM cube_event;
INSERT INTO cube_event
SELECT
    e.ledger_id, d.destination,
    CAST(date_trunc('month', e.occurred_on) AS DATE) AS month_first,
    CAST(date_trunc('month', e.occurred_on) AS DATE) AS month_last,
    d.outcome, d.class_set, d.counted, e.event_type,
    count(*) AS decisions
FROM decision_event e
JOIN decision d ON d.ledger_id = e.ledger_id AND d.entry_index = e.decision_index
GROUP BY ALL ORDER BY ALL;

-- Entries are recorded in the order of time, so the last month goes on and others follow.
DELETE FROM cube_entry WHERE (ledger_id, month) IN (
    SELECT ledger_id, max(month) FROM cube_entry GROUP BY ledger_id
);
INSERT INTO cube_entry
SELECT
    e.ledger_id, CAST(date_trunc('month', recorded_at) AS DATE) AS month, kind,
    count(*) AS entries
FROM entry e LEFT JOIN (
    SELECT ledger_id, sum(entries) AS counted FROM cube_entry GROUP BY ledger_id
) c USING (ledger_id)
WHERE entry_index >= coalesce(counted, 0)
GROUP BY ALL ORDER BY ALL;

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
