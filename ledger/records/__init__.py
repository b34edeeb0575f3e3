"""What a ledger records: typed, frozen records, one module for each kind.

Every struct declares its fields in alphabetical order and leaves absent values
out, so that its JSON encoding *is* the canonical form of RFC 8785. An absent
optional field always means "not published by the authority"; it never means
zero, no, or none.

* ``access``         what a reader was given to read of what is not public
* ``authority``      whose ledger this is (entry 0)
* ``framework``      a version of the rules of weighing
* ``control_list``   a version of a list of controlled items
* ``concordance``    where an item as decided stands in the lists of today
* ``version_diff``   what differs between two versions of a framework or a list
* ``decision``       the act that closes an application, with its ``weighing``
* ``confidential``   what a decision holds for the committee
* ``event``          what happened to a decision afterwards
* ``context``        what happened around the decisions; annotation only
* ``erasure``        what opened an entry was destroyed, and on what ground
* ``ingest_run``     what a run of the ETL read and appended
* ``publication``    what was recorded in a month, and what became of applications
* ``table_release``  what is released of withheld decisions, with cells suppressed
* ``rules``          the invariants that one record can show
* ``visibility``     who may see a field; what is confidential is refused in clear
* ``sealable``       what of a record can be sealed, and the rule on its digests
* ``schema``         the JSON Schema of each kind
* ``bare``           the same types without patterns, to read very many records
"""
