"""Trusted time: what an authority that is not the owner says was there, and when.

A time-stamping authority (RFC 3161) signs the hash of a checkpoint's text together
with its own time. Kept beside the ledger, such a token shows to whoever pins the
authority's root certificate that the entries under the checkpoint were there by
that time, and lets an audit notice what was dated otherwise.

Checking a token needs the package ``rfc3161-client`` (extra ``time``), which is
imported only then.
"""
