-- What was stored so far was ordered by raw ROI: its metrics stay good, its places are none of the new ranking.
ALTER TABLE influencer_rankings
    ADD COLUMN roi double precision,
    ADD COLUMN roi_low double precision,
    ADD COLUMN roi_high double precision,
    ADD COLUMN probability_positive double precision,
    ADD COLUMN expected_rank double precision,
    ADD COLUMN parts jsonb DEFAULT '{}'::jsonb NOT NULL;
UPDATE influencer_rankings SET state = 'by_raw_roi';

-- A row says that an import changed facts since the last ranking. Without a key, so that nobody waits for anybody.
CREATE TABLE ranking_requests (
    requested_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

CREATE FUNCTION request_ranking() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ranking_requests DEFAULT VALUES;
    RETURN NULL;
END $$;

-- Any end of a run counts, also one that failed half-way or was taken back, once rows of it had landed.
CREATE TRIGGER request_ranking AFTER UPDATE OF state ON import_runs
FOR EACH ROW
WHEN (NEW.state IS DISTINCT FROM OLD.state AND NEW.state::text NOT IN ('waiting', 'running')
      AND NEW.rows_inserted + NEW.rows_updated > 0)
EXECUTE FUNCTION request_ranking();
