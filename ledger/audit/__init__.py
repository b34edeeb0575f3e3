"""The audit: everything that can be wrong with a ledger, found without trust.

An audit needs the ledger's files and the keys that the auditor pinned before.
It never stops at the first thing it finds.
"""

from ledger.audit.finding import AuditResult, Finding
from ledger.audit.run import MOST_ENTRIES, audit

__all__ = ["MOST_ENTRIES", "AuditResult", "Finding", "audit"]
