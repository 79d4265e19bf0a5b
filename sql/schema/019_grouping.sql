-- Rules that give the events of a project a fingerprint: [{"type": "Timeout*", "parts": ["timeout"]}].
ALTER TABLE project
    ADD COLUMN fingerprint_rules jsonb NOT NULL DEFAULT '[]';
