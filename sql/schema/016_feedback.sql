-- What people who met an error wrote about it.

-- A row belongs to a project, and to a group of equal events once the event that it names is known. `mark` is the id
-- that an SDK gave the feedback, or a digest of what it says: feedback that is sent twice is kept once. While `due` is
-- not null the group is not known, and a job looks for it at that time. The time of receipt is part of `id`.
CREATE TABLE error_feedback (
    org_id     uuid NOT NULL,
    id         uuid NOT NULL,
    project_id uuid NOT NULL,
    mark       uuid NOT NULL,
    client_id  uuid, -- the id that the SDK gave the event
    group_key  bytea CHECK (octet_length(group_key) = 32), -- of the event, once it is known
    group_id   uuid, -- in error_key: feedback goes along when errors are merged or split
    name       text CHECK (char_length(name) <= 128),
    email      text CHECK (char_length(email) <= 254),
    text       text NOT NULL CHECK (char_length(text) BETWEEN 1 AND 4096),
    url        text CHECK (char_length(url) <= 2000),
    source     text CHECK (char_length(source) <= 64),
    due        timestamptz(3),
    PRIMARY KEY (org_id, id),
    CONSTRAINT error_feedback_mark UNIQUE (org_id, project_id, mark),
    CONSTRAINT error_feedback_project FOREIGN KEY (org_id, project_id) REFERENCES project ON DELETE CASCADE
);
CREATE INDEX error_feedback_of_group ON error_feedback (org_id, group_id, id);
CREATE INDEX error_feedback_of_project ON error_feedback (org_id, project_id, id);
CREATE INDEX error_feedback_due ON error_feedback (due) WHERE due IS NOT NULL;
COMMENT ON TABLE error_feedback IS 'org_id: What people wrote about errors.';

-- With the key of its group an event's id leads to the error, even if the event itself is not stored. Rows from before
-- have no key; they are a day old at most.
ALTER TABLE error_seen ADD COLUMN group_key bytea;

-- A time as replies show it, for those that are within JSON that a statement makes.
CREATE FUNCTION time_in_json(at timestamptz) RETURNS text
    LANGUAGE sql STABLE STRICT PARALLEL SAFE
    RETURN to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
