-- contract: programs from before do not know a restored journal, and would send keys again

-- What a journal has been since each of its restores. The one that it is now has not
-- ended. epoch is in every answer, fenced_until and fence_to say which keys nobody can know.
-- writes counts SQLite's commits, identity names the place of a PostgreSQL journal.
CREATE TABLE incarnations (
    epoch        BIGINT PRIMARY KEY,
    identity     TEXT   NOT NULL DEFAULT '',
    writes       BIGINT NOT NULL DEFAULT 0,
    restored_at  BIGINT NOT NULL DEFAULT 0,
    reason       TEXT   NOT NULL DEFAULT '',
    fence_from   BIGINT NOT NULL DEFAULT 0,
    fence_to     BIGINT NOT NULL DEFAULT 0,
    fenced_until BIGINT NOT NULL DEFAULT 0,
    accepted_by  TEXT   NOT NULL DEFAULT '',
    accepted_at  BIGINT NOT NULL DEFAULT 0,
    ended_at     BIGINT NOT NULL DEFAULT 0
);
INSERT INTO incarnations (epoch) VALUES (1);

-- Whose fence was lifted, by whom and why; tenant is empty for all.
CREATE TABLE lifted_fences (
    epoch     BIGINT NOT NULL,
    tenant    TEXT   NOT NULL,
    lifted_by TEXT   NOT NULL,
    reason    {{bytes}} NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (epoch, tenant)
);

-- Which programs may use a schema that they do not know: those that know this one.
ALTER TABLE journal_schema ADD COLUMN compatible_from BIGINT NOT NULL DEFAULT 0;
