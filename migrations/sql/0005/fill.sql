-- From the reports and customers there are; nobody writes any meanwhile.
LOCK TABLE influencer_metrics, customers IN SHARE MODE;

INSERT INTO feed_day_influencer (
    day, influencer_id, reports, impressions, clicks, engagements, reported_conversions, spend_cents)
{reported}
ORDER BY day, influencer_id;

INSERT INTO feed_month_influencer (
    month, influencer_id, reports, impressions, clicks, engagements, reported_conversions, spend_cents)
SELECT date_trunc('month', day::timestamp)::date, influencer_id,
       sum(reports), sum(impressions), sum(clicks), sum(engagements), sum(reported_conversions), sum(spend_cents)
FROM feed_day_influencer GROUP BY 1, 2 ORDER BY 1, 2;

INSERT INTO customers_month_channel (month, channel, new_customers)
{came}
ORDER BY 1, 2;
