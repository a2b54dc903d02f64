-- Feeds by day and by month of each influencer and new customers by month of each channel, exact at any moment, in the
-- same way as sales (0004/rollups.sql): triggers append what changed, the views exact_* add roll-up and deltas, jobs fold.
-- New customers of single days are read from the customers: their index by day and channel is enough.

CREATE TABLE feed_deltas (
    day date NOT NULL,
    influencer_id integer NOT NULL,
    reports bigint NOT NULL,
    impressions bigint NOT NULL,
    clicks bigint NOT NULL,
    engagements bigint NOT NULL,
    reported_conversions bigint NOT NULL,
    spend_cents bigint NOT NULL
)
-- Emptied again and again: without a vacuum soon after, readers would wade through what is gone.
WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- Half of a page is left free, so that folding can write the new row beside the old one.
CREATE TABLE feed_day_influencer (
    day date NOT NULL,
    influencer_id integer NOT NULL,
    reports bigint NOT NULL,
    impressions bigint NOT NULL,
    clicks bigint NOT NULL,
    engagements bigint NOT NULL,
    reported_conversions bigint NOT NULL,
    spend_cents bigint NOT NULL,
    CONSTRAINT pk_feed_day_influencer PRIMARY KEY (day, influencer_id)
) WITH (fillfactor = 50);

CREATE TABLE feed_month_influencer (
    month date NOT NULL,
    influencer_id integer NOT NULL,
    reports bigint NOT NULL,
    impressions bigint NOT NULL,
    clicks bigint NOT NULL,
    engagements bigint NOT NULL,
    reported_conversions bigint NOT NULL,
    spend_cents bigint NOT NULL,
    CONSTRAINT pk_feed_month_influencer PRIMARY KEY (month, influencer_id)
);

CREATE VIEW exact_feed_day_influencer AS
SELECT day, influencer_id, reports, impressions, clicks, engagements, reported_conversions, spend_cents
FROM feed_day_influencer
UNION ALL
SELECT day, influencer_id, reports, impressions, clicks, engagements, reported_conversions, spend_cents
FROM feed_deltas;

CREATE VIEW exact_feed_month_influencer AS
SELECT month, influencer_id, reports, impressions, clicks, engagements, reported_conversions, spend_cents
FROM feed_month_influencer
UNION ALL
SELECT date_trunc('month', day::timestamp)::date, influencer_id, reports, impressions, clicks, engagements, reported_conversions, spend_cents
FROM feed_deltas;

CREATE TABLE customer_deltas (
    month date NOT NULL,
    channel integer NOT NULL,
    new_customers integer NOT NULL
)
WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

CREATE TABLE customers_month_channel (
    month date NOT NULL,
    channel integer NOT NULL,
    new_customers integer NOT NULL,
    CONSTRAINT pk_customers_month_channel PRIMARY KEY (month, channel)
);

CREATE VIEW exact_customers_month_channel AS
SELECT month, channel, new_customers FROM customers_month_channel
UNION ALL
SELECT month, channel, new_customers FROM customer_deltas;
