"""The commands of the ledger: ``weegboek ledger``, ``audit`` and ``witness``."""
