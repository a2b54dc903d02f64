CREATE FUNCTION forget_clicks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE influencers
    SET clicked_number = influencers.clicked_number - reported.clicks
    FROM (SELECT influencer_id, sum(clicks) AS clicks FROM influencer_metrics GROUP BY influencer_id) AS reported
    WHERE reported.influencer_id = influencers.influencer_id AND reported.clicks <> 0;
    RETURN NULL;
END $$;

CREATE TRIGGER forget_clicks BEFORE TRUNCATE ON influencer_metrics
FOR EACH STATEMENT EXECUTE FUNCTION forget_clicks();

CREATE FUNCTION refuse_change_of_audit_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit log can only be appended to: % is refused.', TG_OP
    USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER refuse_change_of_audit_log BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit_log();
