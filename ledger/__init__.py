"""An append-only ledger of decisions that anyone can verify.

A *ledger* is a directory of static files in the layout of C2SP tlog-tiles. Its
*entries* are canonical JSON, each naming the leaf hash of the entry before it,
so one hash per entry serves both the hash chain and the Merkle tree. A signed
*checkpoint* fixes the size and the root. ``docs/FORMAT.md`` is byte-exact.

* ``errors``      the tree of errors
* ``tree``        RFC 6962 hashes, roots and proofs
* ``tiles``       the layout of files, and the framing of entry bundles
* ``note``        signed notes; ``keys`` what signs and verifies them
* ``checkpoint``  origin, size and root
* ``policy``      the keys that a verifier pins
* ``records``     what entries hold; ``entry`` an entry's exact bytes
* ``durable``     writes that survive a crash; ``lock`` one writer at a time
* ``signer``      the owner's keys and the last checkpoint they signed
* ``store``       create and append, by way of a ``batch``; ``reader`` read
* ``write_behind``  write the files of a batch while the next are being made
* ``processes``   many at a time; ``heap`` what they keep of the memory they free
* ``pool``        one checkpoint for many who submit at the same time
* ``audit``       walk a ledger and yield every finding
* ``intake``      records as lines of a file; ``search`` find one entry again
* ``cli``         the commands, which speak by way of ``terminal``
"""
