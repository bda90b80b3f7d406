-- SQLite makes a table of a list of more than two values, each time that a statement looks
-- at a condition with one: more than half of what it cost to write a payment. The same
-- conditions in other words; one that is not found stays as it is, and only costs more.
-- PostgreSQL has no need of them.
{{sqlite}}PRAGMA writable_schema = ON;
{{sqlite}}UPDATE sqlite_schema SET sql = replace(sql, 'state IN (''started'', ''sent'', ''done'', ''lost'')', 'state = ''started'' OR state = ''sent'' OR state = ''done'' OR state = ''lost''') WHERE name = 'idempotency';
{{sqlite}}UPDATE sqlite_schema SET sql = replace(sql, 'state IN (''pending'', ''delivered'', ''dead'')', 'state = ''pending'' OR state = ''delivered'' OR state = ''dead''') WHERE name = 'deliveries';
{{sqlite}}UPDATE sqlite_schema SET sql = replace(sql, 'status IN' || char(10) || '        (''created'', ''submitted'', ''processing'', ''settled'', ''returned'', ''failed'', ''canceled'', ''unknown'')', 'status = ''created'' OR status = ''submitted'' OR status = ''processing'' OR status = ''settled'' OR status = ''returned'' OR status = ''failed'' OR status = ''canceled'' OR status = ''unknown''') WHERE name = 'payments';
{{sqlite}}PRAGMA writable_schema = RESET;

-- Its two statements also tell other connections that the schema is another one. An older
-- program finds what it looks for without payments_finished, only slower.
{{sqlite}}CREATE INDEX payments_ended ON payments (updated_at) WHERE status = 'settled' OR status = 'returned' OR status = 'failed' OR status = 'canceled';
{{sqlite}}DROP INDEX payments_finished;
