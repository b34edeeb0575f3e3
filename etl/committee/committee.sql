-- The tables that only builds for the committee have (etl.committee).

-- Confidential fields that were opened, each verified against the digest in its entry.
CREATE TABLE opened_field (
    ledger_id SMALLINT NOT NULL, -- Ledger of the entry.
    entry_index BIGINT NOT NULL, -- Index of the entry that holds the digest.
    leaf_hash VARCHAR NOT NULL, -- Leaf hash of that entry, the same for every reader.
    field VARCHAR NOT NULL, -- Path of the field, as the disclosure names it.
    value VARCHAR NOT NULL, -- Its value, as JSON.
    items VARCHAR[] NOT NULL, -- Of a field with a value for each item of a list: what the items are called.
    disclosure VARCHAR NOT NULL -- The text whose digest the entry holds (RFC 9901).
);

-- Entries that hold digests, and what the key of this build opened of them.
CREATE TABLE sealed_entry (
    ledger_id SMALLINT NOT NULL, -- Ledger of the entry.
    entry_index BIGINT NOT NULL, -- Index of the entry.
    leaf_hash VARCHAR NOT NULL, -- Its leaf hash.
    digests BIGINT NOT NULL, -- Digests that it holds, decoys included.
    opened BIGINT NOT NULL, -- Fields that were opened.
    kept BOOLEAN NOT NULL -- Whether the vault keeps anything of it for the key of this build.
);

-- What opened fields and their parts are called, and how their values read.
CREATE TABLE sealed_name (
    path VARCHAR NOT NULL, -- Path of the field or of a part of it.
    name_nl VARCHAR NOT NULL, -- Name in Dutch.
    name_en VARCHAR NOT NULL, -- Name in English.
    shape VARCHAR NOT NULL, -- How the value reads: day, days, yes_no, country, money, text, whole, plain, parts, or the vocabulary of its words.
    position INTEGER NOT NULL -- Place among all, from 1.
);
