-- What the ledger held at the end of each year that is over. The last entry of a year
-- names that state: it can be proved to be a start of the present one.
WITH years AS (
    SELECT year(e.recorded_at) AS year, max(e.entry_index) + 1 AS entries_then,
        max(size) AS entries_now,
        count(*) FILTER (e.kind = 'licence_decision') AS recorded_in_year,
        any_value(e.ledger_id) AS ledger_id,
        arg_max(e.leaf_hash, e.entry_index) AS last_leaf
    FROM entry e JOIN ledger USING (ledger_id)
    WHERE slug = $slug AND e.kind <> 'authority' GROUP BY 1
)
SELECT CAST(y.year AS VARCHAR) AS year, y.entries_then, y.entries_now AS entries_then_of,
    y.recorded_in_year,
    (
        SELECT count(*) FROM decision d
        WHERE d.ledger_id = y.ledger_id AND year(d.decided_first) = y.year
    ) AS decided_in_year,
    y.last_leaf
FROM years y JOIN ledger USING (ledger_id)
WHERE y.year < year(checkpoint_at) ORDER BY year DESC
