import typing
from hashlib import sha256

import jsonschema
import msgspec
import pytest
import rfc8785
from msgspec.structs import fields

from ledger.records.record import KINDS, kind_of
from ledger.records.schema import record_schema
from ledger.records.visibility import visibility_map
from tests.ledger.records.sample_records import (
    decision,
    event,
    framework,
    manifest,
    whole_decision,
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


@pytest.mark.parametrize(
    "record", [decision(), whole_decision(), event(), framework(), manifest()]
)
def test_the_encoding_of_a_record_is_canonical_json(record: typing.Any) -> None:
    encoded = msgspec.json.encode(record)
    assert encoded == rfc8785.dumps(msgspec.json.decode(encoded))


@pytest.mark.parametrize(
    "record", [decision(), whole_decision(), event(), framework(), manifest()]
)
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


@pytest.mark.parametrize(
    ("record", "digest"),
    [
        (
            decision(),
            "a452de28e112c7fff043e55e7f49f5b6ae85e2df10be164cd21426b7a2383685",
        ),
        (event(), "dae34be4983aa76b6cefb5f750ccd231ce83ee471202d1eaa693500f1ebd2c8f"),
        (
            framework(),
            "f3dc7c787f17cc139ae1280e72eff5baea4b117565d9d848defacc34af02bebe",
        ),
        (
            manifest(),
            "3c4f9cdbca98ae5c008759f6e1545e07d6f0fee1161fb8a8a7540ef03a1cdca6",
        ),
    ],
    ids=["decision", "event", "framework", "manifest"],
)
def test_fields_that_were_added_leave_the_bytes_of_older_records_alone(
    record: typing.Any, digest: str
) -> None:
    assert sha256(msgspec.json.encode(record)).hexdigest() == digest


def test_the_schema_marks_what_is_not_public() -> None:
    schema = msgspec.to_builtins(record_schema("licence_decision"))
    properties = schema["$defs"]["LicenceDecision"]["properties"]
    marked = {
        name: shape["x-visibility"]
        for name, shape in properties.items()
        if "x-visibility" in shape
    }
    assert marked == {
        path: visibility
        for path, visibility in visibility_map(KINDS["licence_decision"]).items()
        if "." not in path and visibility != "public"
    }
    assert marked["exporter"] == "committee"
    assert marked["classified_sources"] == "classified"
