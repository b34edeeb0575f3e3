"""Ingest: published licence data into a ledger, every row accounted for.

* ``mapping``     what the columns of a source mean, as data
* ``source``      the file itself, checked and read
* ``conversion``  rows of one licence into one decision: pure
* ``rejection``   why a row was not taken
* ``run``         from file to ledger, with the account of rows
"""
