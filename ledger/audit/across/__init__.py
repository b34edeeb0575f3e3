"""The rules that need more than one record, judged while entries stream past.

What a worker reads of a bundle it packs into ``facts``; the one pass over them keeps a
few dozen bytes for each entry and judges most of it at the end, part by part, so that
memory stays far below the size of the ledger.

* ``facts``          what is kept of each entry, packed; ``shelves`` puts rows away,
                     ``kept`` is what stays whole
* ``account``        what was found, and how much could not be judged
* ``versions``       versions of frameworks and lists, and when each was in force
* ``frameworks``     what decisions were weighed under (R2, R3)
* ``control_lists``  the lists that their lines cite (R2)
* ``weighings``      both, judged as a decision reads now
* ``life``           the life of one decision as a machine of states (R8)
* ``lives``          all lives: events joined to what they name (R8 to R10)
* ``corrections``    corrections held against what they correct (R7)
* ``manifests``      the monthly heartbeat and the books of applications (R14)
* ``disclosures``    what was published, held against the rules that stood
* ``numbering``      gaps in running numbers (R14)
* ``repeats``        references and texts that stand there more than once (R7, R3)
* ``passing``        the pass over everything
"""
