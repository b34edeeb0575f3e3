-- Public decisions with an item on the national semiconductor list: all of them, then by
-- month and destination. Of what is withheld since then only the number is public, on
-- whatever list it was.
WITH own AS (
    SELECT strftime(d.month_first, '%Y-%m') AS month, d.destination, d.outcome_group
    FROM decision d JOIN ledger USING (ledger_id)
    WHERE slug = $slug AND d.counted AND d.month_first = d.month_last
        AND d.decided_first >= DATE '2023-09-01'
        AND EXISTS (
            FROM decision_line l WHERE l.ledger_id = d.ledger_id
                AND l.entry_index = d.entry_index AND l.list_id = 'NL_SEMICON'
        )
)
SELECT coalesce(month, 'all') AS month, coalesce(destination, 'all') AS destination,
    count(*) AS decisions,
    count(*) FILTER (outcome_group = 'granted') AS granted,
    count(*) AS granted_of,
    count(*) FILTER (outcome_group = 'refused') AS refused,
    count(*) AS refused_of,
    count(*) FILTER (outcome_group = 'other') AS other,
    if(grouping(month) = 1, (
        SELECT count(*) FROM withheld_decision w JOIN ledger USING (ledger_id)
        WHERE slug = $slug AND w.month >= DATE '2023-09-01'
    ), NULL) AS withheld
FROM own GROUP BY GROUPING SETS ((), (month, destination))
ORDER BY grouping(month) DESC, month DESC, decisions DESC, destination
