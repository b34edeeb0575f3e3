-- How often each goal was decisive: by framework version, year and group of destinations.
SELECT f.framework_version AS version, CAST(year(f.decided_first) AS VARCHAR) AS year,
    f.destination_group, f.code AS goal,
    count(*) FILTER (f.weight = 'decisive') AS decisive,
    count(*) AS decisive_of,
    CAST(sum(count(*)) OVER () AS BIGINT) AS all_findings
FROM (
    SELECT d.framework_version, d.decided_first, d.destination_group, g.code, g.weight,
        g.position
    FROM decision d JOIN ledger USING (ledger_id)
    JOIN finding g USING (ledger_id, entry_index)
    WHERE slug = $slug AND d.counted AND g.aspect_kind = 'goal'
) f
GROUP BY f.framework_version, year(f.decided_first), f.destination_group, f.code,
    f.position
ORDER BY version DESC, year DESC, f.destination_group, f.position
