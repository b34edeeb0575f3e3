-- The rank of China by granted decisions: with and without those on the national list,
-- and with only those whose value is public. Ranks are of numbers, never of values.
WITH own AS (
    SELECT d.destination, d.minor,
        EXISTS (
            FROM decision_line l WHERE l.ledger_id = d.ledger_id
                AND l.entry_index = d.entry_index AND l.list_id = 'NL_SEMICON'
        ) AS national
    FROM decision d JOIN ledger USING (ledger_id)
    WHERE slug = $slug AND d.counted AND d.outcome_group = 'granted'
        AND d.decided_first >= DATE '2023-09-01'
), counted AS (
    SELECT 1 AS place, 'with_national_list' AS what, destination, count(*) AS granted
    FROM own GROUP BY ALL
    UNION ALL
    SELECT 2, 'without_national_list', destination, count(*)
    FROM own WHERE NOT national GROUP BY ALL
    UNION ALL
    SELECT 3, 'with_public_value', destination, count(*)
    FROM own WHERE minor IS NOT NULL GROUP BY ALL
), ranked AS (
    SELECT *, rank() OVER (PARTITION BY what ORDER BY granted DESC) AS rank,
        sum(granted) OVER (PARTITION BY what) AS granted_of
    FROM counted
)
SELECT what, rank, CAST(granted AS BIGINT) AS granted,
    CAST(granted_of AS BIGINT) AS granted_of
FROM ranked WHERE destination = 'CN' ORDER BY place
