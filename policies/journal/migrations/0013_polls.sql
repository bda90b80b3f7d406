-- compatible from: 11

-- When the vendor is asked next what became of a payment. misses counts answers in a row
-- that it knows none.
CREATE TABLE payment_polls (
    payment     BIGINT PRIMARY KEY REFERENCES payments (seq) ON DELETE CASCADE,
    connection  TEXT   NOT NULL,
    next_at     BIGINT NOT NULL,
    attempts    BIGINT NOT NULL DEFAULT 0,
    misses      BIGINT NOT NULL DEFAULT 0,
    lease_owner TEXT   NOT NULL DEFAULT '',
    lease_until BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX payment_polls_due ON payment_polls (connection, next_at);

-- A proposal may come from a poll now, and of no file: its import_id is empty then.
CREATE TABLE proposals_of_any (
    seq        {{sequence}},
    id         TEXT    NOT NULL UNIQUE,
    import_id  TEXT    NOT NULL,
    entry_no   BIGINT  NOT NULL,
    connection TEXT    NOT NULL,
    tenant     TEXT    NOT NULL,
    payment_id TEXT    NOT NULL,
    kind       TEXT    NOT NULL CHECK (kind IN ('moved', 'moved_group', 'absent', 'ambiguous', 'weak')),
    state      TEXT    NOT NULL CHECK (state IN ('dry', 'open', 'accepted', 'rejected')),
    suggests   TEXT    NOT NULL,
    score      BIGINT  NOT NULL,
    rivals     BIGINT  NOT NULL,
    group_id   TEXT    NOT NULL,
    detail     {{bytes}} NOT NULL,
    created_at BIGINT  NOT NULL,
    updated_at BIGINT  NOT NULL
);
INSERT INTO proposals_of_any (id, import_id, entry_no, connection, tenant, payment_id, kind, state, suggests, score, rivals,
    group_id, detail, created_at, updated_at)
SELECT id, import_id, entry_no, connection, tenant, payment_id, kind, state, suggests, score, rivals,
    group_id, detail, created_at, updated_at FROM proposals ORDER BY seq;
DROP TABLE proposals;
ALTER TABLE proposals_of_any RENAME TO proposals;
CREATE UNIQUE INDEX proposals_once ON proposals (import_id, entry_no, payment_id);
CREATE INDEX proposals_payment ON proposals (payment_id);
CREATE INDEX proposals_open ON proposals (seq) WHERE state = 'open';
CREATE INDEX proposals_group ON proposals (group_id) WHERE group_id <> '';
