"""The demo: an invented authority whose ledger shows what Weegboek can show.

* ``applications`` when applications came in and were decided
* ``market``       what is asked: destinations, items, how often
* ``case``         one application and its outcome
* ``weighing``     how it was weighed
* ``trend``        what weights the goals lean to, and the planted drift
* ``summary``      the weighing in words, Dutch and English
* ``life``         what happens to a licence afterwards
* ``model_case``   the life of the licence that was revoked in part
* ``renewal``      licences that are renewed
* ``planted``      what is planted for analyses to find
* ``books``        what waits, what was recorded, and the manifest of each month
* ``timeline``     everything in the order of recording
* ``home``         the ledger, its signer and its warehouse on disk
"""
