DROP TRIGGER forget_imported_influencer ON influencers;
DROP FUNCTION forget_imported_influencer;
