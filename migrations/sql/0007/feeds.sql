-- The value cannot be used before this transaction ends, so the check compares texts.
ALTER TYPE import_source_kind_enum ADD VALUE 'https_feed';

ALTER TABLE import_sources
    ADD COLUMN feed jsonb,
    ADD COLUMN fetched jsonb NOT NULL DEFAULT '{}'::jsonb,
    ADD COLUMN pulling_until timestamptz,
    ADD COLUMN failures integer NOT NULL DEFAULT 0,
    ADD COLUMN last_error text,
    ADD COLUMN last_failed_at timestamptz,
    ADD COLUMN last_succeeded_at timestamptz,
    ADD COLUMN retry_at timestamptz,
    ADD CONSTRAINT ck_import_sources_feed CHECK ((kind::text = 'https_feed') = (feed IS NOT NULL));
