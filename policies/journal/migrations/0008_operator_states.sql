-- What operators want of connections and of single breakers. operation is empty
-- for a connection itself; until is 0 where nothing but an operator ends it.

CREATE TABLE operator_states (
    connection TEXT NOT NULL,
    operation  TEXT NOT NULL,
    state      TEXT NOT NULL,
    reason     TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    since      BIGINT NOT NULL,
    until      BIGINT NOT NULL,
    PRIMARY KEY (connection, operation)
);
