-- What a campaign plans to spend by cost category; `payments` is the category of what influencers are paid.
CREATE TABLE budgets (
    campaign_id integer NOT NULL,
    cost_category text NOT NULL,
    planned numeric(12, 2) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT pk_budgets PRIMARY KEY (campaign_id, cost_category),
    CONSTRAINT ck_budgets_planned CHECK (planned >= 0),
    CONSTRAINT fk_budgets_campaign_id_campaigns
        FOREIGN KEY (campaign_id) REFERENCES campaigns (campaign_id) ON DELETE CASCADE
);

CREATE TYPE expense_status_enum AS ENUM ('submitted', 'approved', 'rejected', 'paid');

-- Imported expenses are bills that somebody agreed to elsewhere.
ALTER TABLE expenses
    ADD COLUMN status expense_status_enum DEFAULT 'approved' NOT NULL,
    ADD COLUMN receipt_blob text,
    ADD COLUMN receipt_name text,
    ADD COLUMN receipt_type text,
    ADD COLUMN decided_by integer,
    ADD COLUMN decided_at timestamptz,
    ADD COLUMN decision_reason text,
    ADD COLUMN paid_on date,
    ADD COLUMN override_reason text,  -- why it may pass the budget
    ADD CONSTRAINT ck_expenses_separate_duties CHECK (decided_by <> created_by),
    ADD CONSTRAINT fk_expenses_decided_by_users FOREIGN KEY (decided_by) REFERENCES users (user_id);
CREATE INDEX ix_expenses_status ON expenses (status, expense_id);
