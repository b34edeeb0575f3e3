"""With what a build was made."""

from typing import NamedTuple

from etl.warehouse.connection import Connection


class BuildStamp(NamedTuple):
    """What a build depends on beside its ledgers.

    Attributes:
        code_lists: SHA-256 over the code lists, in hexadecimal.
        schema: Version of the tables and of the loading code.
    """

    code_lists: str
    schema: int


def build_stamp(connection: Connection) -> BuildStamp:
    """Return with what the build was made."""
    (row,) = connection.execute(
        "SELECT code_lists, schema_version FROM build"
    ).fetchall()
    return BuildStamp._make(row)
