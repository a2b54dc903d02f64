-- What an answer was made of, for its ETag: every statement that may change a table appends a row, a job adds the rows
-- up, and the version of a table is the sum of both. What readers see only grows, so the sum names the state.
-- (One counter row would make all writers wait for each other; a sequence runs ahead of the commits.)
CREATE TABLE data_changes (
    topic text NOT NULL,
    changes bigint NOT NULL
)
WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

CREATE TABLE data_versions (
    topic text NOT NULL,
    changes bigint NOT NULL,
    CONSTRAINT pk_data_versions PRIMARY KEY (topic)
);

CREATE FUNCTION note_data_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO data_changes (topic, changes) VALUES (TG_TABLE_NAME, 1);
    RETURN NULL;
END $$;
