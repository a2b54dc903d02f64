DROP SCHEMA import_staging CASCADE;
DROP TRIGGER forget_imported_customer ON customers;
DROP FUNCTION forget_imported_customer;
DROP TABLE import_changes, import_chunks;
ALTER TABLE import_runs
    DROP COLUMN prepared_at, DROP COLUMN judged_at, DROP COLUMN mapping, DROP COLUMN header,
    DROP COLUMN rejects_blob, DROP COLUMN undone_at;

-- An enum's values cannot be taken back: the type is made anew without them.
UPDATE import_runs SET state = 'failed' WHERE state IN ('cancelled', 'undone');
ALTER TYPE import_run_state_enum RENAME TO import_run_state_enum_0006;
CREATE TYPE import_run_state_enum AS ENUM ('waiting', 'running', 'done', 'failed');
ALTER TABLE import_runs ALTER COLUMN state DROP DEFAULT;
ALTER TABLE import_runs ALTER COLUMN state TYPE import_run_state_enum USING state::text::import_run_state_enum;
ALTER TABLE import_runs ALTER COLUMN state SET DEFAULT 'waiting';
DROP TYPE import_run_state_enum_0006;
