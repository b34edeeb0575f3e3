-- What the intake has accepted, and what became of it.

-- One row: which ledger this is the journal of, and up to which size it was read.
CREATE TABLE IF NOT EXISTS ledger (
    origin TEXT NOT NULL,
    seen INTEGER NOT NULL
) STRICT;

-- A batch is a system and the SHA-256 of what it sent. The body is kept until the batch
-- is published; from then on the ledger has it.
CREATE TABLE IF NOT EXISTS batch (
    place INTEGER PRIMARY KEY AUTOINCREMENT, -- the order of accepting
    system TEXT NOT NULL,
    digest TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('accepted', 'published', 'refused')),
    records INTEGER NOT NULL,
    first_index INTEGER, -- of its first entry, when published
    reason TEXT, -- when refused
    body BLOB, -- when accepted
    UNIQUE (system, digest)
) STRICT;

CREATE INDEX IF NOT EXISTS batch_waiting ON batch (state) WHERE state = 'accepted';

-- The idempotency keys under which batches came in.
CREATE TABLE IF NOT EXISTS idempotency_key (
    system TEXT NOT NULL,
    key TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (system, key)
) STRICT, WITHOUT ROWID;
