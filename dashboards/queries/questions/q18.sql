-- Denials: notified, reviewed within three years, overdue on the ledger's last day; and
-- notices of undercutting, sent and received.
WITH own AS (
    SELECT e.*, checkpoint_at FROM decision_event e JOIN ledger USING (ledger_id)
    WHERE slug = $slug
), refused AS (
    SELECT d.entry_index, EXISTS (
        FROM own e WHERE e.event_type = 'denial_notified'
            AND e.decision_index = d.entry_index
    ) AS notified
    FROM decision d JOIN ledger USING (ledger_id)
    WHERE slug = $slug AND d.counted AND d.outcome = 'refused'
), denials AS (
    SELECT n.occurred_on + INTERVAL 3 YEAR AS due, n.checkpoint_at, (
        SELECT min(r.occurred_on) FROM own r WHERE r.event_type = 'denial_reviewed'
            AND r.about_hash = n.leaf_hash
    ) AS reviewed_on
    FROM own n WHERE n.event_type = 'denial_notified'
), checks AS (
    SELECT 1 AS place, 'notified' AS what, count(*) FILTER (notified) AS n,
        count(*) AS n_of FROM refused
    UNION ALL
    SELECT 2, 'reviewed_in_time', count(*) FILTER (reviewed_on <= due), count(*)
    FROM denials WHERE due <= checkpoint_at
    UNION ALL
    SELECT 3, 'overdue', count(*) FILTER (reviewed_on IS NULL), count(*)
    FROM denials WHERE due <= checkpoint_at
    UNION ALL
    SELECT 4, 'undercut_sent', count(*) FILTER (event_type = 'undercut_notice_sent'),
        count(*) FROM own
    UNION ALL
    SELECT 5, 'undercut_received',
        count(*) FILTER (event_type = 'undercut_notice_received'), count(*) FROM own
)
SELECT what, n, n_of FROM checks ORDER BY place
