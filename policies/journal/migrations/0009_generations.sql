-- Configurations that were put into service, oldest first. content is the text, sealed;
-- secrets stand in it as references. file_hash is that of the file that it was made from.

CREATE TABLE generations (
    generation  BIGINT NOT NULL PRIMARY KEY,
    hash        TEXT NOT NULL,
    file_hash   TEXT NOT NULL,
    content     {{bytes}} NOT NULL,
    since       BIGINT NOT NULL,
    changed_by  TEXT NOT NULL,
    cause       TEXT NOT NULL,
    rolled_back BIGINT NOT NULL
);

-- The newest rollout of each route. plan is sealed; revision counts its changes. Only
-- who holds the lease moves it on.
CREATE TABLE rollouts (
    route       TEXT NOT NULL PRIMARY KEY,
    revision    BIGINT NOT NULL,
    plan        {{bytes}} NOT NULL,
    owner       TEXT NOT NULL,
    lease_until BIGINT NOT NULL
);
