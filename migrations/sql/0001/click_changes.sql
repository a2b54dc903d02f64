-- A template like the one for sales: influencers.clicked_number follows the clicks that feeds report.
CREATE FUNCTION note_clicks_{event}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moved_influencers integer[];
    moved_clicks bigint[];
BEGIN
    WITH moved AS (
        SELECT influencer_id, sum(sign * clicks)::bigint AS clicks
        FROM ({rows}) AS report
        GROUP BY influencer_id
        HAVING sum(sign * clicks) <> 0
    )
    SELECT array_agg(influencer_id), array_agg(clicks) INTO moved_influencers, moved_clicks FROM moved;

    IF moved_influencers IS NOT NULL THEN
        PERFORM FROM influencers WHERE influencer_id = ANY (moved_influencers)
        ORDER BY influencer_id FOR NO KEY UPDATE;
        UPDATE influencers
        SET clicked_number = influencers.clicked_number + moved.clicks
        FROM unnest(moved_influencers, moved_clicks) AS moved (influencer_id, clicks)
        WHERE moved.influencer_id = influencers.influencer_id;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER note_clicks_{event} AFTER {event} ON influencer_metrics
REFERENCING {tables}
FOR EACH STATEMENT EXECUTE FUNCTION note_clicks_{event}();
