-- Tables beside the document's: what feeds report, rankings, imports, reports, and what every module leaves behind.

CREATE TYPE import_source_kind_enum AS ENUM ('blob_folder', 'upload');
CREATE TYPE import_run_state_enum AS ENUM ('waiting', 'running', 'done', 'failed');
CREATE TYPE report_format_enum AS ENUM ('xlsx', 'pdf', 'csv');
CREATE TYPE report_state_enum AS ENUM ('queued', 'rendering', 'ready', 'failed', 'cancelled');

CREATE TABLE influencer_metrics (
    metric_id bigint GENERATED ALWAYS AS IDENTITY,
    influencer_id integer NOT NULL,
    campaign_id integer,
    day date NOT NULL,
    source text NOT NULL,
    external_ref text DEFAULT '' NOT NULL,
    impressions bigint DEFAULT 0 NOT NULL,
    clicks bigint DEFAULT 0 NOT NULL,
    likes bigint DEFAULT 0 NOT NULL,
    comments bigint DEFAULT 0 NOT NULL,
    shares bigint DEFAULT 0 NOT NULL,
    saves bigint DEFAULT 0 NOT NULL,
    conversions bigint DEFAULT 0 NOT NULL,
    spend numeric(12, 2) DEFAULT 0 NOT NULL,
    revenue numeric(12, 2) DEFAULT 0 NOT NULL,
    CONSTRAINT pk_influencer_metrics PRIMARY KEY (metric_id),
    CONSTRAINT uq_influencer_metrics_report
        UNIQUE NULLS NOT DISTINCT (influencer_id, campaign_id, day, source, external_ref),
    CONSTRAINT ck_influencer_metrics_impressions CHECK (impressions >= 0),
    CONSTRAINT ck_influencer_metrics_clicks CHECK (clicks >= 0),
    CONSTRAINT ck_influencer_metrics_likes CHECK (likes >= 0),
    CONSTRAINT ck_influencer_metrics_comments CHECK (comments >= 0),
    CONSTRAINT ck_influencer_metrics_shares CHECK (shares >= 0),
    CONSTRAINT ck_influencer_metrics_saves CHECK (saves >= 0),
    CONSTRAINT ck_influencer_metrics_conversions CHECK (conversions >= 0),
    CONSTRAINT ck_influencer_metrics_spend CHECK (spend >= 0),
    CONSTRAINT ck_influencer_metrics_revenue CHECK (revenue >= 0),
    CONSTRAINT fk_influencer_metrics_influencer_id_influencers
        FOREIGN KEY (influencer_id) REFERENCES influencers (influencer_id) ON DELETE CASCADE,
    CONSTRAINT fk_influencer_metrics_campaign_id_campaigns
        FOREIGN KEY (campaign_id) REFERENCES campaigns (campaign_id) ON DELETE CASCADE
);
CREATE INDEX ix_influencer_metrics_campaign_id ON influencer_metrics (campaign_id);
CREATE INDEX ix_influencer_metrics_day ON influencer_metrics (day);

CREATE TABLE influencer_snapshots (
    influencer_id integer NOT NULL,
    day date NOT NULL,
    source text NOT NULL,
    followers bigint NOT NULL,
    engagement_rate double precision,
    CONSTRAINT pk_influencer_snapshots PRIMARY KEY (influencer_id, day, source),
    CONSTRAINT ck_influencer_snapshots_followers CHECK (followers >= 0),
    CONSTRAINT fk_influencer_snapshots_influencer_id_influencers
        FOREIGN KEY (influencer_id) REFERENCES influencers (influencer_id) ON DELETE CASCADE
);

CREATE TABLE influencer_rankings (
    as_of date NOT NULL,
    window_slug text NOT NULL,
    influencer_id integer NOT NULL,
    position integer NOT NULL,
    state text NOT NULL,
    score double precision,
    metrics jsonb NOT NULL,
    computed_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_influencer_rankings PRIMARY KEY (as_of, window_slug, influencer_id),
    CONSTRAINT ck_influencer_rankings_position CHECK (position >= 1),
    CONSTRAINT fk_influencer_rankings_influencer_id_influencers
        FOREIGN KEY (influencer_id) REFERENCES influencers (influencer_id) ON DELETE CASCADE
);
CREATE INDEX ix_influencer_rankings_influencer_id_window_slug_as_of ON influencer_rankings (influencer_id, window_slug, as_of);

CREATE TABLE import_sources (
    source_id serial NOT NULL,
    slug text NOT NULL,
    kind import_source_kind_enum NOT NULL,
    enabled boolean DEFAULT true NOT NULL,
    schedule text,
    mapping jsonb NOT NULL,
    namespace text NOT NULL,
    owner_id integer NOT NULL,
    created_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    last_pulled_at timestamptz,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT pk_import_sources PRIMARY KEY (source_id),
    CONSTRAINT ck_import_sources_slug CHECK (slug ~ '^[a-z0-9-]{1,60}$'),
    CONSTRAINT uq_import_sources_slug UNIQUE (slug),
    CONSTRAINT fk_import_sources_owner_id_users FOREIGN KEY (owner_id) REFERENCES users (user_id)
);
CREATE INDEX ix_import_sources_owner_id ON import_sources (owner_id);

