-- A payment that was computed is the sum of its lines; one that was recorded (is_computed = false) has none.
ALTER TABLE payment
    ADD COLUMN is_computed boolean DEFAULT false NOT NULL,
    ADD COLUMN computed_by integer,  -- null: the timer
    ADD COLUMN computed_at timestamptz,
    ADD COLUMN approved_by integer,
    ADD COLUMN approved_at timestamptz,
    ADD COLUMN scheduled_for date,
    ADD COLUMN paid_on date,
    ADD COLUMN attempts integer DEFAULT 0 NOT NULL,  -- how often it failed
    ADD COLUMN status_reason text,  -- why it failed or was cancelled
    ADD COLUMN version integer DEFAULT 1 NOT NULL,
    ADD CONSTRAINT fk_payment_computed_by_users FOREIGN KEY (computed_by) REFERENCES users (user_id),
    ADD CONSTRAINT fk_payment_approved_by_users FOREIGN KEY (approved_by) REFERENCES users (user_id),
    ADD CONSTRAINT ck_payment_separate_duties CHECK (approved_by <> computed_by);
CREATE INDEX ix_payment_status ON payment (status, payment_id);

CREATE TYPE earning_basis_enum AS ENUM ('fixed_fee', 'per_click', 'per_order', 'revenue_share');
CREATE TYPE payment_entry_enum AS ENUM ('earning', 'tier_adjustment', 'reversal', 'correction');

-- One amount earned or taken back, with what explains it. A line is in no payment (open) or in one.
-- `sequence` counts the lines of one source: a purchase (of which campaigns may share parts), a day of clicks, a fee.
CREATE TABLE payment_lines (
    line_id bigint GENERATED ALWAYS AS IDENTITY,
    term_id bigint NOT NULL,
    campaign_id integer NOT NULL,
    influencer_id integer NOT NULL,
    component smallint NOT NULL,  -- its place in the rules of the version, from 0
    basis earning_basis_enum NOT NULL,
    entry payment_entry_enum NOT NULL,
    purchase_id bigint,
    part smallint DEFAULT 1 NOT NULL,
    parts smallint DEFAULT 1 NOT NULL,
    reference text,  -- of a fixed fee: its day or deliverable
    sequence integer DEFAULT 0 NOT NULL,
    occurred_on date NOT NULL,  -- of the conversion; of a reversal the day of the return
    payable_on date NOT NULL,
    base numeric(18, 6) NOT NULL,  -- clicks, orders or net revenue; below zero where it is taken back
    rate numeric(12, 6),  -- per click or order, or the share; null for a fixed fee
    amount numeric(12, 2) NOT NULL,
    reason text,
    payment_id bigint,
    created_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_payment_lines PRIMARY KEY (line_id),
    CONSTRAINT ck_payment_lines_part CHECK (part BETWEEN 1 AND parts),
    CONSTRAINT ck_payment_lines_source CHECK (
        CASE basis WHEN 'fixed_fee' THEN reference IS NOT NULL AND purchase_id IS NULL
                   WHEN 'per_click' THEN reference IS NULL AND purchase_id IS NULL
                   ELSE reference IS NULL AND purchase_id IS NOT NULL END),
    CONSTRAINT fk_payment_lines_terms FOREIGN KEY (term_id, campaign_id, influencer_id)
        REFERENCES terms (term_id, campaign_id, influencer_id),
    CONSTRAINT fk_payment_lines_purchase_id_bought_by FOREIGN KEY (purchase_id) REFERENCES bought_by (purchase_id),
    CONSTRAINT fk_payment_lines_payment_id_payment FOREIGN KEY (payment_id) REFERENCES payment (payment_id)
);
-- No conversion is earned twice, whoever computes at the same time: a second first line of a source is refused.
CREATE UNIQUE INDEX uq_payment_lines_purchase ON payment_lines (purchase_id, basis, part, sequence)
WHERE purchase_id IS NOT NULL;
CREATE UNIQUE INDEX uq_payment_lines_clicks ON payment_lines (campaign_id, influencer_id, occurred_on, sequence)
WHERE basis = 'per_click';
CREATE UNIQUE INDEX uq_payment_lines_fee ON payment_lines (campaign_id, influencer_id, reference, sequence)
WHERE basis = 'fixed_fee';
CREATE INDEX ix_payment_lines_open ON payment_lines (influencer_id, campaign_id, payable_on) WHERE payment_id IS NULL;
CREATE INDEX ix_payment_lines_payment_id ON payment_lines (payment_id) WHERE payment_id IS NOT NULL;
CREATE INDEX ix_payment_lines_term_id ON payment_lines (term_id, campaign_id, influencer_id, occurred_on);

-- The lines that a cancelled payment had: they are open again, and the payment still explains itself.
CREATE TABLE released_lines (
    payment_id bigint NOT NULL,
    line_id bigint NOT NULL,
    CONSTRAINT pk_released_lines PRIMARY KEY (payment_id, line_id),
    CONSTRAINT fk_released_lines_payment_id_payment FOREIGN KEY (payment_id) REFERENCES payment (payment_id),
    CONSTRAINT fk_released_lines_line_id_payment_lines FOREIGN KEY (line_id) REFERENCES payment_lines (line_id)
);
CREATE INDEX ix_released_lines_line_id ON released_lines (line_id);

CREATE TABLE payment_batches (
    batch_id bigint GENERATED ALWAYS AS IDENTITY,
    message_id text NOT NULL,  -- what the bank knows it by, at most 35 characters
    execution_date date NOT NULL,
    total numeric(14, 2) NOT NULL,
    payments integer NOT NULL,
    created_by integer NOT NULL,
    created_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    exported_at timestamptz,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT pk_payment_batches PRIMARY KEY (batch_id),
    CONSTRAINT uq_payment_batches_message_id UNIQUE (message_id),
    CONSTRAINT fk_payment_batches_created_by_users FOREIGN KEY (created_by) REFERENCES users (user_id)
);

CREATE TYPE batch_outcome_enum AS ENUM ('waiting', 'paid', 'failed', 'withdrawn');

CREATE TABLE payment_batch_items (
    batch_id bigint NOT NULL,
    payment_id bigint NOT NULL,
    end_to_end_id text NOT NULL,  -- what the bank's statement names it by, at most 35 characters
    amount numeric(12, 2) NOT NULL,
    outcome batch_outcome_enum DEFAULT 'waiting' NOT NULL,
    outcome_reason text,
    outcome_at timestamptz,
    CONSTRAINT pk_payment_batch_items PRIMARY KEY (batch_id, payment_id),
    CONSTRAINT uq_payment_batch_items_end_to_end_id UNIQUE (end_to_end_id),
    CONSTRAINT ck_payment_batch_items_amount CHECK (amount > 0),
    CONSTRAINT fk_payment_batch_items_batch_id_payment_batches
        FOREIGN KEY (batch_id) REFERENCES payment_batches (batch_id),
    CONSTRAINT fk_payment_batch_items_payment_id_payment FOREIGN KEY (payment_id) REFERENCES payment (payment_id)
);
-- A payment is on its way in one batch at most, and is paid in one at most.
CREATE UNIQUE INDEX uq_payment_batch_items_once ON payment_batch_items (payment_id)
WHERE outcome IN ('waiting', 'paid');

CREATE TRIGGER note_data_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON payment_lines
FOR EACH STATEMENT EXECUTE FUNCTION note_data_change();
