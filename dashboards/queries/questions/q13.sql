-- Licensed value beside reported use, by year of the decision, each currency by itself,
-- for licences of which both are public. Amounts of licences without a report are apart.
WITH used AS (
    SELECT e.ledger_id, e.decision_index, e.used_currency, sum(e.used_minor) AS used
    FROM decision_event e JOIN ledger USING (ledger_id)
    WHERE slug = $slug AND e.event_type = 'use_reported' GROUP BY ALL
)
SELECT coalesce(CAST(year(d.decided_first) AS VARCHAR), 'all') AS year, d.currency,
    count(u.used) AS reported,
    count(*) AS reported_of,
    CAST(sum(d.minor) FILTER (u.used IS NOT NULL) AS HUGEINT) AS licensed_minor,
    CAST(sum(u.used) AS HUGEINT) AS used_minor
FROM decision d JOIN ledger USING (ledger_id)
LEFT JOIN used u ON u.ledger_id = d.ledger_id AND u.decision_index = d.entry_index
    AND u.used_currency = d.currency
WHERE slug = $slug AND d.counted AND d.outcome_group = 'granted'
    AND d.currency IS NOT NULL AND year(d.decided_first) = year(d.decided_last)
GROUP BY GROUPING SETS ((d.currency), (year(d.decided_first), d.currency))
ORDER BY grouping(year(d.decided_first)) DESC, year DESC, d.currency
