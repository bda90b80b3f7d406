-- For payments to a bank account whose bank told a change that nobody made in time.
CREATE INDEX corrections_payment ON corrections (payment_id);
