"""Exports: the answer of a view as files that can be checked against a ledger.

Each file carries a manifest: which ledger and checkpoint, which view, which filters,
and the digest of its rows. The same manifest on the same ledger gives the same rows.

* ``manifest``    what a file says about itself
* ``answer``      the answer of a view, with its manifest: what every format writes
* ``formats``     the formats: how each writes an answer and reads its own files
* ``recompute``   an answer anew, from a ledger
* ``difference``  what in a file is not what the ledger gives
"""
