import pickle
from typing import Annotated, Any

import msgspec
import pytest
from msgspec import Meta

from ledger.records.bare import bare, check_texts
from ledger.records.record import KINDS
from ledger.records.values import Code, Country, Value


class Inner(Value, frozen=True, kw_only=True):
    code: Code
    places: tuple[Country, ...] = ()


class Outer(Value, frozen=True, kw_only=True):
    inner: Inner | None = None
    inners: Annotated[tuple[Inner, ...], Meta(max_length=3)] = ()
    name: Annotated[str, Meta(min_length=2, pattern="^[a-z]*$")] | None = None
    number: Annotated[int, Meta(ge=1)] = 1


def checked(text: bytes) -> Any:
    value = msgspec.json.decode(text, type=bare(Outer))
    check_texts(Outer, [value])
    return value


@pytest.mark.parametrize("kind", KINDS)
def test_a_bare_type_has_no_pattern_and_all_else(kind: str) -> None:
    def shape(form: Any) -> dict[str, Any]:
        _, components = msgspec.json.schema_components([form])
        return {
            name: {field: without_pattern(what) for field, what in one.items()}
            for name, one in components.items()
        }

    def without_pattern(what: Any) -> Any:
        if isinstance(what, dict):
            kept = {key: without_pattern(one) for key, one in what.items()}
            if kept.pop("pattern", None) is not None:
                return {"type": "string"}
            return {key: one for key, one in kept.items() if key != "description"}
        return (
            [without_pattern(one) for one in what] if isinstance(what, list) else what
        )

    form = KINDS[kind]
    assert issubclass(bare(form), form)
    bare_shape = shape(bare(form))
    assert "pattern" not in str(bare_shape)
    assert {name: one["required"] for name, one in bare_shape.items()} == {
        name: one["required"] for name, one in shape(form).items()
    }
    for name, one in shape(form).items():
        assert bare_shape[name]["properties"] == one["properties"], name


@pytest.mark.parametrize(
    "text",
    [
        b'{"inner":{"code":"not a code"}}',
        b'{"inner":{"code":""}}',
        b'{"inner":{"code":"a","places":["NL","nl"]}}',
        b'{"inners":[{"code":"a"},{"code":"a","places":["NL","BE","B"]}]}',
        b'{"inners":[{"code":"a"},{"code":"a"},{"code":"a"},{"code":"a"}]}',
        b'{"name":"x"}',
        b'{"name":"Xx"}',
        b'{"name":""}',
        b'{"number":0}',
        b'{"other":1}',
    ],
)
def test_what_the_type_refuses_is_refused(text: bytes) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(text, type=Outer)
    with pytest.raises(msgspec.ValidationError):
        checked(text)


@pytest.mark.parametrize(
    "text",
    [
        b"{}",
        b'{"inner":{"code":"a"}}',
        b'{"inners":[{"code":"a"},{"code":"b","places":["NL"]}],"name":"xy"}',
    ],
)
def test_what_the_type_takes_is_taken(text: bytes) -> None:
    assert msgspec.json.encode(checked(text)) == text


def test_texts_that_could_not_be_told_apart_are_not_let_through() -> None:
    class Either(Value, frozen=True, kw_only=True):
        one: Inner | Code

    with pytest.raises(TypeError, match="told apart"):
        check_texts(Either, [])


def test_a_bare_record_comes_back_whole_from_another_process() -> None:
    value = checked(b'{"inner":{"code":"a","places":["NL"]},"name":"ab"}')
    again = pickle.loads(pickle.dumps(value))  # noqa: S301 - made here
    assert again == value
    assert type(again) is type(value)
