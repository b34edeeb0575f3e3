"""Reconciling a warehouse: every row of it computed again from the ledgers.

* ``discrepancy``  one row that is not what the ledger gives
* ``comparison``   two DuckDB files, row by row
* ``run``          a warehouse against the ledgers that it was built from
"""

from etl.reconcile.discrepancy import Discrepancy
from etl.reconcile.run import reconcile

__all__ = ["Discrepancy", "reconcile"]
