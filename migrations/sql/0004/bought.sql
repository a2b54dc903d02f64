-- What purchases (each with a sign) move: sales on the day they were bought, and what came back on the day of the
-- return. The whole returned quantity stands on the purchase's last return here; returned.sql corrects that.
SELECT bought_date AS day,
       coalesce(channel, -1) AS channel,
       product_id,
       sign AS orders,
       sign * coalesce(quantity, 0) AS units,
       sign * returned_quantity AS returned_units,
       CASE WHEN rating IS NULL THEN 0 ELSE sign END AS ratings,
       sign * coalesce(rating, 0) AS rating_sum,
       0 AS back_units,
       sign * coalesce(quantity, 0) * (unit_price * 100)::bigint AS gross_cents,
       CASE WHEN returned_quantity = 0 THEN 0 ELSE sign * returned_quantity * (unit_price * 100)::bigint END
           AS returned_cents,
       0::bigint AS back_cents
FROM ({purchases}) AS purchase
WHERE status <> 'cancelled'
UNION ALL
SELECT returned_date, coalesce(channel, -1), product_id, 0, 0, 0, 0, 0, sign * returned_quantity,
       0, 0, sign * returned_quantity * (unit_price * 100)::bigint
FROM ({purchases}) AS purchase
WHERE status <> 'cancelled' AND returned_quantity <> 0 AND returned_date IS NOT NULL
