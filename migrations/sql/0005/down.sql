DROP TRIGGER note_feed_insert ON influencer_metrics;
DROP TRIGGER note_feed_update ON influencer_metrics;
DROP TRIGGER note_feed_delete ON influencer_metrics;
DROP TRIGGER empty_feed_rollups ON influencer_metrics;
DROP TRIGGER note_customers_insert ON customers;
DROP TRIGGER note_customers_update ON customers;
DROP TRIGGER note_customers_delete ON customers;
DROP TRIGGER empty_customer_rollup ON customers;
DROP FUNCTION
    note_feed_insert, note_feed_update, note_feed_delete, empty_feed_rollups,
    note_customers_insert, note_customers_update, note_customers_delete, empty_customer_rollup;
DROP VIEW exact_feed_day_influencer, exact_feed_month_influencer, exact_customers_month_channel;
DROP TABLE feed_deltas, feed_day_influencer, feed_month_influencer, customer_deltas, customers_month_channel;
