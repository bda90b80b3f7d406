-- Files about money, what their entries said, and what people decided about it.
-- Who sees other tenants makes other things of the same file, hence an import of it.
-- A file itself is never kept, and no entry holds a name or an account number.

CREATE TABLE imports (
    seq               {{sequence}},
    id                TEXT    NOT NULL UNIQUE,
    connection        TEXT    NOT NULL,
    sha256            {{bytes}} NOT NULL,
    format            TEXT    NOT NULL,
    mapping           TEXT    NOT NULL,
    state             TEXT    NOT NULL CHECK (state IN
        ('reading', 'matched', 'applied', 'dry', 'partial', 'refused', 'withdrawn')),
    dry_run           BIGINT  NOT NULL,
    author            TEXT    NOT NULL,
    tenants           TEXT    NOT NULL,
    name              {{bytes}} NOT NULL,
    coverage_from     BIGINT  NOT NULL,
    coverage_to       BIGINT  NOT NULL,
    coverage_complete BIGINT  NOT NULL,
    summary           TEXT    NOT NULL,
    created_at        BIGINT  NOT NULL,
    updated_at        BIGINT  NOT NULL
);
CREATE UNIQUE INDEX imports_file ON imports (connection, sha256, tenants) WHERE state NOT IN ('refused', 'withdrawn');
CREATE INDEX imports_unfinished ON imports (seq) WHERE state IN ('reading', 'matched');

-- An entry is live when it counts: not in a dry run, and not twice.
CREATE TABLE import_entries (
    import_id   TEXT    NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    no          BIGINT  NOT NULL,
    connection  TEXT    NOT NULL,
    digest      {{bytes}} NOT NULL,
    occurrence  BIGINT  NOT NULL,
    live        BIGINT  NOT NULL DEFAULT 0,
    kind        TEXT    NOT NULL,
    status      TEXT    NOT NULL,
    direction   TEXT    NOT NULL,
    amount      TEXT    NOT NULL,
    currency    TEXT    NOT NULL,
    occurred_on TEXT    NOT NULL,
    settled_on  TEXT    NOT NULL,
    code        TEXT    NOT NULL,
    last4       TEXT    NOT NULL,
    payment_id  TEXT    NOT NULL,
    result      TEXT    NOT NULL,
    sealed      {{bytes}} NOT NULL,
    corrected   {{bytes}},
    PRIMARY KEY (import_id, no)
);
CREATE UNIQUE INDEX import_entries_once ON import_entries (connection, digest, occurrence) WHERE live = 1;
CREATE INDEX import_entries_corrected ON import_entries (import_id) WHERE corrected IS NOT NULL;
CREATE INDEX import_entries_payment ON import_entries (payment_id, import_id, no) WHERE payment_id <> '';

CREATE TABLE proposals (
    seq        {{sequence}},
    id         TEXT    NOT NULL UNIQUE,
    import_id  TEXT    NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
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
CREATE UNIQUE INDEX proposals_once ON proposals (import_id, entry_no, payment_id);
CREATE INDEX proposals_payment ON proposals (payment_id);
CREATE INDEX proposals_open ON proposals (seq) WHERE state = 'open';
CREATE INDEX proposals_group ON proposals (group_id) WHERE group_id <> '';

CREATE TABLE resolutions (
    seq        {{sequence}},
    id         TEXT    NOT NULL UNIQUE,
    kind       TEXT    NOT NULL CHECK (kind IN ('resolve', 'correct')),
    state      TEXT    NOT NULL CHECK (state IN ('awaiting_approval', 'approved', 'applied', 'rejected', 'expired')),
    status     TEXT    NOT NULL,
    author     TEXT    NOT NULL,
    approver   TEXT    NOT NULL,
    note       {{bytes}} NOT NULL,
    count      BIGINT  NOT NULL,
    total      TEXT    NOT NULL,
    currency   TEXT    NOT NULL,
    created_at BIGINT  NOT NULL,
    expires_at BIGINT  NOT NULL,
    updated_at BIGINT  NOT NULL
);
CREATE INDEX resolutions_open ON resolutions (seq) WHERE state IN ('awaiting_approval', 'approved');

CREATE TABLE resolution_items (
    resolution_id TEXT   NOT NULL REFERENCES resolutions (id) ON DELETE CASCADE,
    no            BIGINT NOT NULL,
    payment_id    TEXT   NOT NULL,
    tenant        TEXT   NOT NULL,
    proposal_id   TEXT   NOT NULL,
    was           TEXT   NOT NULL,
    status        TEXT   NOT NULL,
    result        TEXT   NOT NULL CHECK (result IN ('pending', 'applied', 'skipped')),
    why           TEXT   NOT NULL,
    PRIMARY KEY (resolution_id, no)
);
CREATE INDEX resolution_items_payment ON resolution_items (payment_id) WHERE result = 'pending';

CREATE TABLE exceptions (
    seq        {{sequence}},
    id         TEXT    NOT NULL UNIQUE,
    kind       TEXT    NOT NULL,
    state      TEXT    NOT NULL CHECK (state IN ('open', 'closed')),
    connection TEXT    NOT NULL,
    tenant     TEXT    NOT NULL,
    payment_id TEXT    NOT NULL,
    import_id  TEXT    NOT NULL,
    entry_no   BIGINT  NOT NULL,
    note       {{bytes}} NOT NULL,
    created_at BIGINT  NOT NULL,
    updated_at BIGINT  NOT NULL
);
CREATE UNIQUE INDEX exceptions_once ON exceptions (import_id, entry_no, kind);
CREATE INDEX exceptions_open ON exceptions (seq) WHERE state = 'open';

CREATE TABLE corrections (
    seq        {{sequence}},
    id         TEXT    NOT NULL UNIQUE,
    state      TEXT    NOT NULL CHECK (state IN ('open', 'applied', 'expired')),
    connection TEXT    NOT NULL,
    tenant     TEXT    NOT NULL,
    payment_id TEXT    NOT NULL,
    import_id  TEXT    NOT NULL,
    entry_no   BIGINT  NOT NULL,
    code       TEXT    NOT NULL,
    due_on     TEXT    NOT NULL,
    corrected  {{bytes}},
    created_at BIGINT  NOT NULL,
    updated_at BIGINT  NOT NULL
);
CREATE UNIQUE INDEX corrections_once ON corrections (import_id, entry_no);
CREATE INDEX corrections_open ON corrections (seq) WHERE state = 'open';
