-- A template like feed_changes.sql.
CREATE FUNCTION note_customers_{event}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO customer_deltas (month, channel, new_customers)
    SELECT month, channel, new_customers
    FROM ({came}) AS change
    WHERE new_customers <> 0;
    RETURN NULL;
END $$;

CREATE TRIGGER note_customers_{event} AFTER {event} ON customers
REFERENCING {tables}
FOR EACH STATEMENT EXECUTE FUNCTION note_customers_{event}();
