-- From the purchases and returns there are, in one pass; nobody writes any meanwhile.
LOCK TABLE bought_by, return_lines IN SHARE MODE;

WITH change AS MATERIALIZED (
    SELECT day, channel, product_id,
           sum(orders) AS orders,
           sum(units) AS units,
           sum(returned_units) AS returned_units,
           sum(ratings) AS ratings,
           sum(rating_sum) AS rating_sum,
           sum(back_units) AS back_units,
           sum(gross_cents)::bigint AS gross_cents,
           sum(returned_cents)::bigint AS returned_cents,
           sum(back_cents)::bigint AS back_cents
    FROM sales_movements
    WHERE day IS NOT NULL
    GROUP BY GROUPING SETS ((day, channel), (day, product_id))
), of_channels AS (
    INSERT INTO sales_day_channel (
        day, channel, orders, units, returned_units, ratings, rating_sum, back_units,
        gross_cents, returned_cents, back_cents)
    SELECT day, channel, orders, units, returned_units, ratings, rating_sum, back_units,
           gross_cents, returned_cents, back_cents
    FROM change WHERE channel IS NOT NULL ORDER BY day, channel
)
INSERT INTO sales_day_product (
    day, product_id, orders, units, returned_units, ratings, rating_sum, back_units,
    gross_cents, returned_cents, back_cents)
SELECT day, product_id, orders, units, returned_units, ratings, rating_sum, back_units,
       gross_cents, returned_cents, back_cents
FROM change WHERE product_id IS NOT NULL ORDER BY day, product_id;

INSERT INTO sales_month_channel (
    month, channel, orders, units, returned_units, ratings, rating_sum, back_units,
    gross_cents, returned_cents, back_cents)
SELECT date_trunc('month', day::timestamp)::date, channel,
       sum(orders), sum(units), sum(returned_units), sum(ratings), sum(rating_sum), sum(back_units),
       sum(gross_cents), sum(returned_cents), sum(back_cents)
FROM sales_day_channel GROUP BY 1, 2 ORDER BY 1, 2;

INSERT INTO sales_month_product (
    month, product_id, orders, units, returned_units, ratings, rating_sum, back_units,
    gross_cents, returned_cents, back_cents)
SELECT date_trunc('month', day::timestamp)::date, product_id,
       sum(orders), sum(units), sum(returned_units), sum(ratings), sum(rating_sum), sum(back_units),
       sum(gross_cents), sum(returned_cents), sum(back_cents)
FROM sales_day_product GROUP BY 1, 2 ORDER BY 1, 2;
