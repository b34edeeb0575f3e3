from pathlib import Path

from etl.ingest.report import prune_reports
from ledger.durable import Disk


def test_the_newest_reports_stay_and_nothing_else_goes(tmp_path: Path) -> None:
    names = [f"ingest-202601{day:02}T020000Z-{'ab' * 6}.html" for day in range(1, 8)]
    others = ["notes.html", "ingest-.html", f"{names[0]}.gz", f"x{names[0]}"]
    for name in [*names, *others]:
        (tmp_path / name).write_text("")
    (tmp_path / names[0].replace("0101", "0001")).mkdir()
    assert prune_reports(tmp_path, 3, Disk()) == 4
    left = {path.name for path in tmp_path.iterdir() if path.is_file()}
    assert left == {*names[-3:], *others}
    assert prune_reports(tmp_path, 3, Disk()) == 0
