from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from dashboards.remembered import Memory, remembering

Asked = list[str]


class Counting:
    """A connection that keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: Asked = []
        self._connection = duckdb.connect()

    def execute(self, statement: str, parameters: Any) -> Any:
        self.asked.append(statement)
        return self._connection.execute(statement, parameters)

    def close(self) -> None:
        self._connection.close()


@pytest.fixture
def asked_of() -> Iterator[Counting]:
    made = Counting()
    yield made
    made.close()


def test_the_same_question_is_asked_once(asked_of: Counting) -> None:
    connection = remembering(asked_of, Memory())  # type: ignore[arg-type]
    for _ in range(2):
        found = connection.execute("SELECT $n AS n", {"n": 7})
        assert found.description[0][0] == "n"
        assert found.fetchall() == [(7,)]
    assert len(asked_of.asked) == 1


def test_other_parameters_are_another_question(asked_of: Counting) -> None:
    connection = remembering(asked_of, Memory())  # type: ignore[arg-type]
    given: list[Any] = [1, "1", True, [1], None]
    for value in given:
        connection.execute("SELECT $n", {"n": value})
    assert len(asked_of.asked) == len(given)


def test_what_a_caller_does_to_rows_changes_no_other_answer(asked_of: Counting) -> None:
    connection = remembering(asked_of, Memory())  # type: ignore[arg-type]
    connection.execute("SELECT 1").fetchall().clear()
    assert connection.execute("SELECT 1").fetchall() == [(1,)]


def test_the_oldest_is_forgotten_when_there_is_no_room(asked_of: Counting) -> None:
    connection = remembering(asked_of, Memory(most=4))  # type: ignore[arg-type]
    for statement in ("SELECT 1", "SELECT 2", "SELECT 3", "SELECT 3", "SELECT 1"):
        connection.execute(statement)
    assert asked_of.asked == ["SELECT 1", "SELECT 2", "SELECT 3", "SELECT 1"]


def test_an_answer_larger_than_all_room_is_not_kept(asked_of: Counting) -> None:
    connection = remembering(asked_of, Memory(most=4))  # type: ignore[arg-type]
    for _ in range(2):
        assert len(connection.execute("SELECT * FROM range(9)").fetchall()) == 9
    assert len(asked_of.asked) == 2


def test_a_list_takes_the_room_of_what_is_in_it(asked_of: Counting) -> None:
    connection = remembering(asked_of, Memory(most=50))  # type: ignore[arg-type]
    for _ in range(2):
        connection.execute("SELECT range(100) AS many", {}).fetchall()
        connection.execute("SELECT range(10) AS few", {}).fetchall()
    assert [one[:20] for one in asked_of.asked] == [
        "SELECT range(100) AS",
        "SELECT range(10) AS ",
        "SELECT range(100) AS",
    ]
