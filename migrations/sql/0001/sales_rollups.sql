-- Sales by day, channel and product, exact at any moment.
-- A roll-up row that writers updated themselves would make all writers of one day and channel wait for each
-- other's commit. So triggers only append what changed to sales_deltas, readers add roll-up and deltas (the
-- views exact_*), and a job folds the deltas in. Cancelled and undated purchases are in none of these.

CREATE TABLE sales_deltas (
    day date NOT NULL,
    channel integer NOT NULL,
    product_id integer NOT NULL,
    orders bigint NOT NULL,
    units bigint NOT NULL,
    gross_cents bigint NOT NULL,
    returned_units bigint NOT NULL,
    returned_cents bigint NOT NULL,
    ratings bigint NOT NULL,
    rating_sum bigint NOT NULL
)
-- Emptied again and again: without a vacuum soon after, readers would wade through what is gone.
WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

CREATE TABLE sales_day_channel_product (
    day date NOT NULL,
    channel integer NOT NULL,
    product_id integer NOT NULL,
    orders bigint NOT NULL,
    units bigint NOT NULL,
    gross_cents bigint NOT NULL,
    returned_units bigint NOT NULL,
    returned_cents bigint NOT NULL,
    ratings bigint NOT NULL,
    rating_sum bigint NOT NULL,
    CONSTRAINT pk_sales_day_channel_product PRIMARY KEY (day, channel, product_id)
);
CREATE INDEX ix_sales_day_channel_product_product_id_day ON sales_day_channel_product (product_id, day);

CREATE TABLE sales_day_channel (
    day date NOT NULL,
    channel integer NOT NULL,
    orders bigint NOT NULL,
    units bigint NOT NULL,
    gross_cents bigint NOT NULL,
    returned_units bigint NOT NULL,
    returned_cents bigint NOT NULL,
    ratings bigint NOT NULL,
    rating_sum bigint NOT NULL,
    CONSTRAINT pk_sales_day_channel PRIMARY KEY (day, channel)
);

CREATE TABLE sales_month_channel (
    month date NOT NULL,
    channel integer NOT NULL,
    orders bigint NOT NULL,
    units bigint NOT NULL,
    gross_cents bigint NOT NULL,
    returned_units bigint NOT NULL,
    returned_cents bigint NOT NULL,
    ratings bigint NOT NULL,
    rating_sum bigint NOT NULL,
    CONSTRAINT pk_sales_month_channel PRIMARY KEY (month, channel)
);

CREATE VIEW exact_sales_day_channel_product AS
SELECT day, channel, product_id, orders, units, gross_cents, returned_units, returned_cents, ratings, rating_sum
FROM sales_day_channel_product
UNION ALL
SELECT day, channel, product_id, orders, units, gross_cents, returned_units, returned_cents, ratings, rating_sum
FROM sales_deltas;

CREATE VIEW exact_sales_day_channel AS
SELECT day, channel, orders, units, gross_cents, returned_units, returned_cents, ratings, rating_sum
FROM sales_day_channel
UNION ALL
SELECT day, channel, orders, units, gross_cents, returned_units, returned_cents, ratings, rating_sum
FROM sales_deltas;

CREATE VIEW exact_sales_month_channel AS
SELECT month, channel, orders, units, gross_cents, returned_units, returned_cents, ratings, rating_sum
FROM sales_month_channel
UNION ALL
SELECT date_trunc('month', day::timestamp)::date, channel,
       orders, units, gross_cents, returned_units, returned_cents, ratings, rating_sum
FROM sales_deltas;

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

    TRUNCATE sales_deltas, sales_day_channel_product, sales_day_channel, sales_month_channel;
    RETURN NULL;
END $$;

CREATE TRIGGER forget_sales BEFORE TRUNCATE ON bought_by
FOR EACH STATEMENT EXECUTE FUNCTION forget_sales();
