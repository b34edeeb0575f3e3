-- What refusals declare to keep from the public. How confidential sources weighed is
-- not in the public ledger; that they are withheld is.
WITH own AS (
    SELECT d.ledger_id, d.entry_index, d.withheld_fields
    FROM decision d JOIN ledger USING (ledger_id)
    WHERE slug = $slug AND d.counted AND d.outcome = 'refused'
)
SELECT field, count(*) AS refused, (SELECT count(*) FROM own) AS refused_of
FROM (SELECT unnest(withheld_fields) AS field FROM own)
GROUP BY field ORDER BY refused DESC, field
