-- The rows of the readings of decisions in a piece. A list that is not there is empty.

INSERT INTO decision BY NAME
SELECT
    ledger_id, entry_index, reading_index, r.decision_ref,
    decided_first, decided_last,
    date_trunc('month', decided_first) AS month_first,
    date_trunc('month', decided_last) AS month_last,
    r.outcome, d.outcome_group,
    status_as_decided(d.outcome_group) AS status,
    r.excluded_from_statistics IS NULL AS counted,
    r.destination, d.items.class_set, d.items.product_classes, d.items.codes,
    r.destination_group, r.end_use_country, r.origin_country,
    coalesce(r.transit_countries, []) AS transit_countries,
    r.authorisation_type, r.transfer_kind, r.export_mode, r.end_use, r.end_user_type,
    r.application_received_in, r.processing_days, r.clock_stopped_days,
    net_days,
    is_in_time(net_days) AS within_norm,
    r.handled_by, r.decided_by, r.countersigned, r.denial_checked_on,
    r.valid_from, r.valid_to,
    r.value.currency, r.value.minor, r.value_basis, r.value_band,
    r.disclosure.rule AS disclosure_rule, r.disclosure.rule_id AS disclosure_rule_id,
    r.disclosure.embargo_until,
    coalesce(r.disclosure.grounds, []) AS disclosure_grounds,
    r.excluded_from_statistics, r.retrospective,
    coalesce(r.legal_basis, []) AS legal_basis,
    r.annex_commitment,
    coalesce([one.field FOR one IN r.withholding], []) AS withheld_fields,
    coalesce(len(r.refusal_grounds), 0) > 0 AS has_ground,
    r.weighing_status, r.framework_applies,
    d.framework.entry_index AS framework_index, d.framework.framework_id,
    d.framework.version AS framework_version, w.method_version,
    coalesce([one.code FOR one IN w.goals IF one.weight = 'decisive'], [])
        AS decisive_goals,
    w.summary.nl AS summary_nl, w.summary.en AS summary_en,
    w.override.by AS override_by, w.override.on AS override_on,
    w.override.reason.nl AS override_reason_nl,
    w.override.reason.en AS override_reason_en,
    0 AS events,
    d.search_text
FROM (
    SELECT
        *,
        -- A day, or the interval that holds it, as JSON.
        CAST(if(day[1] = '{', day->>'first', day) AS DATE) AS decided_first,
        CAST(if(day[1] = '{', day->>'last', day) AS DATE) AS decided_last
    FROM (
        SELECT
            ledger_id, entry_index, reading_index, derived AS d, decision.record AS r,
            decision.record.weighing AS w,
            decision.record.decided_on AS day,
            decision.record.processing_days
                - coalesce(decision.record.clock_stopped_days, 0) AS net_days
        FROM piece WHERE decision IS NOT NULL
    )
);

INSERT INTO decision_line BY NAME
SELECT
    ledger_id, entry_index, line.line_no, line.code,
    class.product_class, class.category, class.item_group,
    line.list_id, line.list_version, line.outcome, line.item_class, line.process_step,
    line.count AS item_count, line.value.currency, line.value.minor
FROM (
    SELECT
        ledger_id, entry_index, unnest(decision.record.lines) AS line,
        unnest(derived.items.classes) AS class
    FROM piece
);

INSERT INTO finding BY NAME
SELECT
    ledger_id, entry_index, aspect_kind, position, found.code, found.finding,
    found.weight, direction_of(found.finding) AS direction,
    coalesce(found.considerations, []) AS considerations
FROM (
    SELECT
        ledger_id, entry_index, 'criterion' AS aspect_kind,
        unnest(decision.record.weighing.criteria) AS found,
        generate_subscripts(decision.record.weighing.criteria, 1) AS position
    FROM piece
    UNION ALL
    SELECT
        ledger_id, entry_index, 'art15',
        unnest(decision.record.weighing.art15),
        generate_subscripts(decision.record.weighing.art15, 1)
    FROM piece
    UNION ALL
    SELECT
        ledger_id, entry_index, 'goal',
        unnest([
            {
                'code': one.code, 'considerations': NULL,
                'finding': one.finding, 'weight': one.weight
            }
            FOR one IN decision.record.weighing.goals
        ]),
        generate_subscripts(decision.record.weighing.goals, 1)
    FROM piece
);

INSERT INTO refusal_ground BY NAME
SELECT
    ledger_id, entry_index, unnest(decision.record.refusal_grounds) AS ground,
    generate_subscripts(decision.record.refusal_grounds, 1) AS position
FROM piece;

INSERT INTO condition BY NAME
SELECT
    ledger_id, entry_index, unnest(decision.record.conditions) AS condition_type,
    generate_subscripts(decision.record.conditions, 1) AS position
FROM piece;

INSERT INTO decision_source BY NAME
SELECT
    ledger_id, entry_index, position, source.kind AS source_kind, source.title,
    source.published_on, source.reference, source.url
FROM (
    SELECT
        ledger_id, entry_index, unnest(decision.record.sources) AS source,
        generate_subscripts(decision.record.sources, 1) AS position
    FROM piece
);

INSERT INTO withheld_field BY NAME
SELECT ledger_id, entry_index, one.field, unnest(one.grounds) AS ground
FROM (
    SELECT ledger_id, entry_index, unnest(decision.record.withholding) AS one
    FROM piece
);
