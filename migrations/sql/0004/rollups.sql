-- Sales by day and by month, of each channel and of each product, exact at any moment. Categories and platforms come by
-- a join when they are read, so that a change of them moves nothing here; channel and product together are read from
-- the purchases. (Day, channel and product would be as many rows as purchases.)
-- A roll-up row that writers updated themselves would make all writers of one day and channel wait for each other's
-- commit. So triggers only append what changed to the tables of deltas, readers add roll-up and deltas (the views
-- exact_*), and two jobs fold the deltas in, one for channels and one for products. Cancelled purchases are in none of
-- these, and what has no day is not in them either. back_* is what came back on that day, whenever it was bought.

CREATE TABLE sales_channel_deltas (
    day date NOT NULL,
    channel integer NOT NULL,
    orders integer NOT NULL,
    units integer NOT NULL,
    returned_units integer NOT NULL,
    ratings integer NOT NULL,
    rating_sum integer NOT NULL,
    back_units integer NOT NULL,
    gross_cents bigint NOT NULL,
    returned_cents bigint NOT NULL,
    back_cents bigint NOT NULL
)
-- Emptied again and again: without a vacuum soon after, readers would wade through what is gone.
WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

CREATE TABLE sales_product_deltas (
    day date NOT NULL,
    product_id integer NOT NULL,
    orders integer NOT NULL,
    units integer NOT NULL,
    returned_units integer NOT NULL,
    ratings integer NOT NULL,
    rating_sum integer NOT NULL,
    back_units integer NOT NULL,
    gross_cents bigint NOT NULL,
    returned_cents bigint NOT NULL,
    back_cents bigint NOT NULL
)
-- Emptied again and again: without a vacuum soon after, readers would wade through what is gone.
WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- Half of a page is left free, so that folding can write the new row beside the old one.
CREATE TABLE sales_day_channel (
    day date NOT NULL,
    channel integer NOT NULL,
    orders integer NOT NULL,
    units integer NOT NULL,
    returned_units integer NOT NULL,
    ratings integer NOT NULL,
    rating_sum integer NOT NULL,
    back_units integer NOT NULL,
    gross_cents bigint NOT NULL,
    returned_cents bigint NOT NULL,
    back_cents bigint NOT NULL,
    CONSTRAINT pk_sales_day_channel PRIMARY KEY (day, channel)
) WITH (fillfactor = 50);

CREATE TABLE sales_month_channel (
    month date NOT NULL,
    channel integer NOT NULL,
    orders integer NOT NULL,
    units integer NOT NULL,
    returned_units integer NOT NULL,
    ratings integer NOT NULL,
    rating_sum integer NOT NULL,
    back_units integer NOT NULL,
    gross_cents bigint NOT NULL,
    returned_cents bigint NOT NULL,
    back_cents bigint NOT NULL,
    CONSTRAINT pk_sales_month_channel PRIMARY KEY (month, channel)
);

CREATE TABLE sales_day_product (
    day date NOT NULL,
    product_id integer NOT NULL,
    orders integer NOT NULL,
    units integer NOT NULL,
    returned_units integer NOT NULL,
    ratings integer NOT NULL,
    rating_sum integer NOT NULL,
    back_units integer NOT NULL,
    gross_cents bigint NOT NULL,
    returned_cents bigint NOT NULL,
    back_cents bigint NOT NULL,
    CONSTRAINT pk_sales_day_product PRIMARY KEY (day, product_id)
) WITH (fillfactor = 50);

CREATE TABLE sales_month_product (
    month date NOT NULL,
    product_id integer NOT NULL,
    orders integer NOT NULL,
    units integer NOT NULL,
    returned_units integer NOT NULL,
    ratings integer NOT NULL,
    rating_sum integer NOT NULL,
    back_units integer NOT NULL,
    gross_cents bigint NOT NULL,
    returned_cents bigint NOT NULL,
    back_cents bigint NOT NULL,
    CONSTRAINT pk_sales_month_product PRIMARY KEY (month, product_id)
);

CREATE VIEW exact_sales_day_channel AS
SELECT day, channel, orders, units, returned_units, ratings, rating_sum, back_units,
       gross_cents, returned_cents, back_cents
FROM sales_day_channel
UNION ALL
SELECT day, channel, orders, units, returned_units, ratings, rating_sum, back_units,
       gross_cents, returned_cents, back_cents
FROM sales_channel_deltas;

CREATE VIEW exact_sales_month_channel AS
SELECT month, channel, orders, units, returned_units, ratings, rating_sum, back_units,
       gross_cents, returned_cents, back_cents
FROM sales_month_channel
UNION ALL
SELECT date_trunc('month', day::timestamp)::date, channel,
       orders, units, returned_units, ratings, rating_sum, back_units,
       gross_cents, returned_cents, back_cents
FROM sales_channel_deltas;

CREATE VIEW exact_sales_day_product AS
SELECT day, product_id, orders, units, returned_units, ratings, rating_sum, back_units,
       gross_cents, returned_cents, back_cents
FROM sales_day_product
UNION ALL
SELECT day, product_id, orders, units, returned_units, ratings, rating_sum, back_units,
       gross_cents, returned_cents, back_cents
FROM sales_product_deltas;

CREATE VIEW exact_sales_month_product AS
SELECT month, product_id, orders, units, returned_units, ratings, rating_sum, back_units,
       gross_cents, returned_cents, back_cents
FROM sales_month_product
UNION ALL
SELECT date_trunc('month', day::timestamp)::date, product_id,
       orders, units, returned_units, ratings, rating_sum, back_units,
       gross_cents, returned_cents, back_cents
FROM sales_product_deltas;

-- The purchases and returns themselves in the same measures, a row for each: what all of the above are sums of.
CREATE VIEW sales_movements AS
{movements};
