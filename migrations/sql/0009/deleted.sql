ALTER TABLE influencers ADD COLUMN is_deleted boolean DEFAULT false NOT NULL;

-- A deleted influencer stays nobody, also when a file names him again; what was reported, sold and paid stays.
CREATE FUNCTION keep_influencer_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.influencer_name := OLD.influencer_name;
    NEW.influencer_mail := OLD.influencer_mail;
    NEW.still_partner := false;
    NEW.is_deleted := true;
    RETURN NEW;
END $$;

CREATE TRIGGER keep_influencer_deleted BEFORE UPDATE ON influencers
FOR EACH ROW WHEN (OLD.is_deleted) EXECUTE FUNCTION keep_influencer_deleted();
