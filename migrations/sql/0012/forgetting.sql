-- Like a customer, an influencer who is deleted here is not kept in what an import replaced.
CREATE FUNCTION forget_imported_influencer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM import_changes WHERE table_name = 'influencers' AND row_id = NEW.influencer_id;
    RETURN NULL;
END $$;

CREATE TRIGGER forget_imported_influencer AFTER UPDATE OF is_deleted ON influencers
FOR EACH ROW WHEN (NEW.is_deleted AND NOT OLD.is_deleted) EXECUTE FUNCTION forget_imported_influencer();

DELETE FROM import_changes USING influencers
WHERE table_name = 'influencers' AND row_id = influencer_id AND is_deleted;
