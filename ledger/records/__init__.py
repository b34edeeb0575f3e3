"""What a ledger records: typed, frozen records, one module for each kind.

Every struct declares its fields in alphabetical order and leaves absent values
out, so that its JSON encoding *is* the canonical form of RFC 8785. An absent
optional field always means "not published by the authority"; it never means
zero, no, or none.

* ``authority``      whose ledger this is (entry 0)
* ``framework``      a version of the rules of weighing
* ``control_list``   a version of a list of controlled items
* ``decision``       the act that closes an application, with its ``weighing``
* ``event``          what happened to a decision afterwards
* ``context``        what happened around the decisions; annotation only
* ``ingest_run``     what a run of the ETL read and appended
* ``publication``    what was recorded in a month, and what became of applications
* ``rules``          the invariants that one record can show
* ``schema``         the JSON Schema of each kind
"""
