"""Builds for the committee: the public tables, and what a vault opened.

Nothing public imports this package (``pyproject.toml`` has the contract).

* ``names``    what sealed fields are called, and how their values read
* ``opening``  opening a vault, and holding what it keeps against its ledger
* ``part``     the tables of a committee build
* ``command``  what ``weegboek build --tier committee`` does
"""
