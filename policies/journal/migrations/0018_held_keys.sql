-- The keys that the fence of a restore holds up, so that one can be named: digest is a keyed one
-- of the caller's key, scope what the caller meant by it, record its row in idempotency.
-- lifted_in is the epoch in which the fence was lifted for it, by whom and why.
CREATE TABLE held_keys (
    scope     {{bytes}} PRIMARY KEY,
    digest    {{bytes}} NOT NULL,
    record    {{bytes}} NOT NULL,
    lifted_in BIGINT NOT NULL DEFAULT 0,
    lifted_by TEXT   NOT NULL DEFAULT '',
    reason    {{bytes}},
    at        BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX held_keys_digest ON held_keys (digest);
