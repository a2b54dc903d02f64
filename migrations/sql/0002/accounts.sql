-- Sessions, second factors, one-time links, throttling, and the keys that access tokens are signed with.

ALTER TABLE users ADD COLUMN activated_at timestamptz;
ALTER TABLE users ADD COLUMN deleted_at timestamptz;
UPDATE users SET activated_at = member_since;

CREATE TABLE sessions (
    session_id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id integer NOT NULL,
    client text NOT NULL,
    created_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    last_used_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    expires_at timestamptz NOT NULL,
    two_factor_at timestamptz,
    ended_at timestamptz,
    end_reason text,
    address text,
    agent text,
    CONSTRAINT pk_sessions PRIMARY KEY (session_id),
    CONSTRAINT ck_sessions_client CHECK (client IN ('browser', 'native')),
    CONSTRAINT fk_sessions_user_id_users FOREIGN KEY (user_id) REFERENCES users (user_id) ON DELETE CASCADE
);
CREATE INDEX ix_sessions_user_id ON sessions (user_id);
CREATE INDEX ix_sessions_expires_at ON sessions (expires_at);

CREATE TABLE refresh_tokens (
    token_hash bytea NOT NULL,
    session_id uuid NOT NULL,
    created_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    successor_salt bytea,
    CONSTRAINT pk_refresh_tokens PRIMARY KEY (token_hash),
    CONSTRAINT fk_refresh_tokens_session_id_sessions
        FOREIGN KEY (session_id) REFERENCES sessions (session_id) ON DELETE CASCADE
);
CREATE INDEX ix_refresh_tokens_session_id ON refresh_tokens (session_id);

CREATE TABLE one_time_tokens (
    token_hash bytea NOT NULL,
    purpose text NOT NULL,
    user_id integer,
    created_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    expires_at timestamptz NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    data jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT pk_one_time_tokens PRIMARY KEY (token_hash),
    CONSTRAINT ck_one_time_tokens_purpose
        CHECK (purpose IN ('invitation', 'registration', 'password_reset', 'mail_change', 'login_challenge')),
    CONSTRAINT fk_one_time_tokens_user_id_users FOREIGN KEY (user_id) REFERENCES users (user_id) ON DELETE CASCADE
);
CREATE INDEX ix_one_time_tokens_user_id ON one_time_tokens (user_id);
CREATE INDEX ix_one_time_tokens_expires_at ON one_time_tokens (expires_at);

CREATE TABLE two_factors (
    user_id integer NOT NULL,
    secret text NOT NULL,
    created_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    confirmed_at timestamptz,
    last_step bigint,
    CONSTRAINT pk_two_factors PRIMARY KEY (user_id),
    CONSTRAINT fk_two_factors_user_id_users FOREIGN KEY (user_id) REFERENCES users (user_id) ON DELETE CASCADE
);

CREATE TABLE recovery_codes (
    code_hash bytea NOT NULL,
    user_id integer NOT NULL,
    created_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    used_at timestamptz,
    CONSTRAINT pk_recovery_codes PRIMARY KEY (code_hash),
    CONSTRAINT fk_recovery_codes_user_id_users FOREIGN KEY (user_id) REFERENCES users (user_id) ON DELETE CASCADE
);
CREATE INDEX ix_recovery_codes_user_id ON recovery_codes (user_id);

CREATE TABLE throttles (
    subject text NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    last_failed_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    blocked_until timestamptz DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_throttles PRIMARY KEY (subject),
    CONSTRAINT ck_throttles_failures CHECK (failures >= 0)
);
CREATE INDEX ix_throttles_last_failed_at ON throttles (last_failed_at);

CREATE TABLE signing_keys (
    kid text NOT NULL,
    private_key text NOT NULL,
    created_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    signs_from timestamptz NOT NULL,
    CONSTRAINT pk_signing_keys PRIMARY KEY (kid)
);
