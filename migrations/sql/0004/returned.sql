-- Where return_lines say that some of it came back on another day than the purchase's last return, move that much from
-- this day to that one. Either lines or purchases have a sign.
SELECT moved.day, coalesce(purchase.channel, -1) AS channel, purchase.product_id,
       0 AS orders, 0 AS units, 0 AS returned_units, 0 AS ratings, 0 AS rating_sum,
       sign * moved.units AS back_units,
       0::bigint AS gross_cents, 0::bigint AS returned_cents,
       sign * moved.units * (purchase.unit_price * 100)::bigint AS back_cents
FROM ({lines}) AS line
JOIN ({purchases}) AS purchase USING (purchase_id)
CROSS JOIN LATERAL (
    VALUES (line.returned_date, line.quantity), (purchase.returned_date, -line.quantity)
) AS moved (day, units)
WHERE purchase.status <> 'cancelled'
  AND moved.day IS NOT NULL
  AND line.returned_date IS DISTINCT FROM purchase.returned_date
