-- Transfers of technology, and decisions with an item of class 3E: all, and by year.
SELECT coalesce(CAST(year(d.decided_first) AS VARCHAR), 'all') AS year,
    count(*) FILTER (list_contains(d.product_classes, '3E')) AS class_3e,
    count(*) FILTER (d.transfer_kind = 'technology') AS technology,
    count(*) FILTER (d.transfer_kind = 'technical_assistance') AS assistance,
    count(*) AS decisions,
    count(*) FILTER (d.transfer_kind = 'technology' AND d.outcome_group = 'granted')
        AS granted,
    count(*) FILTER (d.transfer_kind = 'technology') AS granted_of
FROM decision d JOIN ledger USING (ledger_id)
WHERE slug = $slug AND d.counted
    AND year(d.decided_first) = year(d.decided_last)
GROUP BY GROUPING SETS ((), (year(d.decided_first)))
ORDER BY grouping(year(d.decided_first)) DESC, year DESC
