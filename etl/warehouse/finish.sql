-- What follows from entries as a whole; run after every load, over everything.

UPDATE framework SET effective_to = s.effective_to
FROM (
    SELECT
        ledger_id, entry_index,
        coalesce(
            valid_to,
            lead(valid_from) OVER (
                PARTITION BY ledger_id, framework_id ORDER BY valid_from, entry_index
            ) - 1
        ) AS effective_to
    FROM framework
) s
WHERE s.ledger_id = framework.ledger_id AND s.entry_index = framework.entry_index;

UPDATE control_list SET effective_to = s.effective_to
FROM (
    SELECT
        ledger_id, entry_index,
        coalesce(
            valid_to,
            lead(valid_from) OVER (
                PARTITION BY ledger_id, list_id ORDER BY valid_from, entry_index
            ) - 1
        ) AS effective_to
    FROM control_list
) s
WHERE s.ledger_id = control_list.ledger_id
    AND s.entry_index = control_list.entry_index;

UPDATE disclosure_rule_version SET effective_to = s.effective_to
FROM (
    SELECT
        ledger_id, entry_index,
        coalesce(
            valid_to,
            lead(valid_from) OVER (
                PARTITION BY ledger_id ORDER BY valid_from, entry_index
            ) - 1
        ) AS effective_to
    FROM disclosure_rule_version
) s
WHERE s.ledger_id = disclosure_rule_version.ledger_id
    AND s.entry_index = disclosure_rule_version.entry_index;

DELETE FROM item;
INSERT INTO item
SELECT DISTINCT code, product_class, category
FROM decision_line
ORDER BY ALL;
