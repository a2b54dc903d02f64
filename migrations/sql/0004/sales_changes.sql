-- A template, filled in once for INSERT, UPDATE and DELETE: noted.sql for the purchases that came (sign 1) and that
-- went (sign -1) by the statement.
CREATE FUNCTION note_sales_{event}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moved_products integer[];
    moved_units bigint[];
BEGIN
    WITH {noted}, moved AS (
        SELECT product_id, sum(units - returned_units)::bigint AS units
        FROM change
        WHERE product_id IS NOT NULL
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
