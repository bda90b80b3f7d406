-- Times are microseconds since 1970. Columns of type {{bytes}} are sealed or
-- digests, see doc.go. {{sequence}} is a key that grows with every row.

CREATE TABLE idempotency (
    scope       {{bytes}} PRIMARY KEY,
    tenant      TEXT    NOT NULL,
    operation   TEXT    NOT NULL,
    fingerprint {{bytes}} NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('started', 'sent', 'done', 'lost')),
    owner       TEXT    NOT NULL,
    connection  TEXT    NOT NULL DEFAULT '',
    generation  BIGINT  NOT NULL DEFAULT 0,
    payment_id  TEXT    NOT NULL DEFAULT '',
    answer      {{bytes}},
    lease_until BIGINT  NOT NULL,
    created_at  BIGINT  NOT NULL,
    updated_at  BIGINT  NOT NULL,
    expires_at  BIGINT  NOT NULL
);
CREATE INDEX idempotency_unanswered ON idempotency (state, lease_until) WHERE state IN ('sent', 'lost');
CREATE INDEX idempotency_expiry ON idempotency (expires_at);

CREATE TABLE payments (
    seq        {{sequence}},
    id         TEXT    NOT NULL UNIQUE,
    tenant     TEXT    NOT NULL,
    connection TEXT    NOT NULL,
    customer   TEXT    NOT NULL,
    status     TEXT    NOT NULL CHECK (status IN
        ('created', 'submitted', 'processing', 'settled', 'returned', 'failed', 'canceled', 'unknown')),
    amount     TEXT    NOT NULL,
    currency   TEXT    NOT NULL,
    body       {{bytes}} NOT NULL,
    generation BIGINT  NOT NULL,
    created_at BIGINT  NOT NULL,
    updated_at BIGINT  NOT NULL
);
CREATE INDEX payments_tenant ON payments (tenant, seq);
CREATE INDEX payments_customer ON payments (tenant, customer, seq);
CREATE INDEX payments_unknown ON payments (seq) WHERE status = 'unknown';

CREATE TABLE payment_history (
    seq        {{sequence}},
    payment_id TEXT    NOT NULL REFERENCES payments (id) ON DELETE CASCADE,
    status     TEXT    NOT NULL,
    at         BIGINT  NOT NULL,
    note       {{bytes}} NOT NULL
);
CREATE INDEX payment_history_payment ON payment_history (payment_id, seq);

CREATE TABLE events (
    seq        {{sequence}},
    id         TEXT    NOT NULL UNIQUE,
    type       TEXT    NOT NULL,
    subject    TEXT    NOT NULL,
    tenant     TEXT    NOT NULL,
    connection TEXT    NOT NULL,
    time       BIGINT  NOT NULL,
    data       {{bytes}} NOT NULL,
    created_at BIGINT  NOT NULL
);
CREATE INDEX events_created ON events (created_at);

CREATE TABLE deliveries (
    event_seq   BIGINT NOT NULL REFERENCES events (seq) ON DELETE CASCADE,
    subscriber  TEXT   NOT NULL,
    subject     TEXT   NOT NULL,
    state       TEXT   NOT NULL CHECK (state IN ('pending', 'delivered', 'dead')),
    attempts    BIGINT NOT NULL DEFAULT 0,
    owner       TEXT   NOT NULL DEFAULT '',
    lease_until BIGINT NOT NULL DEFAULT 0,
    next_at     BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL,
    PRIMARY KEY (event_seq, subscriber)
);
CREATE INDEX deliveries_due ON deliveries (subscriber, next_at, event_seq) WHERE state = 'pending';
CREATE INDEX deliveries_order ON deliveries (subscriber, subject, event_seq) WHERE state = 'pending';
CREATE INDEX deliveries_lease ON deliveries (owner) WHERE owner <> '';
CREATE INDEX deliveries_dead ON deliveries (subscriber) WHERE state = 'dead';

CREATE TABLE last_seen (
    key        {{bytes}} PRIMARY KEY,
    state      {{bytes}} NOT NULL,
    updated_at BIGINT  NOT NULL
);

CREATE TABLE probe (
    id BIGINT PRIMARY KEY,
    at BIGINT NOT NULL
);
