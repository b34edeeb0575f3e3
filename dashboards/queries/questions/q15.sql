-- What a decision must have and lacks: all goals of its framework version, a decision
-- before the export, a second signature where the ledger says that there was one or not.
WITH own AS (
    SELECT d.*,
        (
            SELECT count(*) FROM framework_aspect a WHERE a.ledger_id = d.ledger_id
                AND a.entry_index = d.framework_index AND a.aspect_kind = 'goal'
        ) AS goals,
        (
            SELECT count(*) FROM finding f WHERE f.ledger_id = d.ledger_id
                AND f.entry_index = d.entry_index AND f.aspect_kind = 'goal'
        ) AS found
    FROM decision d JOIN ledger USING (ledger_id)
    WHERE slug = $slug AND d.counted
), checks AS (
    SELECT 1 AS place, 'without_all_goals' AS what,
        count(*) FILTER (found < goals) AS n, count(*) AS n_of
    FROM own WHERE framework_applies AND weighing_status = 'published'
    UNION ALL
    SELECT 2, 'after_export', count(retrospective), count(*) FROM own
    UNION ALL
    SELECT 3, 'said_not_countersigned', count(*) FILTER (NOT countersigned), count(*)
    FROM own
    UNION ALL
    SELECT 4, 'nothing_said_of_countersign', count(*) FILTER (countersigned IS NULL),
        count(*) FROM own
)
SELECT what, n, n_of FROM checks ORDER BY place
