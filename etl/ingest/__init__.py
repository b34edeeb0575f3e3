"""Ingest: published and native licence data into a ledger, every row accounted for.

* ``mapping``         what the columns and words of a source mean, as data
* ``source``          a file, checked and read as text
* ``cells``, ``codes``, ``places``   one cell into one value: exact, or a fault
* ``conversion``      rows of one licence into positions: pure
* ``assembly``        positions into a decision: pure
* ``reading``         a published file and its side files
* ``native``          a file in the native format, by ``native_columns``
* ``known``           what the ledger holds of a source already
* ``revision``        a later release held against it: pure
* ``plan``            what is to become of each decision
* ``entries``         corrections, and the entry of the run itself
* ``account``         what became of every row
* ``run``             from file to ledger, in one batch
* ``rejection``       why a row was not taken, and the file of such rows
* ``answer``          what the command answers
* ``report``          the report of a run, for people
* ``template``        a template of the native format
* ``describe``        mappings and the native format in words, for the documents
"""
