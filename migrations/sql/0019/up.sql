-- Of whom and of which days conversions may have changed since payments were last computed. Whatever changes one of
-- them notes it in the same transaction; the computation takes the notes it sees, looks at those days and forgets them.
-- A note too many costs time and nothing else. (A mark on the purchase itself would be an UPDATE of every sale, and
-- comparing all lines with all sales reads all of both each time.)
CREATE TABLE earning_changes (
    influencer_id integer NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL
)
WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
CREATE INDEX ix_earning_changes_influencer_id ON earning_changes (influencer_id);

CREATE FUNCTION note_earnings_bought() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO earning_changes (influencer_id, first_day, last_day)
    SELECT DISTINCT channel, bought_date, bought_date FROM came WHERE channel > 0 AND bought_date IS NOT NULL;
    RETURN NULL;
END $$;

CREATE TRIGGER note_earnings_bought AFTER INSERT ON bought_by
REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION note_earnings_bought();

-- A rating earns nobody anything.
CREATE FUNCTION note_earnings_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO earning_changes (influencer_id, first_day, last_day)
    SELECT DISTINCT side.channel, side.bought_date, side.bought_date
    FROM went JOIN came USING (purchase_id),
         LATERAL (VALUES (went.channel, went.bought_date), (came.channel, came.bought_date))
             AS side (channel, bought_date)
    WHERE (went.channel, went.bought_date, went.product_id, went.status, went.quantity, went.unit_price,
           went.returned_quantity)
          IS DISTINCT FROM
          (came.channel, came.bought_date, came.product_id, came.status, came.quantity, came.unit_price,
           came.returned_quantity)
          AND side.channel > 0 AND side.bought_date IS NOT NULL;
    RETURN NULL;
END $$;

CREATE TRIGGER note_earnings_changed AFTER UPDATE ON bought_by
REFERENCING OLD TABLE AS went NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION note_earnings_changed();

CREATE FUNCTION note_earnings_clicked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO earning_changes (influencer_id, first_day, last_day)
        SELECT DISTINCT influencer_id, day, day FROM went WHERE clicks > 0;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO earning_changes (influencer_id, first_day, last_day)
        SELECT DISTINCT influencer_id, day, day FROM came WHERE clicks > 0;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER note_earnings_insert AFTER INSERT ON influencer_metrics
REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION note_earnings_clicked();
CREATE TRIGGER note_earnings_update AFTER UPDATE ON influencer_metrics
REFERENCING OLD TABLE AS went NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION note_earnings_clicked();
CREATE TRIGGER note_earnings_delete AFTER DELETE ON influencer_metrics
REFERENCING OLD TABLE AS went FOR EACH STATEMENT EXECUTE FUNCTION note_earnings_clicked();

CREATE FUNCTION note_earnings_agreed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO earning_changes (influencer_id, first_day, last_day)
    SELECT DISTINCT influencer_id, valid_from, DATE '9999-12-31' FROM came;
    RETURN NULL;
END $$;

CREATE TRIGGER note_earnings_agreed AFTER INSERT ON terms
REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION note_earnings_agreed();

-- Which days count, and whether any do.
CREATE FUNCTION note_earnings_dated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO earning_changes (influencer_id, first_day, last_day)
    SELECT DISTINCT t.influencer_id, least(went.start_date, came.start_date), greatest(went.end_date, came.end_date)
    FROM went JOIN came USING (campaign_id) JOIN terms t USING (campaign_id)
    WHERE (went.start_date, went.end_date, went.ended_on, went.status = 'draft')
          IS DISTINCT FROM (came.start_date, came.end_date, came.ended_on, came.status = 'draft');
    RETURN NULL;
END $$;

CREATE TRIGGER note_earnings_dated AFTER UPDATE ON campaigns
REFERENCING OLD TABLE AS went NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION note_earnings_dated();

CREATE FUNCTION note_earnings_arranged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO earning_changes (influencer_id, first_day, last_day)
    SELECT DISTINCT moved.influencer_id, c.start_date, c.end_date FROM moved JOIN campaigns c USING (campaign_id);
    RETURN NULL;
END $$;

CREATE TRIGGER note_earnings_arranged AFTER INSERT ON arranges
REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION note_earnings_arranged();
CREATE TRIGGER note_earnings_disarranged AFTER DELETE ON arranges
REFERENCING OLD TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION note_earnings_arranged();

-- What had no rate may have one in its new category; what is earned already stays as it is.
CREATE FUNCTION note_earnings_sorted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO earning_changes (influencer_id, first_day, last_day)
    SELECT DISTINCT a.influencer_id, c.start_date, c.end_date
    FROM went JOIN came USING (product_id) JOIN arranges a USING (product_id) JOIN campaigns c USING (campaign_id)
    WHERE went.category <> came.category;
    RETURN NULL;
END $$;

CREATE TRIGGER note_earnings_sorted AFTER UPDATE ON products
REFERENCING OLD TABLE AS went NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION note_earnings_sorted();
