-- A template, filled in once for INSERT, UPDATE and DELETE: {rows} are the purchases of the statement that came
-- (sign 1) and that went (sign -1).
CREATE FUNCTION note_sales_{event}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moved_products integer[];
    moved_units bigint[];
BEGIN
    WITH change AS MATERIALIZED (
        SELECT bought_date AS day,
               coalesce(channel, -1) AS channel,
               product_id,
               sum(sign) AS orders,
               sum(sign * coalesce(quantity, 0)) AS units,
               sum(sign * coalesce(quantity, 0) * (unit_price * 100)::bigint)::bigint AS gross_cents,
               sum(sign * returned_quantity) AS returned_units,
               sum(sign * returned_quantity * (unit_price * 100)::bigint)::bigint AS returned_cents,
               count(rating) FILTER (WHERE sign = 1) - count(rating) FILTER (WHERE sign = -1) AS ratings,
               coalesce(sum(sign * rating), 0) AS rating_sum
        FROM ({rows}) AS purchase
        WHERE status <> 'cancelled'
        GROUP BY bought_date, coalesce(channel, -1), product_id
    ), noted AS (
        INSERT INTO sales_deltas
               (day, channel, product_id, orders, units, gross_cents, returned_units, returned_cents, ratings, rating_sum)
        SELECT day, channel, product_id, orders, units, gross_cents, returned_units, returned_cents, ratings, rating_sum
        FROM change
        WHERE day IS NOT NULL
          AND (orders, units, gross_cents, returned_units, returned_cents, ratings, rating_sum)
              <> (0, 0, 0, 0, 0, 0, 0)
    ), moved AS (
        SELECT product_id, sum(units - returned_units)::bigint AS units
        FROM change
        GROUP BY product_id
        HAVING sum(units - returned_units) <> 0
    )
    SELECT array_agg(product_id), array_agg(units) INTO moved_products, moved_units FROM moved;

    IF moved_products IS NOT NULL THEN
        -- In the order of their ids: two imports must not wait for each other crosswise.
        PERFORM FROM products WHERE product_id = ANY (moved_products) ORDER BY product_id FOR NO KEY UPDATE;
        UPDATE products
        SET sales_quantity = products.sales_quantity + moved.units
        FROM unnest(moved_products, moved_units) AS moved (product_id, units)
        WHERE moved.product_id = products.product_id;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER note_sales_{event} AFTER {event} ON bought_by
REFERENCING {tables}
FOR EACH STATEMENT EXECUTE FUNCTION note_sales_{event}();
