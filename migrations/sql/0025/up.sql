-- A foreign key looks each line up by itself and locks each purchase, which writes every page of the purchases anew:
-- two thirds of what writing lines cost. The same truth, asked once for all lines of a statement: the versions of terms,
-- purchases and payments that lines refer to are there and stay. (docs/decisions/0027)
ALTER TABLE payment_lines
    DROP CONSTRAINT fk_payment_lines_purchase_id_bought_by,
    DROP CONSTRAINT fk_payment_lines_terms,
    DROP CONSTRAINT fk_payment_lines_payment_id_payment;

-- What is checked after a lock was waited for is true only where each statement sees what was committed before it.
CREATE FUNCTION refuse_stale_snapshot() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
        RAISE EXCEPTION 'payment_lines and what they are of change under READ COMMITTED only'
            USING ERRCODE = 'invalid_transaction_state';
    END IF;
END $$;

CREATE FUNCTION refuse_loose_line(loose bigint, parent text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF loose IS NOT NULL THEN
        RAISE EXCEPTION 'line % of payment_lines refers to nothing in %', loose, parent
            USING ERRCODE = 'foreign_key_violation', TABLE = 'payment_lines', CONSTRAINT = 'payment_lines_' || parent;
    END IF;
END $$;

CREATE FUNCTION refuse_loss(kept bigint, parent text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF kept IS NOT NULL THEN
        RAISE EXCEPTION 'row % of % is referred to by payment_lines', kept, parent
            USING ERRCODE = 'foreign_key_violation', TABLE = 'payment_lines', CONSTRAINT = 'payment_lines_' || parent;
    END IF;
END $$;

-- EXECUTE, so that a statement of three lines is not planned as the one of a million before it was.
-- Terms and payments are locked as a foreign key would; purchases are too many: who deletes some waits for whoever
-- writes lines (see below).
CREATE FUNCTION refuse_loose_lines() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    loose bigint;
BEGIN
    PERFORM refuse_stale_snapshot();
    EXECUTE 'SELECT FROM terms WHERE term_id IN (SELECT term_id FROM came) FOR KEY SHARE';
    EXECUTE 'SELECT line_id FROM came LEFT JOIN terms t USING (term_id, campaign_id, influencer_id)
             WHERE t.term_id IS NULL LIMIT 1' INTO loose;
    PERFORM refuse_loose_line(loose, 'terms');
    EXECUTE 'SELECT line_id FROM came LEFT JOIN bought_by b USING (purchase_id)
             WHERE came.purchase_id IS NOT NULL AND b.purchase_id IS NULL LIMIT 1' INTO loose;
    PERFORM refuse_loose_line(loose, 'bought_by');
    RETURN NULL;
END $$;

CREATE FUNCTION refuse_lines_loosely_paid() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    loose bigint;
BEGIN
    PERFORM FROM came WHERE payment_id IS NOT NULL LIMIT 1;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    PERFORM refuse_stale_snapshot();
    EXECUTE 'SELECT FROM payment WHERE payment_id IN (SELECT payment_id FROM came) FOR KEY SHARE';
    EXECUTE 'SELECT line_id FROM came LEFT JOIN payment p USING (payment_id)
             WHERE came.payment_id IS NOT NULL AND p.payment_id IS NULL LIMIT 1' INTO loose;
    PERFORM refuse_loose_line(loose, 'payment');
    RETURN NULL;
END $$;

CREATE TRIGGER refuse_loose_lines AFTER INSERT ON payment_lines
REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION refuse_loose_lines();
CREATE TRIGGER refuse_lines_loosely_paid AFTER INSERT ON payment_lines
REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION refuse_lines_loosely_paid();
CREATE TRIGGER refuse_lines_loosely_repaid AFTER UPDATE ON payment_lines
REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION refuse_lines_loosely_paid();

-- What a line is of never changes; nor do the numbers that it refers to (terms refuse every UPDATE).
CREATE FUNCTION refuse_change_of_keys() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what payment_lines refer to keeps its number' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER refuse_change_of_keys BEFORE UPDATE OF term_id, campaign_id, influencer_id, purchase_id ON payment_lines
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_keys();
CREATE TRIGGER refuse_change_of_keys BEFORE UPDATE OF purchase_id ON bought_by
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_keys();
CREATE TRIGGER refuse_change_of_keys BEFORE UPDATE OF payment_id ON payment
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_keys();

-- Lines that are being written and not committed cannot be seen: their writer is waited for, and none begins until
-- the end of this transaction. Purchases go only where an import is undone.
CREATE FUNCTION refuse_loss_of_paid_purchases() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept bigint;
BEGIN
    PERFORM FROM gone LIMIT 1;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    PERFORM refuse_stale_snapshot();
    LOCK TABLE payment_lines IN SHARE MODE;
    EXECUTE 'SELECT purchase_id FROM gone JOIN payment_lines USING (purchase_id) LIMIT 1' INTO kept;
    PERFORM refuse_loss(kept, 'bought_by');
    RETURN NULL;
END $$;

CREATE FUNCTION refuse_loss_of_parents() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept bigint;
BEGIN
    PERFORM refuse_stale_snapshot();
    EXECUTE format('SELECT %1$I FROM gone JOIN payment_lines USING (%1$I) LIMIT 1', TG_ARGV[0]) INTO kept;
    PERFORM refuse_loss(kept, TG_TABLE_NAME);
    RETURN NULL;
END $$;

CREATE TRIGGER refuse_loss_of_paid_purchases AFTER DELETE ON bought_by
REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_loss_of_paid_purchases();
CREATE TRIGGER refuse_loss_of_parents AFTER DELETE ON terms
REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_loss_of_parents('term_id');
CREATE TRIGGER refuse_loss_of_parents AFTER DELETE ON payment
REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_loss_of_parents('payment_id');

-- TRUNCATE has no transition table; after it there is nothing that a line could refer to.
CREATE FUNCTION refuse_loss_of_all() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept bigint;
BEGIN
    LOCK TABLE payment_lines IN SHARE MODE;
    EXECUTE format('SELECT %1$I FROM payment_lines WHERE %1$I IS NOT NULL LIMIT 1', TG_ARGV[0]) INTO kept;
    PERFORM refuse_loss(kept, TG_TABLE_NAME);
    RETURN NULL;
END $$;

CREATE TRIGGER refuse_loss_of_all AFTER TRUNCATE ON bought_by
FOR EACH STATEMENT EXECUTE FUNCTION refuse_loss_of_all('purchase_id');
CREATE TRIGGER refuse_loss_of_all AFTER TRUNCATE ON terms
FOR EACH STATEMENT EXECUTE FUNCTION refuse_loss_of_all('term_id');
CREATE TRIGGER refuse_loss_of_all AFTER TRUNCATE ON payment
FOR EACH STATEMENT EXECUTE FUNCTION refuse_loss_of_all('payment_id');
