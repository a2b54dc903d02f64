-- The ten tables of the system design document, with the keys and columns that data-model.md adds to them.

CREATE TYPE user_role_enum AS ENUM ('admin', 'marketing_manager', 'data_analyst', 'campaign_manager', 'finance_manager');
CREATE TYPE campaign_status_enum AS ENUM ('draft', 'approved', 'running', 'completed', 'cancelled');
CREATE TYPE payment_status_enum AS ENUM ('pending', 'approved', 'scheduled', 'paid', 'failed', 'cancelled');
CREATE TYPE adjust_field_enum AS ENUM ('product_price', 'stock_quantity', 'sales_quantity');
CREATE TYPE bought_status_enum AS ENUM ('ordered', 'completed', 'partially_returned', 'returned', 'cancelled');

CREATE TABLE customers (
    customer_id serial NOT NULL,
    customer_name varchar(50) NOT NULL,
    customer_mail varchar(255) NOT NULL,
    customer_phone varchar(15) NOT NULL,
    customer_address text NOT NULL,
    channel integer DEFAULT -1,
    since date NOT NULL,
    is_account_deleted boolean NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    source text,
    external_ref text,
    CONSTRAINT pk_customers PRIMARY KEY (customer_id),
    CONSTRAINT uq_customers_source_external_ref UNIQUE (source, external_ref),
    CONSTRAINT ck_customers_since CHECK (since <= CURRENT_DATE),
    CONSTRAINT uq_customers_customer_mail UNIQUE (customer_mail),
    CONSTRAINT uq_customers_customer_phone UNIQUE (customer_phone)
);
CREATE INDEX ix_customers_since_channel ON customers (since, channel);

CREATE TABLE products (
    product_id serial NOT NULL,
    stock_quantity integer NOT NULL,
    category varchar(100) NOT NULL,
    sales_quantity integer NOT NULL,
    description text,
    product_price double precision NOT NULL,
    on_sale boolean NOT NULL,
    title varchar(100) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    source text,
    external_ref text,
    CONSTRAINT pk_products PRIMARY KEY (product_id),
    CONSTRAINT uq_products_source_external_ref UNIQUE (source, external_ref),
    CONSTRAINT ck_products_stock_quantity CHECK (stock_quantity >= 0),
    CONSTRAINT ck_products_sales_quantity CHECK (sales_quantity >= 0),
    CONSTRAINT ck_products_product_price CHECK (product_price >= 0)
);

CREATE TABLE influencers (
    influencer_id serial NOT NULL,
    influencer_name varchar(50) NOT NULL,
    platform varchar(50) NOT NULL,
    follower_count integer NOT NULL,
    clicked_number integer NOT NULL,
    category varchar(100) NOT NULL,
    influencer_mail varchar(255) NOT NULL,
    still_partner boolean NOT NULL,
    member_since date NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    source text,
    external_ref text,
    CONSTRAINT pk_influencers PRIMARY KEY (influencer_id),
    CONSTRAINT uq_influencers_source_external_ref UNIQUE (source, external_ref),
    CONSTRAINT ck_influencers_follower_count CHECK (follower_count >= 0),
    CONSTRAINT ck_influencers_clicked_number CHECK (clicked_number >= 0),
    CONSTRAINT ck_influencers_member_since CHECK (member_since <= CURRENT_DATE),
    CONSTRAINT uq_influencers_influencer_mail UNIQUE (influencer_mail)
);

CREATE TABLE users (
    user_id serial NOT NULL,
    user_role user_role_enum NOT NULL,
    user_mail varchar(255) NOT NULL,
    user_name varchar(50) NOT NULL,
    user_password varchar(100) NOT NULL,
    is_active boolean NOT NULL,
    member_since date NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT pk_users PRIMARY KEY (user_id),
    CONSTRAINT ck_users_member_since CHECK (member_since <= CURRENT_DATE),
    CONSTRAINT uq_users_user_mail UNIQUE (user_mail)
);

CREATE TABLE campaigns (
    campaign_id serial NOT NULL,
    campaign_name varchar(50) NOT NULL,
    start_date date NOT NULL,
    end_date date NOT NULL,
    budget numeric(10, 2) NOT NULL,
    status campaign_status_enum DEFAULT 'draft' NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    source text,
    external_ref text,
    CONSTRAINT pk_campaigns PRIMARY KEY (campaign_id),
    CONSTRAINT uq_campaigns_source_external_ref UNIQUE (source, external_ref),
    CONSTRAINT ck_campaigns_dates CHECK (start_date <= end_date),
    CONSTRAINT ck_campaigns_budget CHECK (budget >= 0)
);

CREATE TABLE arranges (
    arrangement_id bigint GENERATED ALWAYS AS IDENTITY,
    product_id integer NOT NULL,
    influencer_id integer NOT NULL,
    user_id integer NOT NULL,
    campaign_id integer NOT NULL,
    CONSTRAINT pk_arranges PRIMARY KEY (arrangement_id),
    CONSTRAINT uq_arranges_product_id_influencer_id_user_id_campaign_id
        UNIQUE (product_id, influencer_id, user_id, campaign_id),
    CONSTRAINT fk_arranges_product_id_products
        FOREIGN KEY (product_id) REFERENCES products (product_id) ON DELETE CASCADE,
    CONSTRAINT fk_arranges_influencer_id_influencers
        FOREIGN KEY (influencer_id) REFERENCES influencers (influencer_id) ON DELETE CASCADE,
    CONSTRAINT fk_arranges_user_id_users FOREIGN KEY (user_id) REFERENCES users (user_id) ON DELETE CASCADE,
    CONSTRAINT fk_arranges_campaign_id_campaigns
        FOREIGN KEY (campaign_id) REFERENCES campaigns (campaign_id) ON DELETE CASCADE
);
CREATE INDEX ix_arranges_campaign_id ON arranges (campaign_id);
CREATE INDEX ix_arranges_influencer_id ON arranges (influencer_id);
CREATE INDEX ix_arranges_user_id ON arranges (user_id);

