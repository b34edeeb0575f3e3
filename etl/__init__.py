"""From sources to records, from records to the ledger, from there to DuckDB."""
