-- What the records of sales need beside the document's columns.

-- What a product was created with: stock and sales quantity are that, plus the edits, plus or minus the purchases.
ALTER TABLE products ADD COLUMN opening_stock integer, ADD COLUMN opening_sales integer;
UPDATE products SET
    opening_stock = stock_quantity - (
        SELECT coalesce(sum(new_value - old_value), 0) FROM adjusts
        WHERE adjusts.product_id = products.product_id AND field = 'stock_quantity'),
    opening_sales = sales_quantity - (
        SELECT coalesce(sum(new_value - old_value), 0) FROM adjusts
        WHERE adjusts.product_id = products.product_id AND field = 'sales_quantity') - (
        SELECT coalesce(sum(coalesce(quantity, 0) - returned_quantity), 0) FROM bought_by
        WHERE bought_by.product_id = products.product_id AND status <> 'cancelled');
ALTER TABLE products ALTER COLUMN opening_stock SET NOT NULL, ALTER COLUMN opening_sales SET NOT NULL;

-- A restored row keeps what it had.
CREATE FUNCTION note_opening_quantities() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.opening_stock := coalesce(NEW.opening_stock, NEW.stock_quantity);
    NEW.opening_sales := coalesce(NEW.opening_sales, NEW.sales_quantity);
    RETURN NEW;
END $$;

CREATE TRIGGER note_opening_quantities BEFORE INSERT ON products
FOR EACH ROW EXECUTE FUNCTION note_opening_quantities();

-- True where the purchase took from the stock kept here, so that returns and a cancellation give back to it.
ALTER TABLE bought_by
    ADD COLUMN stock_kept boolean DEFAULT false NOT NULL,
    ADD COLUMN version integer DEFAULT 1 NOT NULL;

-- A deleted customer stays nobody, also when a file names him again.
CREATE FUNCTION keep_customer_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.customer_name := OLD.customer_name;
    NEW.customer_mail := OLD.customer_mail;
    NEW.customer_phone := OLD.customer_phone;
    NEW.customer_address := OLD.customer_address;
    NEW.is_account_deleted := true;
    RETURN NEW;
END $$;

CREATE TRIGGER keep_customer_deleted BEFORE UPDATE ON customers
FOR EACH ROW WHEN (OLD.is_account_deleted) EXECUTE FUNCTION keep_customer_deleted();
