-- What campaigns cost beside the payments to influencers, and by what imported likes and snapshots are known.

-- A key of one column, and whose the row is: what an import made can be told from the rest, and taken back.
ALTER TABLE influencer_snapshots ADD COLUMN snapshot_id bigint GENERATED ALWAYS AS IDENTITY,
    ADD CONSTRAINT uq_influencer_snapshots_snapshot_id UNIQUE (snapshot_id);
ALTER TABLE liked_by ADD COLUMN source text;

CREATE TABLE expenses (
    expense_id bigint GENERATED ALWAYS AS IDENTITY,
    campaign_id integer NOT NULL,
    influencer_id integer,
    cost_category text NOT NULL,
    expense_date date NOT NULL,
    amount numeric(12, 2) NOT NULL,
    description text,
    created_by integer,
    created_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    source text,
    external_ref text,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT pk_expenses PRIMARY KEY (expense_id),
    CONSTRAINT uq_expenses_source_external_ref UNIQUE (source, external_ref),
    CONSTRAINT ck_expenses_amount CHECK (amount >= 0),
    CONSTRAINT fk_expenses_campaign_id_campaigns
        FOREIGN KEY (campaign_id) REFERENCES campaigns (campaign_id) ON DELETE CASCADE,
    CONSTRAINT fk_expenses_influencer_id_influencers
        FOREIGN KEY (influencer_id) REFERENCES influencers (influencer_id) ON DELETE CASCADE,
    CONSTRAINT fk_expenses_created_by_users FOREIGN KEY (created_by) REFERENCES users (user_id)
);
CREATE INDEX ix_expenses_campaign_id ON expenses (campaign_id);
CREATE INDEX ix_expenses_influencer_id ON expenses (influencer_id);
CREATE INDEX ix_expenses_expense_date ON expenses (expense_date);
CREATE INDEX ix_expenses_created_by ON expenses (created_by);

CREATE TRIGGER note_data_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON expenses
FOR EACH STATEMENT EXECUTE FUNCTION note_data_change();
