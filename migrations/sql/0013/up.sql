-- The last day that counts of a campaign that was completed early or cancelled; before its start where it never ran.
ALTER TABLE campaigns ADD COLUMN ended_on date;

CREATE TYPE pacing_alert_enum AS ENUM ('over_budget', 'behind');

CREATE TABLE pacing_alerts (
    alert_id bigint GENERATED ALWAYS AS IDENTITY,
    campaign_id integer NOT NULL,
    kind pacing_alert_enum NOT NULL,
    raised_on date NOT NULL,
    projected numeric(12, 2) NOT NULL,
    budget numeric(12, 2) NOT NULL,
    cleared_on date,
    CONSTRAINT pk_pacing_alerts PRIMARY KEY (alert_id),
    CONSTRAINT fk_pacing_alerts_campaign_id_campaigns
        FOREIGN KEY (campaign_id) REFERENCES campaigns (campaign_id) ON DELETE CASCADE
);
-- One open alert for each campaign at most, so that two runs of the job tell of one crossing once.
CREATE UNIQUE INDEX uq_pacing_alerts_open ON pacing_alerts (campaign_id) WHERE cleared_on IS NULL;
CREATE INDEX ix_pacing_alerts_campaign_id ON pacing_alerts (campaign_id);
