-- The audit log's hash chain. Rows are sealed in the order in which a job finds them, not by their key: a key may
-- become visible after a higher one.

CREATE TABLE audit_unsealed (
    audit_id bigint NOT NULL,
    CONSTRAINT pk_audit_unsealed PRIMARY KEY (audit_id)
);
INSERT INTO audit_unsealed SELECT audit_id FROM audit_log;

CREATE TABLE audit_seals (
    position bigint NOT NULL,
    audit_id bigint NOT NULL,
    hash bytea NOT NULL,
    sealed_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_audit_seals PRIMARY KEY (position),
    CONSTRAINT uq_audit_seals_audit_id UNIQUE (audit_id),
    CONSTRAINT fk_audit_seals_audit_id_audit_log FOREIGN KEY (audit_id) REFERENCES audit_log (audit_id)
);

CREATE FUNCTION note_unsealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_unsealed SELECT audit_id FROM came;
    RETURN NULL;
END $$;

CREATE TRIGGER note_unsealed AFTER INSERT ON audit_log
REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION note_unsealed();

CREATE TRIGGER refuse_change_of_audit_seals BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seals
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit_log();
