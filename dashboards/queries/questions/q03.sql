-- Decisions on service and spare parts: how they went, and whether the licences were
-- renewed; then the same for each aspect that was decisive, of the published weighings.
WITH own AS (
    SELECT d.ledger_id, d.entry_index, d.outcome_group, d.weighing_status,
        EXISTS (
            FROM decision_event e WHERE e.ledger_id = d.ledger_id
                AND e.decision_index = d.entry_index AND e.event_type = 'renewed'
        ) AS renewed
    FROM decision d JOIN ledger USING (ledger_id)
    WHERE slug = $slug AND d.counted
        AND (d.end_use = 'service_parts' OR EXISTS (
            FROM decision_line l WHERE l.ledger_id = d.ledger_id
                AND l.entry_index = d.entry_index AND l.item_class = 'service_parts'
        ))
), kinds AS (
    SELECT 0 AS place, 'all' AS aspect, own.*, (
        SELECT count(*) FROM decision d JOIN ledger USING (ledger_id)
        WHERE slug = $slug AND d.counted
    ) AS whole FROM own
    UNION ALL
    SELECT 1, f.code, own.*,
        (SELECT count(*) FROM own WHERE weighing_status = 'published')
    FROM own JOIN finding f USING (ledger_id, entry_index)
    WHERE f.weight = 'decisive'
)
SELECT aspect,
    count(*) AS decisions,
    any_value(whole) AS decisions_of,
    count(*) FILTER (outcome_group = 'granted') AS granted,
    count(*) AS granted_of,
    count(*) FILTER (outcome_group = 'refused') AS refused,
    count(*) AS refused_of,
    count(*) FILTER (renewed) AS renewed,
    count(*) FILTER (outcome_group = 'granted') AS renewed_of
FROM kinds GROUP BY place, aspect ORDER BY place, decisions DESC, aspect
