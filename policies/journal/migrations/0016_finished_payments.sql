-- For the deletion of payments by their age: it looks at all that have ended.
CREATE INDEX payments_finished ON payments (updated_at) WHERE status IN ('settled', 'returned', 'failed', 'canceled');
