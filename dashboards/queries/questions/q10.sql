-- Twelve months before and from 7 October 2022, for destination China and for all others.
-- Two numbers beside each other: no cause is claimed.
WITH own AS (
    SELECT d.outcome_group,
        if(d.destination = 'CN', 'china', 'elsewhere') AS what,
        if(d.decided_first < DATE '2022-10-07', 'before', 'after') AS period_is
    FROM decision d JOIN ledger USING (ledger_id)
    WHERE slug = $slug AND d.counted AND d.decided_first = d.decided_last
        AND d.decided_first >= DATE '2021-10-07' AND d.decided_first < DATE '2023-10-07'
)
SELECT what, period_is,
    count(*) AS decisions,
    count(*) FILTER (outcome_group = 'granted') AS granted,
    count(*) AS granted_of,
    count(*) FILTER (outcome_group = 'refused') AS refused,
    count(*) AS refused_of
FROM own GROUP BY ALL ORDER BY what, period_is DESC
