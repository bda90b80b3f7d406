-- What lists and look-ups of payments need beside the sealed body.

ALTER TABLE payments ADD COLUMN direction   TEXT NOT NULL DEFAULT '';
ALTER TABLE payments ADD COLUMN settled_on  TEXT NOT NULL DEFAULT '';
ALTER TABLE payments ADD COLUMN returned_on TEXT NOT NULL DEFAULT '';
ALTER TABLE payments ADD COLUMN return_code TEXT NOT NULL DEFAULT '';
ALTER TABLE payments ADD COLUMN change_code TEXT NOT NULL DEFAULT '';
ALTER TABLE payments ADD COLUMN basis       TEXT NOT NULL DEFAULT '';
CREATE INDEX payments_updated ON payments (tenant, updated_at, id);
CREATE INDEX payments_connection ON payments (connection, status, seq);
CREATE INDEX payments_unfilled ON payments (seq) WHERE direction = '';
CREATE INDEX payments_return ON payments (return_code, seq) WHERE return_code <> '';

-- Empty: from before the source was noted.
ALTER TABLE payment_history ADD COLUMN source TEXT NOT NULL DEFAULT '';

-- The blind index, see paymentkeys.go.

CREATE TABLE payment_keys (
    digest     {{bytes}} NOT NULL,
    payment    BIGINT  NOT NULL REFERENCES payments (seq) ON DELETE CASCADE,
    connection TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    PRIMARY KEY (digest, payment)
) {{clustered}};
CREATE INDEX payment_keys_payment ON payment_keys (payment);

-- The secret of the index, sealed: row 1. It stays when the keys are rotated.

CREATE TABLE match_keys (
    id    BIGINT  PRIMARY KEY,
    value {{bytes}} NOT NULL
);