CREATE TABLE import_runs (
    run_id bigint GENERATED ALWAYS AS IDENTITY,
    source_id integer NOT NULL,
    blob_name text,
    blob_etag text,
    file_name text,
    file_sha256 text,
    state import_run_state_enum DEFAULT 'waiting' NOT NULL,
    progress double precision DEFAULT 0 NOT NULL,
    rows_read bigint DEFAULT 0 NOT NULL,
    rows_inserted bigint DEFAULT 0 NOT NULL,
    rows_updated bigint DEFAULT 0 NOT NULL,
    rows_unchanged bigint DEFAULT 0 NOT NULL,
    rows_rejected bigint DEFAULT 0 NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    notes jsonb DEFAULT '[]'::jsonb NOT NULL,
    error text,
    created_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    started_at timestamptz,
    finished_at timestamptz,
    created_by integer,
    CONSTRAINT pk_import_runs PRIMARY KEY (run_id),
    CONSTRAINT uq_import_runs_blob_name_blob_etag UNIQUE (blob_name, blob_etag),
    CONSTRAINT ck_import_runs_progress CHECK (progress BETWEEN 0 AND 1),
    CONSTRAINT fk_import_runs_source_id_import_sources
        FOREIGN KEY (source_id) REFERENCES import_sources (source_id) ON DELETE CASCADE,
    CONSTRAINT fk_import_runs_created_by_users FOREIGN KEY (created_by) REFERENCES users (user_id)
);
CREATE INDEX ix_import_runs_created_by ON import_runs (created_by);
CREATE INDEX ix_import_runs_source_id_created_at ON import_runs (source_id, created_at);

CREATE TABLE import_rejects (
    reject_id bigint GENERATED ALWAYS AS IDENTITY,
    run_id bigint NOT NULL,
    line integer NOT NULL,
    column_name text,
    value text,
    reason text NOT NULL,
    CONSTRAINT pk_import_rejects PRIMARY KEY (reject_id),
    CONSTRAINT fk_import_rejects_run_id_import_runs
        FOREIGN KEY (run_id) REFERENCES import_runs (run_id) ON DELETE CASCADE
);
CREATE INDEX ix_import_rejects_run_id ON import_rejects (run_id);

CREATE TABLE reports (
    report_id uuid DEFAULT gen_random_uuid() NOT NULL,
    kind text NOT NULL,
    format report_format_enum NOT NULL,
    parameters jsonb DEFAULT '{}'::jsonb NOT NULL,
    state report_state_enum DEFAULT 'queued' NOT NULL,
    progress double precision DEFAULT 0 NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    requested_by integer NOT NULL,
    created_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    started_at timestamptz,
    finished_at timestamptz,
    blob_name text,
    size bigint,
    sha256 text,
    error text,
    CONSTRAINT pk_reports PRIMARY KEY (report_id),
    CONSTRAINT ck_reports_progress CHECK (progress BETWEEN 0 AND 1),
    CONSTRAINT fk_reports_requested_by_users FOREIGN KEY (requested_by) REFERENCES users (user_id)
);
CREATE INDEX ix_reports_requested_by_created_at ON reports (requested_by, created_at);
CREATE INDEX ix_reports_unfinished ON reports (created_at) WHERE state IN ('queued', 'rendering');

CREATE TABLE audit_log (
    audit_id bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz DEFAULT clock_timestamp() NOT NULL,
    actor_id integer,
    action text NOT NULL,
    entity text NOT NULL,
    entity_id text NOT NULL,
    changes jsonb DEFAULT '{}'::jsonb NOT NULL,
    request_id text,
    address text,
    agent text,
    CONSTRAINT pk_audit_log PRIMARY KEY (audit_id)
);
CREATE INDEX ix_audit_log_actor_id ON audit_log (actor_id);
CREATE INDEX ix_audit_log_at ON audit_log (at);
CREATE INDEX ix_audit_log_entity_entity_id ON audit_log (entity, entity_id);

CREATE TABLE mail_outbox (
    mail_id bigint GENERATED ALWAYS AS IDENTITY,
    to_address text NOT NULL,
    subject text NOT NULL,
    text_body text NOT NULL,
    html_body text,
    created_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    not_before timestamptz DEFAULT clock_timestamp() NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    sent_at timestamptz,
    last_error text,
    CONSTRAINT pk_mail_outbox PRIMARY KEY (mail_id)
);
CREATE INDEX ix_mail_outbox_waiting ON mail_outbox (not_before) WHERE sent_at IS NULL;

CREATE TABLE idempotency_keys (
    user_id integer NOT NULL,
    key text NOT NULL,
    request_hash text NOT NULL,
    status integer,
    headers jsonb DEFAULT '{}'::jsonb NOT NULL,
    body bytea,
    created_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_idempotency_keys PRIMARY KEY (user_id, key)
);
CREATE INDEX ix_idempotency_keys_created_at ON idempotency_keys (created_at);

CREATE TABLE job_runs (
    job_run_id bigint GENERATED ALWAYS AS IDENTITY,
    name text NOT NULL,
    started_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    finished_at timestamptz,
    outcome text,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT pk_job_runs PRIMARY KEY (job_run_id)
);
CREATE INDEX ix_job_runs_name_started_at ON job_runs (name, started_at);

CREATE TABLE return_lines (
    return_id bigint GENERATED ALWAYS AS IDENTITY,
    purchase_id bigint NOT NULL,
    quantity integer NOT NULL,
    returned_date date NOT NULL,
    reason text,
    source text,
    external_ref text,
    CONSTRAINT pk_return_lines PRIMARY KEY (return_id),
    CONSTRAINT uq_return_lines_source_external_ref_purchase_id UNIQUE (source, external_ref, purchase_id),
    CONSTRAINT ck_return_lines_quantity CHECK (quantity > 0),
    CONSTRAINT fk_return_lines_purchase_id_bought_by
        FOREIGN KEY (purchase_id) REFERENCES bought_by (purchase_id) ON DELETE CASCADE
);
CREATE INDEX ix_return_lines_purchase_id ON return_lines (purchase_id);
