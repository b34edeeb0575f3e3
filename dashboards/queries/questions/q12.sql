-- The share that was granted, of three different wholes.
WITH own AS (
    SELECT d.outcome, d.outcome_group FROM decision d JOIN ledger USING (ledger_id)
    WHERE slug = $slug AND d.counted AND d.outcome NOT LIKE 'sondage%'
), wholes AS (
    SELECT 1 AS place, 'of_granted_and_refused' AS what, outcome_group
    FROM own WHERE outcome_group IN ('granted', 'refused')
    UNION ALL
    SELECT 2, 'and_withdrawn_or_not_processed', outcome_group FROM own
    WHERE outcome_group IN ('granted', 'refused')
        OR outcome IN ('withdrawn', 'not_processed')
    UNION ALL
    SELECT 3, 'of_all', outcome_group FROM own
)
SELECT what, count(*) FILTER (outcome_group = 'granted') AS granted,
    count(*) AS granted_of
FROM wholes GROUP BY place, what ORDER BY place
