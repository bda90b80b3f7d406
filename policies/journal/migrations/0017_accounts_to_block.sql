-- The bank accounts of payments that came back, or whose bank told a change. A payment to
-- an account looks here first, and nearly always finds nothing. Whether the payment blocks
-- its account today is in its row.
CREATE TABLE account_blocks (
    digest  {{bytes}} NOT NULL,
    payment BIGINT  NOT NULL REFERENCES payments (seq) ON DELETE CASCADE,
    PRIMARY KEY (digest, payment)
) {{clustered}};
CREATE INDEX account_blocks_payment ON account_blocks (payment);
CREATE INDEX payments_change ON payments (seq) WHERE change_code <> '';
