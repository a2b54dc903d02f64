-- Where an influencer is paid to. What names the account or its holder is sealed (shared/platform/crypto.py) and stands
-- here only so long as it is not forgotten; a change is a new row, and one row of an influencer is the current one.
CREATE TABLE payout_accounts (
    account_id bigint GENERATED ALWAYS AS IDENTITY,
    influencer_id integer NOT NULL,
    account_holder text,
    iban text,
    other_account text,
    bic text,
    tax_id text,
    kind text NOT NULL,
    last_four text,
    held_until date,  -- no payment leaves before this day; null: no payment was ever held
    created_by integer NOT NULL,
    created_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    replaced_at timestamptz,
    CONSTRAINT pk_payout_accounts PRIMARY KEY (account_id),
    CONSTRAINT ck_payout_accounts_kind CHECK (kind IN ('iban', 'other')),
    CONSTRAINT ck_payout_accounts_account CHECK (num_nonnulls(iban, other_account) <= 1),
    CONSTRAINT fk_payout_accounts_influencer_id_influencers
        FOREIGN KEY (influencer_id) REFERENCES influencers (influencer_id) ON DELETE CASCADE,
    CONSTRAINT fk_payout_accounts_created_by_users FOREIGN KEY (created_by) REFERENCES users (user_id)
);
CREATE UNIQUE INDEX uq_payout_accounts_current ON payout_accounts (influencer_id) WHERE replaced_at IS NULL;
CREATE INDEX ix_payout_accounts_influencer_id ON payout_accounts (influencer_id, account_id);

-- Whoever deletes an influencer forgets all his accounts with him.
CREATE FUNCTION forget_payout_accounts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE payout_accounts
    SET account_holder = NULL, iban = NULL, other_account = NULL, bic = NULL, tax_id = NULL, last_four = NULL,
        replaced_at = coalesce(replaced_at, clock_timestamp())
    WHERE influencer_id = NEW.influencer_id;
    RETURN NULL;
END $$;

CREATE TRIGGER forget_payout_accounts AFTER UPDATE OF is_deleted ON influencers
FOR EACH ROW WHEN (NEW.is_deleted AND NOT OLD.is_deleted) EXECUTE FUNCTION forget_payout_accounts();
