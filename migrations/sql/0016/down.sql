DROP TABLE influencer_categories;
DROP TABLE influencer_profiles;
