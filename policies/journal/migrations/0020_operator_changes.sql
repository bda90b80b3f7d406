-- What operators changed, and what they were refused. note is sealed: the reason, and what
-- the target was and became.

CREATE TABLE operator_changes (
    seq        {{sequence}},
    id         TEXT    NOT NULL UNIQUE,
    at         BIGINT  NOT NULL,
    changed_by TEXT    NOT NULL,
    action     TEXT    NOT NULL,
    target     TEXT    NOT NULL,
    result     TEXT    NOT NULL,
    request_id TEXT    NOT NULL,
    note       {{bytes}} NOT NULL
);
CREATE INDEX operator_changes_at ON operator_changes (at);

-- Who made a dry run real, took a file back, or said that a correction was made; empty where
-- nobody did, or an older program wrote it.
ALTER TABLE imports ADD COLUMN applied_by TEXT NOT NULL DEFAULT '';
ALTER TABLE imports ADD COLUMN withdrawn_by TEXT NOT NULL DEFAULT '';
ALTER TABLE corrections ADD COLUMN applied_by TEXT NOT NULL DEFAULT '';

-- Who took back the file that an exception is of, and why; sealed, one value for all of
-- them. It counts before the note.
ALTER TABLE exceptions ADD COLUMN withdrawal {{bytes}};

-- The reason of a state, sealed; reason is empty then. An older program writes reason and
-- leaves this as it is, so reason counts where it is not empty.
ALTER TABLE operator_states ADD COLUMN sealed_reason {{bytes}};
