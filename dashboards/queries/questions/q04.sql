-- Each refusal after a grant for the same items, destination and end-use: what had
-- changed since. Only published weighings can be compared.
WITH own AS (
    SELECT d.*, lag(d.entry_index) OVER same AS before_index,
        lag(d.outcome_group) OVER same AS before_group
    FROM decision d JOIN ledger USING (ledger_id)
    WHERE slug = $slug AND d.counted AND d.outcome_group IN ('granted', 'refused')
        AND d.weighing_status = 'published'
    WINDOW same AS (
        PARTITION BY d.destination, d.codes, d.end_use
        ORDER BY d.decided_first, d.entry_index
    )
), turned AS (
    SELECT * FROM own WHERE outcome_group = 'refused' AND before_group = 'granted'
)
SELECT t.decision_ref, t.destination, b.decision_ref AS before_ref,
    if(t.framework_index IS NOT DISTINCT FROM b.framework_index, 'same', 'other')
        AS framework_is,
    count(*) FILTER (n.finding IS DISTINCT FROM o.finding) AS changed,
    count(*) AS changed_of,
    coalesce(list(n.code ORDER BY n.aspect_kind, n.position)
        FILTER (n.finding IS DISTINCT FROM o.finding), []) AS changed_aspects,
    (SELECT count(*) FROM turned) AS all_turned,
    (SELECT count(*) FROM own WHERE outcome_group = 'refused') AS all_turned_of
FROM turned t
JOIN decision b ON b.ledger_id = t.ledger_id AND b.entry_index = t.before_index
JOIN finding n ON n.ledger_id = t.ledger_id AND n.entry_index = t.entry_index
LEFT JOIN finding o ON o.ledger_id = t.ledger_id AND o.entry_index = b.entry_index
    AND o.aspect_kind = n.aspect_kind AND o.code = n.code
GROUP BY t.decided_first, t.entry_index, t.decision_ref, t.destination, b.decision_ref,
    framework_is
ORDER BY t.decided_first DESC, t.entry_index DESC
