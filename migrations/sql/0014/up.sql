-- What a campaign is meant to reach, by metric of the catalogue.
CREATE TABLE campaign_targets (
    campaign_id integer NOT NULL,
    metric text NOT NULL,
    target numeric(18, 6) NOT NULL,
    CONSTRAINT pk_campaign_targets PRIMARY KEY (campaign_id, metric),
    CONSTRAINT fk_campaign_targets_campaign_id_campaigns FOREIGN KEY (campaign_id)
        REFERENCES campaigns (campaign_id) ON DELETE CASCADE
);

-- Who bought through a channel is read from the index alone: audiences and what they have in common.
DROP INDEX ix_bought_by_channel_bought_date_purchase_id;
CREATE INDEX ix_bought_by_channel_bought_date_purchase_id ON bought_by (channel, bought_date, purchase_id)
INCLUDE (customer_id, status);
