"""Statistical disclosure control: tables of withheld decisions that give nobody away.

* ``case``         a withheld decision as it is counted, and the cells of tables
* ``sensitivity``  primary rules: threshold, least frequency, p%, dominance
* ``system``       what readers know, as linear equations
* ``suppression``  secondary suppression, by linear programming
* ``released``     a release as its readers have it
* ``release``      the next release of a year, given the earlier ones
* ``attack``       how closely a reader can bound a cell, given everything released
* ``withheld``     the withheld decisions of a ledger, opened with its vault
* ``entries``      a release as entries of the ledger
* ``gate``         the attack on a release before it is one
* ``book``         what a ledger tells everybody that bears on tables
* ``parameters``   the parameters, out of their files
* ``command``      the command ``weegboek release``
"""
