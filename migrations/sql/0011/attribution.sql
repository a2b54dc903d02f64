CREATE TABLE attribution_results (
    result_id bigint GENERATED ALWAYS AS IDENTITY,
    window_slug text NOT NULL,
    model text NOT NULL,
    channel integer,
    as_of date NOT NULL,
    conversions numeric(18, 6) NOT NULL,
    revenue numeric(18, 2) NOT NULL,
    computed_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_attribution_results PRIMARY KEY (result_id),
    CONSTRAINT uq_attribution_results_window_slug_model_channel
        UNIQUE NULLS NOT DISTINCT (window_slug, model, channel),
    CONSTRAINT ck_attribution_results_conversions CHECK (conversions >= 0),
    CONSTRAINT ck_attribution_results_revenue CHECK (revenue >= 0)
);
