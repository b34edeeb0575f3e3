-- What became of the decisions of a ledger that entries from $start on are about, or
-- read anew: of others nothing has changed.

-- The last event that changes a licence's standing decides it; a suspension that
-- was lifted leaves it in force. Refusals and other closings have no standing.
UPDATE decision SET
    events = s.events,
    status = CASE
        WHEN decision.outcome_group <> 'granted' OR s.last_change IS NULL
            THEN decision.status
        WHEN s.last_change = 'reinstated' THEN 'in_force'
        ELSE s.last_change
    END
FROM (
    SELECT
        ledger_id, decision_index, count(*) AS events,
        arg_max(event_type, (occurred_on, entry_index)) FILTER (event_type IN (
            'annulled', 'cancelled', 'exhausted', 'expired', 'reinstated', 'renewed',
            'revoked', 'revoked_in_part', 'surrendered', 'suspended'
        )) AS last_change
    FROM decision_event
    WHERE ledger_id = $ledger AND decision_index IN (
        SELECT decision_index FROM decision_event
        WHERE ledger_id = $ledger AND entry_index >= $start
        UNION ALL
        SELECT entry_index FROM decision
        WHERE ledger_id = $ledger AND reading_index >= $start
    )
    GROUP BY ALL
) s
WHERE s.ledger_id = decision.ledger_id AND s.decision_index = decision.entry_index;
