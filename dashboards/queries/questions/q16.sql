-- At which level was decided, and whether a minister overrode a finding. What was advised
-- is confidential; that it is withheld is not.
SELECT d.decided_by, count(*) AS decisions,
    CAST(sum(count(*)) OVER () AS BIGINT) AS decisions_of,
    count(d.override_by) AS overrides,
    count(*) FILTER (list_contains(d.withheld_fields, 'advice')) AS advice_withheld
FROM decision d JOIN ledger USING (ledger_id)
WHERE slug = $slug AND d.counted GROUP BY d.decided_by ORDER BY decisions DESC
