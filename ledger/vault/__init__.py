"""The vault: what opens the digests of a ledger, sealed to those who may know.

* ``audience_key``  public keys of audiences, and the identities that open
* ``vault_files``   the files of a vault, each line sealed to its audiences
* ``builds``        builds that hold what was opened, and their end
* ``keeper``        the vault's part of an append
* ``opening``       opening, sealing again under another key, taking out
* ``pack``          disclosure packs, and their check against the public ledger
* ``publishing``    what opened a withheld decision, for everyone
* ``erasing``       an erasure: the entry that says so, then the destruction
"""
