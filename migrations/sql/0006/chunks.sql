-- Runs that land by chunks, each in a transaction of its own, and what undoing one needs.

ALTER TYPE import_run_state_enum ADD VALUE 'cancelled';
ALTER TYPE import_run_state_enum ADD VALUE 'undone';

ALTER TABLE import_runs
    ADD COLUMN prepared_at timestamptz,
    ADD COLUMN judged_at timestamptz,
    ADD COLUMN mapping jsonb,
    ADD COLUMN header jsonb,
    ADD COLUMN rejects_blob text,
    ADD COLUMN undone_at timestamptz;

CREATE TABLE import_chunks (
    chunk_id bigint GENERATED ALWAYS AS IDENTITY,
    run_id bigint NOT NULL,
    phase integer NOT NULL,
    place integer NOT NULL,
    kind text NOT NULL,
    about text,
    first bigint NOT NULL,
    last bigint NOT NULL,
    lines bigint DEFAULT 0 NOT NULL,
    inserted bigint DEFAULT 0 NOT NULL,
    updated bigint DEFAULT 0 NOT NULL,
    unchanged bigint DEFAULT 0 NOT NULL,
    notes jsonb DEFAULT '{}'::jsonb NOT NULL,
    made jsonb DEFAULT '[]'::jsonb NOT NULL,
    landed_at timestamptz,
    CONSTRAINT pk_import_chunks PRIMARY KEY (chunk_id),
    CONSTRAINT uq_import_chunks_run_id_phase_place UNIQUE (run_id, phase, place),
    CONSTRAINT fk_import_chunks_run_id_import_runs FOREIGN KEY (run_id) REFERENCES import_runs ON DELETE CASCADE
);

CREATE TABLE import_changes (
    change_id bigint GENERATED ALWAYS AS IDENTITY,
    run_id bigint NOT NULL,
    table_name text NOT NULL,
    row_id bigint NOT NULL,
    version integer,
    deleted boolean DEFAULT false NOT NULL,
    old jsonb NOT NULL,
    CONSTRAINT pk_import_changes PRIMARY KEY (change_id),
    CONSTRAINT fk_import_changes_run_id_import_runs FOREIGN KEY (run_id) REFERENCES import_runs ON DELETE CASCADE
);
CREATE INDEX ix_import_changes_run_id ON import_changes (run_id);
CREATE INDEX ix_import_changes_table_name_row_id ON import_changes (table_name, row_id);

-- Whoever is deleted here is not kept in what an import replaced.
CREATE FUNCTION forget_imported_customer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM import_changes WHERE table_name = 'customers' AND row_id = NEW.customer_id;
    RETURN NULL;
END $$;

CREATE TRIGGER forget_imported_customer AFTER UPDATE OF is_account_deleted ON customers
FOR EACH ROW WHEN (NEW.is_account_deleted AND NOT OLD.is_account_deleted) EXECUTE FUNCTION forget_imported_customer();

-- Lines of files while they are being imported: one table per run, unlogged, made and dropped by the application, which
-- may create tables here and nowhere else. After a crash of the server they are empty, and so is `present`: a run that
-- is not in it reads its file again.
CREATE SCHEMA import_staging;
CREATE UNLOGGED TABLE import_staging.present (run_id bigint PRIMARY KEY);
