DROP INDEX ix_payment_lines_open;
CREATE INDEX ix_payment_lines_open ON payment_lines (influencer_id, campaign_id, payable_on) WHERE payment_id IS NULL;
DROP VIEW fixed_fees;
DROP TABLE collaborations, earned_days, book_breaches;
