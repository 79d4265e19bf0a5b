-- Rules that give the events of a project a fingerprint: [{"type": "Timeout*", "parts": ["timeout"]}].
ALTER TABLE project
    ADD COLUMN fingerprint_rules jsonb NOT NULL DEFAULT '[]';

-- Workers cache the keys of a project with its settings: this makes them read both anew.
CREATE FUNCTION project_changed() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM pg_notify('revocation', 'key ' || k.public_key)
       FROM project_key k WHERE k.org_id = NEW.org_id AND k.project_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER project_changed AFTER UPDATE OF platform, fingerprint_rules ON project FOR EACH ROW
    WHEN ((OLD.platform, OLD.fingerprint_rules) IS DISTINCT FROM (NEW.platform, NEW.fingerprint_rules))
    EXECUTE FUNCTION project_changed();
