-- The same payments, asked for in another way: from a list of more than two SQLite builds a
-- table, at each write of a payment.
DROP INDEX payments_finished;
CREATE INDEX payments_finished ON payments (updated_at)
    WHERE status = 'settled' OR status = 'returned' OR status = 'failed' OR status = 'canceled';
