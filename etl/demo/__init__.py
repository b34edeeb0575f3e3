"""The demo: an invented authority whose ledger shows what Weegboek can show.

* ``market``    what is asked: destinations, items, how often
* ``case``      one application and its outcome
* ``weighing``  how it was weighed
* ``summary``   the weighing in words, Dutch and English
* ``life``      what happens to a licence afterwards
* ``timeline``  everything in the order of recording
* ``home``      the ledger, its signer and its warehouse on disk
"""
