ALTER TABLE mail_outbox DROP COLUMN content, DROP COLUMN claimed_at,
    ADD COLUMN text_body text DEFAULT '' NOT NULL, ADD COLUMN html_body text;
ALTER TABLE mail_outbox ALTER COLUMN text_body DROP DEFAULT;
DROP TRIGGER note_unsealed ON audit_log;
DROP FUNCTION note_unsealed;
DROP TABLE audit_seals, audit_unsealed;
DROP TABLE signing_keys, throttles, recovery_codes, two_factors, one_time_tokens, refresh_tokens, sessions;
ALTER TABLE users DROP COLUMN deleted_at, DROP COLUMN activated_at;
