-- One for every filter and sort of the lists that the API offers; the facts are never read from end to end. What is
-- common at one end of time only (open orders, a new product or channel) has the day in its index: to walk all days
-- in their order until enough of it is found would take the whole table.
-- Not on stock and sales quantities: every order would then have to write all indexes of its product. Not on parts of
-- mail addresses: that alone would more than double the time of a list of customers; whole ones have their unique key.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE INDEX ix_products_category_product_id ON products (category, product_id);
CREATE INDEX ix_products_title_product_id ON products (title, product_id);
CREATE INDEX ix_products_product_price_product_id ON products (product_price, product_id);
CREATE INDEX ix_products_off_sale ON products (product_id) WHERE NOT on_sale;
CREATE INDEX ix_products_parts_of_title ON products USING gin (title gin_trgm_ops);

CREATE INDEX ix_customers_since_customer_id ON customers (since, customer_id);
CREATE INDEX ix_customers_channel_since_customer_id ON customers (channel, since, customer_id);
CREATE INDEX ix_customers_deleted ON customers (customer_id) WHERE is_account_deleted;
CREATE INDEX ix_customers_parts_of_name ON customers USING gin (customer_name gin_trgm_ops);

CREATE INDEX ix_bought_by_bought_date_purchase_id ON bought_by (bought_date, purchase_id);
CREATE INDEX ix_bought_by_channel_bought_date_purchase_id ON bought_by (channel, bought_date, purchase_id);
CREATE INDEX ix_bought_by_product_id_bought_date_purchase_id ON bought_by (product_id, bought_date, purchase_id);
CREATE INDEX ix_bought_by_status_bought_date_purchase_id ON bought_by (status, bought_date, purchase_id);
DROP INDEX ix_bought_by_product_id;
CREATE INDEX ix_bought_by_rating ON bought_by (rating) WHERE rating IS NOT NULL;
-- All that is told of returns, so that their analysis reads neither the purchases nor what was kept.
CREATE INDEX ix_bought_by_returned ON bought_by (bought_date)
    INCLUDE (purchase_id, channel, product_id, returned_quantity, unit_price, return_reason, returned_date, status)
    WHERE returned_quantity > 0;

CREATE INDEX ix_liked_by_liked_date_like_id ON liked_by (liked_date, like_id);
CREATE INDEX ix_liked_by_channel_liked_date_like_id ON liked_by (channel, liked_date, like_id);
CREATE INDEX ix_liked_by_product_id_liked_date_like_id ON liked_by (product_id, liked_date, like_id);
DROP INDEX ix_liked_by_product_id;
