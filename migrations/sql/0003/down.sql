CREATE INDEX ix_liked_by_product_id ON liked_by (product_id);
CREATE INDEX ix_bought_by_product_id ON bought_by (product_id);
DROP INDEX
    ix_liked_by_product_id_liked_date_like_id, ix_liked_by_channel_liked_date_like_id, ix_liked_by_liked_date_like_id,
    ix_bought_by_returned, ix_bought_by_rating,
    ix_bought_by_status_bought_date_purchase_id, ix_bought_by_product_id_bought_date_purchase_id,
    ix_bought_by_channel_bought_date_purchase_id, ix_bought_by_bought_date_purchase_id,
    ix_customers_parts_of_name, ix_customers_deleted,
    ix_customers_channel_since_customer_id, ix_customers_since_customer_id,
    ix_products_parts_of_title, ix_products_off_sale, ix_products_product_price_product_id,
    ix_products_title_product_id, ix_products_category_product_id;
DROP EXTENSION pg_trgm;

DROP TRIGGER keep_customer_deleted ON customers;
DROP FUNCTION keep_customer_deleted;
ALTER TABLE bought_by DROP COLUMN version, DROP COLUMN stock_kept;
DROP TRIGGER note_opening_quantities ON products;
DROP FUNCTION note_opening_quantities;
ALTER TABLE products DROP COLUMN opening_sales, DROP COLUMN opening_stock;
