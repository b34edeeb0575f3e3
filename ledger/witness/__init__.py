"""Witnesses: those who vouch that a ledger shows everyone the same history.

A witness keeps, of each ledger that it knows, the largest checkpoint that it has
seen. It cosigns a new one only with a proof that the old one is its beginning
(c2sp.org/tlog-witness). Whoever asks for the cosignatures of several witnesses
knows that no two of them were shown two histories.

* ``request``  a checkpoint with its proof of consistency: one file, one POST
* ``cosigner`` the witness: its keys, the ledgers that it knows, what it has seen
* ``server``   the witness over HTTP
* ``client``   asking witnesses, and what came of it
"""
