-- Notifications that were taken and could be sent again while their signature is
-- recent enough.

CREATE TABLE notifications (
    key        {{bytes}} PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
CREATE INDEX notifications_expiry ON notifications (expires_at);
