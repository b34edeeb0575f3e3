"""The warehouse: DuckDB files built from verified ledgers, and their reader.

A build is a pure function of the ledgers up to their checkpoints, the code lists
and this code. It can be thrown away and made again.

* ``schema.sql``   the tables, a comment on each column
* ``load``         entries of a ledger into the tables, chunk by chunk
* ``cubes.sql``    the counts behind the charts
* ``build``        one new file from ledgers that verify, then ``CURRENT.json``
* ``reader``       read-only connections on the current build
* ``describe``     the tables as ``docs/DATA.md``
"""
