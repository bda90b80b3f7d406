-- Which record a caller's own id of a person means, at each connection. person is
-- a keyed hash; a row without a record is held for a customer that is being created.

CREATE TABLE customer_references (
    person     {{bytes}} NOT NULL,
    connection TEXT    NOT NULL,
    vendor     TEXT    NOT NULL,
    record     {{bytes}},
    made_by    TEXT    NOT NULL,
    owner      TEXT    NOT NULL,
    held_until BIGINT  NOT NULL,
    created_at BIGINT  NOT NULL,
    PRIMARY KEY (person, connection)
);
CREATE INDEX customer_references_held ON customer_references (held_until) WHERE record IS NULL;

-- By what the key of the hashes is known again.

CREATE TABLE reference_key (
    id    BIGINT PRIMARY KEY,
    value {{bytes}} NOT NULL
);