CREATE TABLE payment (
    payment_id bigint GENERATED ALWAYS AS IDENTITY,
    campaign_id integer NOT NULL,
    influencer_id integer NOT NULL,
    amount numeric(10, 2) NOT NULL,
    status payment_status_enum NOT NULL,
    date date NOT NULL,
    CONSTRAINT pk_payment PRIMARY KEY (payment_id),
    CONSTRAINT ck_payment_amount CHECK (amount >= 0),
    CONSTRAINT fk_payment_campaign_id_campaigns
        FOREIGN KEY (campaign_id) REFERENCES campaigns (campaign_id) ON DELETE CASCADE,
    CONSTRAINT fk_payment_influencer_id_influencers
        FOREIGN KEY (influencer_id) REFERENCES influencers (influencer_id) ON DELETE CASCADE
);
CREATE INDEX ix_payment_campaign_id ON payment (campaign_id);
CREATE INDEX ix_payment_date ON payment (date);
CREATE INDEX ix_payment_influencer_id ON payment (influencer_id);

CREATE TABLE adjusts (
    adjustment_id bigint GENERATED ALWAYS AS IDENTITY,
    user_id integer NOT NULL,
    product_id integer NOT NULL,
    date_time timestamp NOT NULL,
    is_active boolean NOT NULL,
    field adjust_field_enum NOT NULL,
    old_value double precision NOT NULL,
    new_value double precision NOT NULL,
    CONSTRAINT pk_adjusts PRIMARY KEY (adjustment_id),
    CONSTRAINT ck_adjusts_date_time CHECK (date_time <= (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')),
    CONSTRAINT ck_adjusts_old_value CHECK (old_value >= 0),
    CONSTRAINT ck_adjusts_new_value CHECK (new_value >= 0),
    CONSTRAINT fk_adjusts_user_id_users FOREIGN KEY (user_id) REFERENCES users (user_id) ON DELETE CASCADE,
    CONSTRAINT fk_adjusts_product_id_products
        FOREIGN KEY (product_id) REFERENCES products (product_id) ON DELETE CASCADE
);
CREATE INDEX ix_adjusts_product_id_field_date_time ON adjusts (product_id, field, date_time);
CREATE INDEX ix_adjusts_user_id ON adjusts (user_id);

CREATE TABLE bought_by (
    purchase_id bigint GENERATED ALWAYS AS IDENTITY,
    product_id integer NOT NULL,
    customer_id integer NOT NULL,
    status bought_status_enum NOT NULL,
    channel integer DEFAULT -1,
    rating integer,
    quantity integer,
    bought_date date,
    unit_price numeric(12, 2) NOT NULL,
    returned_quantity integer DEFAULT 0 NOT NULL,
    returned_date date,
    return_reason text,
    source text,
    external_ref text,
    CONSTRAINT pk_bought_by PRIMARY KEY (purchase_id),
    CONSTRAINT uq_bought_by_source_external_ref UNIQUE (source, external_ref),
    CONSTRAINT ck_bought_by_rating CHECK (rating BETWEEN 1 AND 5),
    CONSTRAINT ck_bought_by_quantity CHECK (quantity > 0),
    CONSTRAINT ck_bought_by_bought_date CHECK (bought_date <= CURRENT_DATE),
    CONSTRAINT ck_bought_by_unit_price CHECK (unit_price >= 0),
    CONSTRAINT ck_bought_by_returned_quantity CHECK (returned_quantity BETWEEN 0 AND coalesce(quantity, 0)),
    CONSTRAINT fk_bought_by_product_id_products
        FOREIGN KEY (product_id) REFERENCES products (product_id) ON DELETE CASCADE,
    CONSTRAINT fk_bought_by_customer_id_customers
        FOREIGN KEY (customer_id) REFERENCES customers (customer_id) ON DELETE CASCADE
);
CREATE INDEX ix_bought_by_customer_id ON bought_by (customer_id);
CREATE INDEX ix_bought_by_product_id ON bought_by (product_id);

CREATE TABLE liked_by (
    like_id bigint GENERATED ALWAYS AS IDENTITY,
    customer_id integer NOT NULL,
    product_id integer NOT NULL,
    channel integer DEFAULT -1,
    liked_date date,
    CONSTRAINT pk_liked_by PRIMARY KEY (like_id),
    CONSTRAINT uq_liked_by_customer_id_product_id UNIQUE (customer_id, product_id),
    CONSTRAINT ck_liked_by_liked_date CHECK (liked_date <= CURRENT_DATE),
    CONSTRAINT fk_liked_by_customer_id_customers
        FOREIGN KEY (customer_id) REFERENCES customers (customer_id) ON DELETE CASCADE,
    CONSTRAINT fk_liked_by_product_id_products
        FOREIGN KEY (product_id) REFERENCES products (product_id) ON DELETE CASCADE
);
CREATE INDEX ix_liked_by_product_id ON liked_by (product_id);
