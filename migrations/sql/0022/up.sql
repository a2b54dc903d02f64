CREATE TABLE book_breaches (
    breach_id bigint GENERATED ALWAYS AS IDENTITY,
    book text NOT NULL,
    record bigint NOT NULL,
    held bigint NOT NULL,
    expected bigint NOT NULL,
    found_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_book_breaches PRIMARY KEY (breach_id)
);

-- What was earned by sales and clicks on each of the last days, and how long it is held: the forecast goes on from it.
CREATE TABLE earned_days (
    campaign_id integer NOT NULL,
    occurred_on date NOT NULL,
    holding_days integer NOT NULL,
    cents bigint NOT NULL,
    CONSTRAINT pk_earned_days PRIMARY KEY (campaign_id, occurred_on, holding_days)
);

-- What each collaboration (a campaign with an influencer) sold and spent by reports, as it was reckoned last; what it
-- costs beside is read when it is asked for. `points` are 100 quantiles of the net revenue to be expected, float32.
CREATE TABLE collaborations (
    campaign_id integer NOT NULL,
    influencer_id integer NOT NULL,
    impressions bigint NOT NULL,
    clicks bigint NOT NULL,
    orders numeric(18, 6) NOT NULL,
    gross_cents bigint NOT NULL,
    returned_cents bigint NOT NULL,
    spend_cents bigint NOT NULL,
    enough boolean NOT NULL,
    expected_cents bigint,
    points bytea,
    recent_first date,
    earlier_first date,
    recent_orders numeric(18, 6) NOT NULL,
    recent_cents bigint NOT NULL,
    earlier_orders numeric(18, 6) NOT NULL,
    earlier_cents bigint NOT NULL,
    computed_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_collaborations PRIMARY KEY (campaign_id, influencer_id),
    CONSTRAINT fk_collaborations_campaign_id_campaigns
        FOREIGN KEY (campaign_id) REFERENCES campaigns (campaign_id) ON DELETE CASCADE,
    CONSTRAINT fk_collaborations_influencer_id_influencers
        FOREIGN KEY (influencer_id) REFERENCES influencers (influencer_id) ON DELETE CASCADE
);
CREATE INDEX ix_collaborations_influencer_id ON collaborations (influencer_id);

CREATE TRIGGER note_data_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON collaborations
FOR EACH STATEMENT EXECUTE FUNCTION note_data_change();

-- Balances are added up without a look at the lines themselves.
DROP INDEX ix_payment_lines_open;
CREATE INDEX ix_payment_lines_open ON payment_lines (influencer_id, campaign_id, payable_on) INCLUDE (amount)
WHERE payment_id IS NULL;
