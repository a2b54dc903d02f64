-- What is deleted takes its lines with it while it can still be seen what they moved.
CREATE FUNCTION delete_return_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM return_lines WHERE purchase_id = OLD.purchase_id) THEN
        DELETE FROM return_lines WHERE purchase_id = OLD.purchase_id;
    END IF;
    RETURN OLD;
END $$;

CREATE TRIGGER delete_return_lines BEFORE DELETE ON bought_by
FOR EACH ROW EXECUTE FUNCTION delete_return_lines();

-- TRUNCATE has no transition table: what is to go is counted before it goes. Where somebody has set
-- sales_quantity lower than what was sold, it ends at 0: emptying the table must not fail for that.
CREATE FUNCTION forget_sales() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE products
    SET sales_quantity = greatest(products.sales_quantity - sold.units, 0)
    FROM (
        SELECT product_id, sum(coalesce(quantity, 0) - returned_quantity) AS units
        FROM bought_by
        WHERE status <> 'cancelled'
        GROUP BY product_id
    ) AS sold
    WHERE sold.product_id = products.product_id AND sold.units <> 0;
    RETURN NULL;
END $$;

CREATE TRIGGER forget_sales BEFORE TRUNCATE ON bought_by
FOR EACH STATEMENT EXECUTE FUNCTION forget_sales();

CREATE FUNCTION forget_returns() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    done boolean;
BEGIN
    WITH {noted} SELECT true INTO done;
    RETURN NULL;
END $$;

CREATE TRIGGER forget_returns BEFORE TRUNCATE ON return_lines
FOR EACH STATEMENT EXECUTE FUNCTION forget_returns();

-- After the lines, which go along, have noted what they moved.
CREATE FUNCTION empty_sales_rollups() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    TRUNCATE sales_channel_deltas, sales_day_channel, sales_month_channel,
             sales_product_deltas, sales_day_product, sales_month_product;
    RETURN NULL;
END $$;

CREATE TRIGGER empty_sales_rollups AFTER TRUNCATE ON bought_by
FOR EACH STATEMENT EXECUTE FUNCTION empty_sales_rollups();
