DROP TABLE expenses;
ALTER TABLE liked_by DROP COLUMN source;
ALTER TABLE influencer_snapshots DROP COLUMN snapshot_id;
