-- What reports (each with a sign) add up to by day and influencer.
SELECT day,
       influencer_id,
       sum(sign)::bigint AS reports,
       sum(sign * impressions)::bigint AS impressions,
       sum(sign * clicks)::bigint AS clicks,
       sum(sign * (likes + comments + shares + saves))::bigint AS engagements,
       sum(sign * conversions)::bigint AS reported_conversions,
       (sum(sign * spend) * 100)::bigint AS spend_cents
FROM ({rows}) AS report
GROUP BY day, influencer_id
