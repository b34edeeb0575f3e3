"""The connection that queries run on."""

from typing import TypeAlias

from duckdb import DuckDBPyConnection

Connection: TypeAlias = DuckDBPyConnection
"""A DuckDB connection or a cursor on one; each thread uses its own."""
