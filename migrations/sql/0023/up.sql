-- Reports that are made again and again, by the shop's clock, and who may read what came of them.
CREATE TYPE report_frequency_enum AS ENUM ('daily', 'weekly', 'monthly');
CREATE TYPE report_period_enum AS ENUM (
    'yesterday', 'last_7_days', 'last_week', 'month_to_date', 'last_month', 'last_quarter', 'last_year');

CREATE TABLE report_schedules (
    schedule_id bigint GENERATED ALWAYS AS IDENTITY,
    schedule_name text NOT NULL,
    kind text NOT NULL,
    formats text[] NOT NULL,
    parameters jsonb DEFAULT '{}'::jsonb NOT NULL,
    period report_period_enum,
    frequency report_frequency_enum NOT NULL,
    weekday smallint,  -- 1 is Monday, as in ISO 8601
    month_day smallint,  -- the month's last day where it is shorter
    at time NOT NULL,  -- in the business time zone
    recipients jsonb NOT NULL,
    owner_id integer NOT NULL,
    is_enabled boolean DEFAULT true NOT NULL,
    next_due_at timestamptz NOT NULL,
    last_run_at timestamptz,
    created_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT pk_report_schedules PRIMARY KEY (schedule_id),
    CONSTRAINT ck_report_schedules_day CHECK (
        CASE frequency WHEN 'weekly' THEN weekday BETWEEN 1 AND 7 AND month_day IS NULL
                       WHEN 'monthly' THEN month_day BETWEEN 1 AND 31 AND weekday IS NULL
                       ELSE weekday IS NULL AND month_day IS NULL END),
    CONSTRAINT fk_report_schedules_owner_id_users FOREIGN KEY (owner_id) REFERENCES users (user_id)
);
CREATE INDEX ix_report_schedules_owner_id ON report_schedules (owner_id);
CREATE INDEX ix_report_schedules_due ON report_schedules (next_due_at) WHERE is_enabled;

ALTER TABLE reports
    ADD COLUMN schedule_id bigint,
    ADD COLUMN due_at timestamptz,  -- which run of its schedule it belongs to
    ADD CONSTRAINT fk_reports_schedule_id_report_schedules
        FOREIGN KEY (schedule_id) REFERENCES report_schedules (schedule_id) ON DELETE SET NULL;
-- One run of a schedule makes one report of each format, however often its timer fires.
CREATE UNIQUE INDEX uq_reports_run ON reports (schedule_id, due_at, format) WHERE schedule_id IS NOT NULL;
CREATE INDEX ix_reports_finished_at ON reports (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE report_readers (
    report_id uuid NOT NULL,
    user_id integer NOT NULL,
    CONSTRAINT pk_report_readers PRIMARY KEY (report_id, user_id),
    CONSTRAINT fk_report_readers_report_id_reports
        FOREIGN KEY (report_id) REFERENCES reports (report_id) ON DELETE CASCADE,
    CONSTRAINT fk_report_readers_user_id_users FOREIGN KEY (user_id) REFERENCES users (user_id) ON DELETE CASCADE
);
CREATE INDEX ix_report_readers_user_id ON report_readers (user_id);
