-- Where the routes sent a key first, and the record there.

CREATE TABLE routed_keys (
    scope      {{bytes}} PRIMARY KEY,
    connection TEXT    NOT NULL,
    record     {{bytes}} NOT NULL,
    expires_at BIGINT  NOT NULL
);
CREATE INDEX routed_keys_expiry ON routed_keys (expires_at);
