-- The roll-ups of 0001 from the purchases there are.
LOCK TABLE bought_by IN SHARE MODE;

INSERT INTO sales_day_channel_product
       (day, channel, product_id, orders, units, gross_cents, returned_units, returned_cents, ratings, rating_sum)
SELECT bought_date, coalesce(channel, -1), product_id, count(*), sum(coalesce(quantity, 0)),
       sum(coalesce(quantity, 0) * (unit_price * 100)::bigint), sum(returned_quantity),
       sum(returned_quantity * (unit_price * 100)::bigint), count(rating), coalesce(sum(rating), 0)
FROM bought_by
WHERE status <> 'cancelled' AND bought_date IS NOT NULL
GROUP BY 1, 2, 3;

INSERT INTO sales_day_channel
       (day, channel, orders, units, gross_cents, returned_units, returned_cents, ratings, rating_sum)
SELECT day, channel, sum(orders), sum(units), sum(gross_cents), sum(returned_units), sum(returned_cents),
       sum(ratings), sum(rating_sum)
FROM sales_day_channel_product GROUP BY 1, 2;

INSERT INTO sales_month_channel
       (month, channel, orders, units, gross_cents, returned_units, returned_cents, ratings, rating_sum)
SELECT date_trunc('month', day::timestamp)::date, channel, sum(orders), sum(units), sum(gross_cents),
       sum(returned_units), sum(returned_cents), sum(ratings), sum(rating_sum)
FROM sales_day_channel GROUP BY 1, 2;
