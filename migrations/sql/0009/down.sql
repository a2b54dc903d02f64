DROP TRIGGER keep_influencer_deleted ON influencers;
DROP FUNCTION keep_influencer_deleted;
ALTER TABLE influencers DROP COLUMN is_deleted;
