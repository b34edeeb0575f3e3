"""Rows whose decision may not be disclosed by the rules that the ledger records."""

from datetime import date
from pathlib import Path

import msgspec
import polars as pl
import pytest
from msgspec.structs import replace

from etl.ingest.template import rows_of
from ledger.records.decision import Disclosure, LicenceDecision
from ledger.records.disclosure_rule import DisclosureRuleVersion, ListRule
from ledger.records.values import Text
from ledger.signer import load_signer
from ledger.store import Ledger
from tests.etl.ingest.place import Place
from tests.ledger.ledgers import TickingClock
from tests.ledger.records.sample_records import decision

RULES = DisclosureRuleVersion(
    lists=(ListRule(grounds=("woo_5_1_1_c",), list_id="NL", rule="withhold"),),
    rule_id="rules_1",
    summary=Text(nl="De nationale lijst wordt onthouden."),
    title=Text(nl="Onthouden"),
    valid_from=date(2022, 3, 1),
)


def on(ref: str, list_id: str, day: date, **changes: object) -> LicenceDecision:
    plain = replace(
        decision(),
        decided_on=day,
        decision_ref=ref,
        framework_applies=None,
        lines=tuple(replace(one, list_id=list_id) for one in decision().lines),
        valid_from=None,
        valid_to=None,
        weighing=None,
        weighing_status="not_published",
    )
    return replace(plain, **changes)


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_rows_are_disclosed_or_rejected_by_the_rules_of_their_day(
    tmp_path: Path, form: str
) -> None:
    place = Place(tmp_path, country="NL", mapping="native")
    ledger = Ledger.open(place.ledger, load_signer(place.signer), TickingClock())
    with ledger.appending() as batch:
        batch.append(RULES)
    given = (
        on("before", "NL", date(2022, 2, 28)),
        on("listed", "EU_ANNEX_I", date(2022, 3, 4)),
        on("national", "NL", date(2022, 3, 4)),
        on(
            "stated",
            "NL",
            date(2022, 3, 5),
            disclosure=Disclosure(rule="disclose", rule_id="rules_1"),
        ),
    )
    file = tmp_path / f"rows.{form}"
    if form == "csv":
        rows = [row for one in given for row in rows_of(one)]
        pl.DataFrame(rows, infer_schema_length=None).write_csv(file)
    else:
        file.write_bytes(msgspec.json.Encoder().encode_lines(given))
    account = place.account(file)
    kept = {one.decision_ref: one.disclosure for one in place.decisions()}
    assert kept == {
        "before": None,
        "listed": Disclosure(rule="disclose", rule_id="rules_1"),
        "stated": Disclosure(rule="disclose", rule_id="rules_1"),
    }
    assert account["rules"] == {"disclosure_rule": 1}
    assert place.account(file)["appended"] == 0
