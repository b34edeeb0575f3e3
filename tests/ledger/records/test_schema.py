import typing

import jsonschema
import msgspec
import pytest
import rfc8785
from msgspec.structs import fields

from ledger.records.record import KINDS, kind_of
from ledger.records.schema import record_schema
from tests.ledger.records.sample_records import (
    decision,
    event,
    framework,
    manifest,
)


def structs_within(kind: type) -> set[type]:
    found = {kind}
    pending = list(typing.get_type_hints(kind).values())
    while pending:
        hint = pending.pop()
        if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
            if hint not in found:
                found.add(hint)
                pending += typing.get_type_hints(hint).values()
        else:
            pending += typing.get_args(hint)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_fields_are_declared_in_the_order_of_canonical_json(kind: str) -> None:
    for struct in structs_within(KINDS[kind]):
        names = [field.encode_name for field in fields(struct)]
        assert names == sorted(names), struct


@pytest.mark.parametrize("record", [decision(), event(), framework(), manifest()])
def test_the_encoding_of_a_record_is_canonical_json(record: typing.Any) -> None:
    encoded = msgspec.json.encode(record)
    assert encoded == rfc8785.dumps(msgspec.json.decode(encoded))


@pytest.mark.parametrize("record", [decision(), event(), framework(), manifest()])
def test_a_sound_record_fits_the_generated_schema(record: typing.Any) -> None:
    schema = msgspec.to_builtins(record_schema(kind_of(record)))
    jsonschema.Draft202012Validator(schema).validate(
        msgspec.json.decode(msgspec.json.encode(record))
    )


def test_a_record_with_an_unknown_field_does_not_fit_the_schema() -> None:
    schema = msgspec.to_builtins(record_schema("licence_decision"))
    instance = msgspec.json.decode(msgspec.json.encode(decision()))
    instance["exporter"] = "someone"
    assert not jsonschema.Draft202012Validator(schema).is_valid(instance)
