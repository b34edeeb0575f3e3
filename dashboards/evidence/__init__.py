"""What readers check for themselves: a ledger's files, proofs, sheets and the kit."""
