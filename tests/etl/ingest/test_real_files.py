"""Every real file beside the checkout: accounted for, found again, audited, built."""

from pathlib import Path

import polars as pl
import pytest

from etl.warehouse.build import build_warehouse
from etl.warehouse.verified import LedgerInput
from ledger.records.decision import LicenceDecision
from ledger.records.values import Interval
from tests.etl.ingest.place import SHARED, Place
from tests.etl.ingest.real_files import jobs, run, table_row

DOCUMENT = Path(__file__).parents[3] / "docs" / "SOURCES.md"
MILLIONS = {2014: 836, 2015: 1_730, 2016: 1_235, 2017: 450, 2018: 408, 2019: 408}


@pytest.mark.real
@pytest.mark.skipif(not SHARED.exists(), reason="the real files are not beside this")
@pytest.mark.parametrize("country", ["GB", "CH"])
def test_every_real_file_goes_in_once_and_every_row_is_accounted_for(
    tmp_path: Path, country: str
) -> None:
    place = Place(tmp_path / "place", country=country)
    known = DOCUMENT.read_text("utf-8")
    for job in jobs(country):
        account = run(place, job)
        assert table_row(job, account) in known, table_row(job, account)
        assert account["corrected"] == 0
        assert account["disappeared"] == []
        again = run(place, job)
        assert (again["appended"], again["corrected"], again["run_ref"]) == (0, 0, None)
        assert again["explained"] == account["appended"] + account["explained"]
        assert again["rejected"] == account["rejected"]
    assert place.verified()
    given = LedgerInput(reader=place.reader, policy=place.policy)
    build_warehouse(tmp_path / "warehouse", [given])
    if country == "CH":
        check_values(place)
        check_nothing_leaked(place)


def check_values(place: Place) -> None:
    """The values of a year, as summed from the cells of the files by other means."""
    millions: dict[int, float] = {}
    for record in place.records():
        if isinstance(record, LicenceDecision) and record.value is not None:
            assert record.value.currency == "CHF"
            if record.decision_ref.startswith("CH-E-"):
                on = record.decided_on
                year = on.first.year if isinstance(on, Interval) else on.year
                millions[year] = millions.get(year, 0) + record.value.minor / 1e8
    assert {year: round(sum_) for year, sum_ in millions.items()} == MILLIONS


def check_nothing_leaked(place: Place) -> None:
    """The source has an institution where a country should stand."""
    written = [path.read_text("utf-8") for path in place.path.glob("*.rejects.csv")]
    entries = b"".join(place.reader.entries(0, place.size)).decode()
    assert not any("University" in text for text in (*written, entries))


@pytest.mark.real
@pytest.mark.skipif(not SHARED.exists(), reason="the real files are not beside this")
def test_an_earlier_release_of_the_british_file_is_recognised(tmp_path: Path) -> None:
    """The file as it may have been before: less, renamed, renumbered, unsorted, and
    with twenty values that were corrected since."""
    (job,) = jobs("GB")
    place = Place(tmp_path / "place")
    values = pl.read_csv(job.file, infer_schema=False)
    grounds = pl.read_csv(job.sides["grounds"], infer_schema=False)
    groups = sorted(values.get_column("licence_group").unique(), key=int, reverse=True)
    numbers = {group: str(10**6 + place) for place, group in enumerate(groups)}
    earlier = values.filter(pl.col("date") < "2015-01-01").with_columns(
        pl.col("country").replace("South Korea", "Korea, South"),
        pl.col("licence_group").replace(numbers),
    )
    earlier = earlier.sample(fraction=1, shuffle=True, seed=1).with_row_index()
    granted = earlier.filter(pl.col("refused") == "0")
    odd = granted.sample(20, seed=2).get_column("index").implode()
    changed = (pl.col("value").cast(pl.Int64, strict=False) + 1).cast(pl.String)
    earlier.with_columns(
        pl.when(pl.col("index").is_in(odd))
        .then(changed)
        .otherwise(pl.col("value"))
        .alias("value")
    ).drop("index").write_csv(place.path / "earlier.csv")
    grounds.with_columns(pl.col("licence_group").replace(numbers)).write_csv(
        place.path / "grounds.csv"
    )
    account = place.account(
        place.path / "earlier.csv", f"--side=grounds={place.path / 'grounds.csv'}"
    )
    assert (account["read"], account["rejected"]) == (92_776, 0)
    account = run(place, job)
    assert (account["corrections"], account["decisions"]) == (20, 2_276)
    assert (account["rejected"], account["disappeared"]) == (0, [])
    assert place.verified()
