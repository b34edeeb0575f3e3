"""The rules that need more than one record, judged while entries stream past.

What a worker reads of a bundle it packs into ``facts``; the one pass over them keeps a
few dozen bytes for each entry and judges most of it at the end, part by part, so that
memory stays far below the size of the ledger.

* ``facts``       what is kept of each entry, packed
* ``weighings``   frameworks and control lists in force (R2, R3)
* ``lives``       the life of each decision (R8 to R10), and its corrections
* ``manifests``   the monthly heartbeat and the books of applications (R14)
* ``repeats``     references and texts that stand there more than once
* ``numbering``   gaps in running numbers
* ``passing``     the pass over everything
"""
