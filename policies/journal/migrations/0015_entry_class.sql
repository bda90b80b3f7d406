-- What a return is held against; empty for payments from before, and for other rails.

ALTER TABLE payments ADD COLUMN sec_code     TEXT NOT NULL DEFAULT '';
ALTER TABLE payments ADD COLUMN effective_on TEXT NOT NULL DEFAULT '';
