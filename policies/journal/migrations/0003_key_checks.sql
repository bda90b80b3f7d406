-- By what the keys are known again that values were sealed with.

CREATE TABLE key_checks (
    id       BIGINT PRIMARY KEY,
    value    {{bytes}} NOT NULL,
    noted_at BIGINT  NOT NULL
);

-- How far the database's clock can be trusted, see ages.go: row 1. Row 0 keeps
-- starting replicas one behind the other.

CREATE TABLE ages (
    id    BIGINT PRIMARY KEY,
    seen  BIGINT NOT NULL,
    until BIGINT NOT NULL
);
