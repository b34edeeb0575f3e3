-- Russia as destination, as country of end-use and on the route, and the third countries
-- on the routes; and how checks of the end-use ended.
WITH own AS (
    SELECT d.* FROM decision d JOIN ledger USING (ledger_id)
    WHERE slug = $slug AND d.counted
), checks AS (
    SELECT e.result FROM decision_event e JOIN ledger USING (ledger_id)
    WHERE slug = $slug AND e.event_type = 'end_use_check'
), found AS (
    SELECT 1 AS place, 'destination_ru' AS what,
        count(*) FILTER (destination = 'RU') AS n, count(*) AS n_of FROM own
    UNION ALL
    SELECT 2, 'end_use_ru', count(*) FILTER (end_use_country = 'RU'),
        count(end_use_country) FROM own
    UNION ALL
    SELECT 3, 'route_ru', count(*) FILTER (list_contains(transit_countries, 'RU')),
        count(*) FILTER (len(transit_countries) > 0) FROM own
    UNION ALL
    SELECT 4, 'third_country', count(*) FILTER (
        len(transit_countries) > 0 OR end_use_country IS NOT NULL), count(*) FROM own
    UNION ALL
    SELECT 5, 'check_not_ok', count(*) FILTER (result = 'not_ok'), count(*) FROM checks
    UNION ALL
    SELECT 6, 'check_not_possible', count(*) FILTER (result = 'not_possible'), count(*)
    FROM checks
)
SELECT what, n, n_of FROM found ORDER BY place
