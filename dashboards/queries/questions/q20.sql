-- What the ledger can show of its own completeness: a manifest for every month, books that
-- add up, the decisions of each month as many as the books say, numbers without a gap.
WITH months AS (
    SELECT m.*, m.decided + m.withdrawn + m.not_processed AS closed,
        lag(m.pending_after) OVER (ORDER BY m.month) AS carried,
        (
            SELECT count(*) FROM decision d WHERE d.ledger_id = m.ledger_id
                AND d.month_first = m.month AND d.month_last = m.month
        ) + (
            SELECT count(*) FROM withheld_decision w WHERE w.ledger_id = m.ledger_id
                AND w.month = m.month
        ) AS in_ledger
    FROM publication_manifest m JOIN ledger USING (ledger_id) WHERE slug = $slug
), span AS (
    SELECT coalesce(date_diff('month', min(month), max(month)) + 1, 0) AS months
    FROM months
), numbers AS (
    SELECT regexp_extract(d.decision_ref, '^(.*?)([0-9]+)$', 1) AS series,
        TRY_CAST(regexp_extract(d.decision_ref, '([0-9]+)$', 1) AS BIGINT) AS number
    FROM decision d JOIN ledger USING (ledger_id) WHERE slug = $slug
), ranges AS (
    SELECT max(number) - 0 AS numbered, count(DISTINCT number) AS there
    FROM numbers WHERE number IS NOT NULL
), checks AS (
    SELECT 1 AS place, 'months_with_manifest' AS what, count(*) AS n,
        (SELECT months FROM span) AS n_of FROM months
    UNION ALL
    SELECT 2, 'books_add_up', count(*) FILTER (
        pending_before + received = closed + pending_after), count(received)
    FROM months
    UNION ALL
    SELECT 3, 'books_go_on', count(*) FILTER (pending_before = carried), count(carried)
    FROM months
    UNION ALL
    SELECT 4, 'ledger_agrees', count(*) FILTER (closed = in_ledger), count(closed)
    FROM months
    UNION ALL
    SELECT 5, 'numbers_missing', coalesce(numbered - there, 0), coalesce(numbered, 0)
    FROM ranges
)
SELECT what, n, n_of FROM checks ORDER BY place
