-- What was agreed with an influencer in a campaign. A version is never edited: the next one starts on a later day.
CREATE TABLE terms (
    term_id bigint GENERATED ALWAYS AS IDENTITY,
    campaign_id integer NOT NULL,
    influencer_id integer NOT NULL,
    term_version integer NOT NULL,
    valid_from date NOT NULL,
    rules jsonb NOT NULL,
    holding_days integer NOT NULL,
    minimum_payout numeric(12, 2) DEFAULT 0 NOT NULL,
    note text,
    created_by integer,
    created_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_terms PRIMARY KEY (term_id),
    CONSTRAINT uq_terms_campaign_id_influencer_id_term_version UNIQUE (campaign_id, influencer_id, term_version),
    CONSTRAINT uq_terms_campaign_id_influencer_id_valid_from UNIQUE (campaign_id, influencer_id, valid_from),
    -- Lines name campaign and influencer beside the version; this is what one foreign key holds them to.
    CONSTRAINT uq_terms_term_id_campaign_id_influencer_id UNIQUE (term_id, campaign_id, influencer_id),
    CONSTRAINT ck_terms_holding_days CHECK (holding_days BETWEEN 0 AND 365),
    CONSTRAINT ck_terms_minimum_payout CHECK (minimum_payout >= 0),
    CONSTRAINT ck_terms_term_version CHECK (term_version > 0),
    CONSTRAINT fk_terms_campaign_id_campaigns
        FOREIGN KEY (campaign_id) REFERENCES campaigns (campaign_id) ON DELETE CASCADE,
    CONSTRAINT fk_terms_influencer_id_influencers
        FOREIGN KEY (influencer_id) REFERENCES influencers (influencer_id) ON DELETE CASCADE,
    CONSTRAINT fk_terms_created_by_users FOREIGN KEY (created_by) REFERENCES users (user_id)
);
CREATE INDEX ix_terms_influencer_id ON terms (influencer_id);

CREATE FUNCTION refuse_change_of_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a version of terms is never changed: add the next one' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER refuse_change BEFORE UPDATE ON terms FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_terms();

CREATE TRIGGER note_data_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON terms
FOR EACH STATEMENT EXECUTE FUNCTION note_data_change();
