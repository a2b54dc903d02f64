-- A template like sales_changes.sql for the lines of returns. The purchases are locked before they are read: whoever
-- changes one at the same time sees our lines, or we see his change.
CREATE FUNCTION note_returns_{event}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    done boolean;
BEGIN
    PERFORM FROM bought_by WHERE purchase_id IN (SELECT purchase_id FROM ({lines}) AS line)
    ORDER BY purchase_id FOR NO KEY UPDATE;

    WITH {noted} SELECT true INTO done;
    RETURN NULL;
END $$;

CREATE TRIGGER note_returns_{event} AFTER {event} ON return_lines
REFERENCING {tables}
FOR EACH STATEMENT EXECUTE FUNCTION note_returns_{event}();
