"""The JSON Schema of each kind of record, generated from the types.

The schema says what one record looks like; the rules of ``ledger.records.rules``
say more than a schema can.
"""

from typing import Any

import msgspec

from ledger.records.record import KINDS


def record_schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the records of one kind.

    Raises:
        KeyError: There is no such kind.
    """
    schema = msgspec.json.schema(KINDS[kind])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
