-- Decisions within eight weeks (56 days), by product class: with the days on which the
-- term stood still (gross), and without them (net). First the whole.
WITH own AS (
    SELECT d.ledger_id, d.entry_index, d.processing_days, d.within_norm,
        d.product_classes
    FROM decision d JOIN ledger USING (ledger_id)
    WHERE slug = $slug AND d.counted
), kinds AS (
    SELECT 'all' AS product_class, * EXCLUDE (product_classes) FROM own
    UNION ALL
    SELECT unnest(product_classes), * EXCLUDE (product_classes) FROM own
)
SELECT product_class,
    count(*) FILTER (processing_days <= 56) AS within_gross,
    count(processing_days) AS within_gross_of,
    count(*) FILTER (within_norm) AS within_net,
    count(within_norm) AS within_net_of,
    count(*) FILTER (processing_days IS NULL) AS not_published
FROM kinds GROUP BY product_class ORDER BY product_class <> 'all', product_class
