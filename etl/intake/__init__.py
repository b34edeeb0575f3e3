"""The intake: records from jobs on other machines, over HTTP, each exactly once.

What identifies a batch is the system that sends it and the SHA-256 of its bytes, and
both stand in the ``source`` of every entry that it becomes. So the ledger itself says
which batches it holds: the journal keeps only what is accepted and not published yet,
and what a kill leaves open is found out by reading the ledger, not by guessing.
"""
