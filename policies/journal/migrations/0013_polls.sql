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
