-- A mail may hold a link that opens an account, so what waits here is sealed, and erased once it is sent.
-- `claimed_at` is set, and committed, before a mail is handed over, so that a crash in between never sends it twice.

DELETE FROM mail_outbox WHERE sent_at IS NULL;
ALTER TABLE mail_outbox
    DROP COLUMN text_body, DROP COLUMN html_body,
    ADD COLUMN content text, ADD COLUMN claimed_at timestamptz;
