-- What recommendations are made from, measured anew each night: counts, sums and a sample of hashed buyers.
CREATE TABLE influencer_profiles (
    influencer_id integer NOT NULL,
    as_of date NOT NULL,
    state text NOT NULL,
    engaged_days integer NOT NULL,
    cost_cents bigint NOT NULL,
    revenue double precision NOT NULL,
    revenue_cv double precision NOT NULL,
    orders integer NOT NULL,
    likes integer NOT NULL,
    shown_days integer NOT NULL,
    mix_value double precision NOT NULL,
    people integer NOT NULL,
    placed integer NOT NULL,
    countries jsonb DEFAULT '{}'::jsonb NOT NULL,
    buyers integer NOT NULL,
    returning_buyers integer NOT NULL,
    ratings integer[] NOT NULL,
    sample bytea NOT NULL,
    sample_share double precision NOT NULL,
    computed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_influencer_profiles PRIMARY KEY (influencer_id),
    CONSTRAINT ck_influencer_profiles_engaged_days CHECK (engaged_days >= 0),
    CONSTRAINT fk_influencer_profiles_influencer_id_influencers FOREIGN KEY (influencer_id)
        REFERENCES influencers (influencer_id) ON DELETE CASCADE
);

CREATE TABLE influencer_categories (
    category text NOT NULL,
    influencer_id integer NOT NULL,
    orders integer NOT NULL,
    net_cents bigint NOT NULL,
    likes integer NOT NULL,
    shown_days integer NOT NULL,
    CONSTRAINT pk_influencer_categories PRIMARY KEY (category, influencer_id),
    CONSTRAINT fk_influencer_categories_influencer_id_influencers FOREIGN KEY (influencer_id)
        REFERENCES influencers (influencer_id) ON DELETE CASCADE
);
CREATE INDEX ix_influencer_categories_influencer_id ON influencer_categories (influencer_id);
