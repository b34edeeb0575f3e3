-- Licences revoked, in whole or in part: the days until the next list version came into
-- force, and what had weighed at the grant.
SELECT e.decision_ref, d.destination, e.event_type, e.occurred_on,
    next.starts_on, next.starts_on - e.occurred_on AS days,
    if(d.weighing_status = 'published', coalesce((
        SELECT list(f.code ORDER BY f.aspect_kind, f.position) FROM finding f
        WHERE f.ledger_id = d.ledger_id AND f.entry_index = d.entry_index
            AND f.weight = 'decisive'
    ), []), NULL) AS decisive_aspects,
    count(*) OVER () AS all_revoked,
    (
        SELECT count(*) FROM decision g WHERE g.ledger_id = e.ledger_id AND g.counted
            AND g.outcome_group = 'granted'
    ) AS all_revoked_of
FROM decision_event e
JOIN ledger USING (ledger_id)
JOIN decision d ON d.ledger_id = e.ledger_id AND d.entry_index = e.decision_index
, LATERAL (
    SELECT min(c.valid_from) AS starts_on FROM control_list c
    WHERE c.ledger_id = e.ledger_id AND c.valid_from > e.occurred_on
) next
WHERE slug = $slug AND e.event_type IN ('revoked', 'revoked_in_part')
ORDER BY e.event_type = 'revoked', e.occurred_on DESC, e.entry_index
