-- Corrections by reason, and how many decisions the latest reading counts otherwise than
-- the first one did.
SELECT e.correction_reason AS reason, e.materiality,
    count(*) AS corrections,
    count(DISTINCT e.decision_index) AS decisions,
    (SELECT count(*) FROM decision JOIN ledger USING (ledger_id) WHERE slug = $slug)
        AS decisions_of,
    count(DISTINCT e.decision_index) FILTER (d.outcome_group <> o.outcome_group)
        AS outcome_moved,
    count(DISTINCT e.decision_index) FILTER (
        d.minor IS DISTINCT FROM o.minor OR d.currency IS DISTINCT FROM o.currency
    ) AS value_moved,
    CAST(sum(count(*)) OVER () AS BIGINT) AS all_corrections
FROM decision_event e
JOIN ledger USING (ledger_id)
JOIN decision d ON d.ledger_id = e.ledger_id AND d.entry_index = e.decision_index
JOIN decision_original o ON o.ledger_id = e.ledger_id
    AND o.entry_index = e.decision_index
WHERE slug = $slug AND e.event_type = 'correction'
GROUP BY ALL ORDER BY corrections DESC, reason
