-- What was promised for a fixed fee and delivered: its day decides when the fee is earned, once for all versions.
CREATE TABLE deliverables (
    campaign_id integer NOT NULL,
    influencer_id integer NOT NULL,
    deliverable text NOT NULL,
    term_id bigint NOT NULL,  -- the version in force that day
    delivered_on date NOT NULL,
    note text,
    confirmed_by integer NOT NULL,
    confirmed_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_deliverables PRIMARY KEY (campaign_id, influencer_id, deliverable),
    CONSTRAINT fk_deliverables_terms FOREIGN KEY (term_id, campaign_id, influencer_id)
        REFERENCES terms (term_id, campaign_id, influencer_id) ON DELETE CASCADE,
    CONSTRAINT fk_deliverables_confirmed_by_users FOREIGN KEY (confirmed_by) REFERENCES users (user_id)
);
CREATE INDEX ix_deliverables_term_id ON deliverables (term_id, campaign_id, influencer_id);

-- Why what is promised may pass the budget.
ALTER TABLE terms ADD COLUMN override_reason text;
