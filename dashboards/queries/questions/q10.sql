-- Twelve months before and from 7 October 2022, for destination China and for all others.
-- Two numbers beside each other: no cause is claimed.
WITH own AS (
    SELECT d.outcome_group,
        if(d.destination = 'CN', 'china', 'elsewhere') AS what,
        if(d.decided_first < DATE '2022-10-07', 'before', 'after') AS period_is
    FROM decision d JOIN ledger USING (ledger_id)
    WHERE slug = $slug AND d.counted AND d.decided_first = d.decided_last
        AND d.decided_first >= DATE '2021-10-07' AND d.decided_first < DATE '2023-10-07'
),
china AS (
    SELECT count(*) FILTER (period_is = 'before') AS before,
        count(*) FILTER (period_is = 'after') AS after,
        count(*) FILTER (period_is = 'before' AND outcome_group = 'refused') AS before_no,
        count(*) FILTER (period_is = 'after' AND outcome_group = 'refused') AS after_no
    FROM own WHERE what = 'china'
)
SELECT what, period_is,
    count(*) AS decisions,
    count(*) FILTER (outcome_group = 'granted') AS granted,
    count(*) AS granted_of,
    count(*) FILTER (outcome_group = 'refused') AS refused,
    count(*) AS refused_of,
    any_value(china.before) AS all_before,
    any_value(china.after) AS all_after,
    any_value(china.before_no) AS all_refused_before,
    any_value(china.before) AS all_refused_before_of,
    any_value(china.after_no) AS all_refused_after,
    any_value(china.after) AS all_refused_after_of
FROM own, china GROUP BY what, period_is ORDER BY what, period_is DESC
