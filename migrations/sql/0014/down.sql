DROP INDEX ix_bought_by_channel_bought_date_purchase_id;
CREATE INDEX ix_bought_by_channel_bought_date_purchase_id ON bought_by (channel, bought_date, purchase_id);
DROP TABLE campaign_targets;
