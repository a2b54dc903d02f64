-- Part of a statement: one pass over what was moved gives the sums by channel, where product_id is null, and by product.
change AS MATERIALIZED (
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
    FROM ({movements}) AS movement
    GROUP BY GROUPING SETS ((day, channel), (day, product_id))
), of_channels AS (
    INSERT INTO sales_channel_deltas (
        day, channel, orders, units, returned_units, ratings, rating_sum, back_units,
        gross_cents, returned_cents, back_cents)
    SELECT day, channel, orders, units, returned_units, ratings, rating_sum, back_units,
           gross_cents, returned_cents, back_cents
    FROM change
    WHERE channel IS NOT NULL AND day IS NOT NULL
      AND (orders, units, returned_units, ratings, rating_sum, back_units, gross_cents, returned_cents, back_cents)
          <> (0, 0, 0, 0, 0, 0, 0, 0, 0)
), of_products AS (
    INSERT INTO sales_product_deltas (
        day, product_id, orders, units, returned_units, ratings, rating_sum, back_units,
        gross_cents, returned_cents, back_cents)
    SELECT day, product_id, orders, units, returned_units, ratings, rating_sum, back_units,
           gross_cents, returned_cents, back_cents
    FROM change
    WHERE product_id IS NOT NULL AND day IS NOT NULL
      AND (orders, units, returned_units, ratings, rating_sum, back_units, gross_cents, returned_cents, back_cents)
          <> (0, 0, 0, 0, 0, 0, 0, 0, 0)
)
