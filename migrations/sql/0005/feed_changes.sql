-- A template, filled in once for INSERT, UPDATE and DELETE; what moved no sum leaves nothing.
CREATE FUNCTION note_feed_{event}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO feed_deltas (
        day, influencer_id, reports, impressions, clicks, engagements, reported_conversions, spend_cents)
    SELECT day, influencer_id, reports, impressions, clicks, engagements, reported_conversions, spend_cents
    FROM ({reported}) AS change
    WHERE (reports, impressions, clicks, engagements, reported_conversions, spend_cents) <> (0, 0, 0, 0, 0, 0);
    RETURN NULL;
END $$;

CREATE TRIGGER note_feed_{event} AFTER {event} ON influencer_metrics
REFERENCING {tables}
FOR EACH STATEMENT EXECUTE FUNCTION note_feed_{event}();
