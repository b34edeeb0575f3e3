from struct import Struct

import pytest

from ledger.audit.across import shelves
from ledger.audit.across.shelves import PARTS, Shelves

ROW = Struct("<16sQ")


def row(number: int) -> bytes:
    return ROW.pack(bytes([number * 7 % 256]) * 16, number)


@pytest.mark.parametrize("kept", [1_000, 10_000_000], ids=["in a file", "in memory"])
def test_rows_come_back_from_their_part_in_the_order_in_which_they_came(
    kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "_KEPT", kept)
    away = Shelves(ROW)
    rows = [row(number) for number in range(20_000)]
    away.put(b"".join(rows[:9_001]))
    assert next(away.part(0))[1] == 0
    away.put(bytearray(b"".join(rows[9_001:])))
    expected: list[list[tuple[bytes, int]]] = [[] for _ in range(PARTS)]
    for one in rows:
        expected[one[0] % PARTS].append(ROW.unpack(one))
    assert [list(away.part(number)) for number in range(PARTS)] == expected
