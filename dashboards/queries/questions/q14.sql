-- How often each goal was decisive: by framework version, year and group of destinations.
WITH f AS (
    SELECT d.framework_version, d.decided_first, d.destination_group, g.code, g.weight,
        g.position
    FROM decision d JOIN ledger USING (ledger_id)
    JOIN finding g USING (ledger_id, entry_index)
    WHERE slug = $slug AND d.counted AND g.aspect_kind = 'goal'
),
latest AS ( -- of the latest version, the goal that was decisive most often
    SELECT framework_version AS version, code,
        count(*) FILTER (weight = 'decisive') AS decisive, count(*) AS findings
    FROM f GROUP BY framework_version, code
    ORDER BY version DESC, decisive DESC, code LIMIT 1
)
SELECT f.framework_version AS version, CAST(year(f.decided_first) AS VARCHAR) AS year,
    f.destination_group, f.code AS goal,
    count(*) FILTER (f.weight = 'decisive') AS decisive,
    count(*) AS decisive_of,
    any_value(latest.version) AS all_version,
    any_value(latest.code) AS all_goal,
    any_value(latest.decisive) AS all_decisive,
    any_value(latest.findings) AS all_decisive_of,
    CAST(sum(count(*)) OVER () AS BIGINT) AS all_findings
FROM f, latest
GROUP BY f.framework_version, year(f.decided_first), f.destination_group, f.code,
    f.position
ORDER BY f.framework_version DESC, year DESC, f.destination_group, f.position
