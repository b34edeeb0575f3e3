-- The entries of a piece, as they stand in their ledger.
INSERT INTO entry BY NAME
SELECT
    ledger_id, entry_index, head.kind, leaf_hash,
    head._prev AS previous_hash, head.recorded_at,
    derived.content_hash,
    head.source.batch AS source_batch, head.source.key AS source_key,
    head.source.system AS source_system, raw
FROM (
    SELECT *, coalesce(
        other,
        if(decision IS NULL, NULL, {
            'kind': decision.kind, '_prev': decision._prev,
            'recorded_at': decision.recorded_at, 'source': decision.source
        })
    ) AS head
    FROM piece
);
