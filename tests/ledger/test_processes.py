import os
from collections.abc import Iterator

import pytest

from ledger.errors import FormatError, ProcessError
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


def malformed(number: int) -> int:
    raise FormatError("piece", str(number))  # it cannot be sent: it takes two words


def test_an_error_that_cannot_be_sent_is_told_all_the_same() -> None:
    with (
        Workers(2, worth=2) as workers,
        pytest.raises(ProcessError, match="FormatError: malformed piece: 0"),
    ):
        list(workers.map(malformed, range(8)))


def ending(number: int) -> int:
    if number == 3:
        os._exit(9)
    return number


def test_a_process_that_ends_early_is_an_error_and_others_can_be_started() -> None:
    with Workers(2, worth=2) as workers:
        with pytest.raises(ProcessError, match="ended with 9"):
            list(workers.map(ending, range(8)))
        assert list(workers.map(doubled, range(4))) == [0, 2, 4, 6]


def large(number: int) -> bytes:
    return bytes([number]) * 3_000_000


def test_pieces_and_results_that_no_pipe_holds_pass_it() -> None:
    with Workers(2, worth=2) as workers:
        given = [bytes(2_000_000)] * 6
        assert list(workers.map(len, given)) == [2_000_000] * 6
        assert [made[0] for made in workers.map(large, range(6))] == [*range(6)]


def test_what_was_begun_and_not_asked_for_does_not_come_later() -> None:
    with Workers(2, worth=2) as workers:
        results = workers.map(large, range(6))
        next(results)
        results.close()  # type: ignore[attr-defined] # it is a generator
        assert list(workers.map(doubled, range(4))) == [0, 2, 4, 6]
