CREATE TABLE book_breaches (
    breach_id bigint GENERATED ALWAYS AS IDENTITY,
    book text NOT NULL,
    record bigint NOT NULL,
    held bigint NOT NULL,
    expected bigint NOT NULL,
    found_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_book_breaches PRIMARY KEY (breach_id)
);
