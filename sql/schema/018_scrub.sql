-- What a project hides of its events, and how workers hear that a project or a key has changed.

ALTER TABLE project
    ADD COLUMN scrub       text   NOT NULL DEFAULT 'default' CHECK (scrub IN ('default', 'off')),
    ADD COLUMN scrub_names text[] NOT NULL DEFAULT '{}' CHECK (cardinality(scrub_names) <= 100);

-- Workers cache keys with the settings of their project and their own. They drop a key from the cache when they hear of
-- it on the channel of revocations, as of a deleted key, and read it anew when it is next used. The time at which a key
-- was last used is no setting, and the digest writes it often.
CREATE FUNCTION key_changed() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM pg_notify('revocation', 'key ' || NEW.public_key);
    RETURN NULL;
END $$;
CREATE TRIGGER key_changed AFTER UPDATE ON project_key
    FOR EACH ROW WHEN (OLD.last_used_at IS NOT DISTINCT FROM NEW.last_used_at) EXECUTE FUNCTION key_changed();

CREATE FUNCTION project_changed() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM pg_notify('revocation', 'key ' || public_key)
       FROM project_key
      WHERE org_id = NEW.org_id AND project_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER project_changed AFTER UPDATE ON project FOR EACH ROW EXECUTE FUNCTION project_changed();
