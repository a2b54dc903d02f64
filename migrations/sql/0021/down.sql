ALTER TABLE expenses DROP COLUMN upload_blob, DROP COLUMN upload_name;
DROP TRIGGER forget_payout_accounts ON influencers;
DROP FUNCTION forget_payout_accounts;
DROP TABLE payout_accounts;
