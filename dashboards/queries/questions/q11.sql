-- The grounds of refusals; a decision can name several, so the rows do not add up.
WITH own AS (
    SELECT d.ledger_id, d.entry_index FROM decision d JOIN ledger USING (ledger_id)
    WHERE slug = $slug AND d.counted AND d.has_ground
)
SELECT g.ground, count(DISTINCT entry_index) AS decisions,
    (SELECT count(*) FROM own) AS decisions_of
FROM own JOIN refusal_ground g USING (ledger_id, entry_index)
GROUP BY g.ground ORDER BY decisions DESC, g.ground
