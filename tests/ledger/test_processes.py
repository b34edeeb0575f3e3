import os
from collections.abc import Iterator

import pytest

from ledger.processes import Workers


def doubled(number: int) -> int:
    return 2 * number


def where(_: int) -> int:
    return os.getpid()


def refusing(number: int) -> int:
    if number == 3:
        raise ValueError(number)
    return number


@pytest.mark.parametrize("processes", [1, 2])
def test_results_come_in_the_order_of_the_pieces(processes: int) -> None:
    with Workers(processes, worth=4) as workers:
        assert list(workers.map(doubled, range(40))) == list(range(0, 80, 2))
        assert list(workers.map(doubled, range(3))) == [0, 2, 4]


def test_processes_are_started_only_for_enough_pieces() -> None:
    with Workers(2, worth=4) as workers:
        assert set(workers.map(where, range(3))) == {os.getpid()}
        assert os.getpid() not in set(workers.map(where, range(8)))


def test_pieces_are_taken_only_as_far_as_there_is_room() -> None:
    taken: list[int] = []

    def pieces() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    with Workers(2, worth=4) as workers:
        next(workers.map(doubled, pieces()))
        assert len(taken) < 20


def test_an_error_in_a_piece_comes_where_its_result_would() -> None:
    with Workers(2, worth=2) as workers:
        results = workers.map(refusing, range(8))
        assert [next(results) for _ in range(3)] == [0, 1, 2]
        with pytest.raises(ValueError, match="3"):
            next(results)
