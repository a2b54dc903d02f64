-- TRUNCATE has no transition table, but after it there is nothing to add up.
CREATE FUNCTION empty_feed_rollups() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    TRUNCATE feed_deltas, feed_day_influencer, feed_month_influencer;
    RETURN NULL;
END $$;

CREATE TRIGGER empty_feed_rollups AFTER TRUNCATE ON influencer_metrics
FOR EACH STATEMENT EXECUTE FUNCTION empty_feed_rollups();

CREATE FUNCTION empty_customer_rollup() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    TRUNCATE customer_deltas, customers_month_channel;
    RETURN NULL;
END $$;

CREATE TRIGGER empty_customer_rollup AFTER TRUNCATE ON customers
FOR EACH STATEMENT EXECUTE FUNCTION empty_customer_rollup();
