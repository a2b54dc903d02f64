-- What was fetched stays; without feeds its sources take uploads, once somebody switches them on.
UPDATE import_sources SET enabled = false WHERE kind = 'https_feed';

ALTER TABLE import_sources
    DROP CONSTRAINT ck_import_sources_feed,
    DROP COLUMN feed,
    DROP COLUMN fetched,
    DROP COLUMN pulling_until,
    DROP COLUMN failures,
    DROP COLUMN last_error,
    DROP COLUMN last_failed_at,
    DROP COLUMN last_succeeded_at,
    DROP COLUMN retry_at;

ALTER TYPE import_source_kind_enum RENAME TO import_source_kind_with_feeds;
CREATE TYPE import_source_kind_enum AS ENUM ('blob_folder', 'upload');
ALTER TABLE import_sources
    ALTER COLUMN kind TYPE import_source_kind_enum
    USING (CASE kind::text WHEN 'https_feed' THEN 'upload' ELSE kind::text END)::import_source_kind_enum;
DROP TYPE import_source_kind_with_feeds;
