-- Questions of the kind `custom`, saved under a name.
CREATE TABLE report_definitions (
    definition_id bigint GENERATED ALWAYS AS IDENTITY,
    owner_id integer NOT NULL,
    name text NOT NULL,
    question jsonb NOT NULL,
    charts jsonb,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT pk_report_definitions PRIMARY KEY (definition_id),
    CONSTRAINT uq_report_definitions_owner_id_name UNIQUE (owner_id, name),
    CONSTRAINT fk_report_definitions_owner_id_users FOREIGN KEY (owner_id) REFERENCES users (user_id)
);

-- The time inside all files that are made of one version of the data on one business day, so that they are the same.
CREATE TABLE report_readings (
    kind text NOT NULL,
    version text NOT NULL,
    business_day date NOT NULL,
    read_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_report_readings PRIMARY KEY (kind, version, business_day)
);
