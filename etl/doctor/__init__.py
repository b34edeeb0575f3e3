"""Examining an installation: whether the next run will do what it should.

Nothing is changed, and nothing is repaired: each check says what it saw and what to do.
Whether the ledger is sound is for ``weegboek audit`` to say.
"""
