DROP TRIGGER request_ranking ON import_runs;
DROP FUNCTION request_ranking;
DROP TABLE ranking_requests;
UPDATE influencer_rankings SET state = CASE WHEN score IS NULL THEN 'not_enough_data' ELSE 'ranked' END
WHERE state = 'by_raw_roi';
DELETE FROM influencer_rankings WHERE parts <> '{}';
ALTER TABLE influencer_rankings
    DROP COLUMN roi,
    DROP COLUMN roi_low,
    DROP COLUMN roi_high,
    DROP COLUMN probability_positive,
    DROP COLUMN expected_rank,
    DROP COLUMN parts;
