"""What only the committee's tier has: who is let in, what they see, what is recorded.

* ``provider``       the OpenID provider: its addresses and its keys
* ``token``          a token that proves who a reader is
* ``access_log``     the ledger of who read what
* ``gate``           what stands before the application and lets in nobody by default
* ``opened``         the opened fields of a decision, from a committee build
* ``opened_fields``  how a page shows them
* ``withheld``       the page of a withheld decision, and the list of them
* ``tier``           all of it, as the application takes it
* ``serving``        making it from what the command is given
"""
