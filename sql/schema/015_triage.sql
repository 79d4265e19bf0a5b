-- What people do with errors: they assign them, silence them until something happens, comment on them, and merge and
-- split them.

-- The names of these tables are older than their meaning. A row of error_group is an error, which people see. An error
-- has one or more groups of equal events. A row of error_key is such a group; rows of error_event, error_hour,
-- error_user, error_place, error_facet and error_feedback name it by `group_id`. Merging gives the groups of one error
-- to another, splitting takes some of them away: both change one row for each group, however many events it has, and
-- `error_id` in error_place and error_facet. Rows of error_text, error_log, error_stale and error_remains belong to an
-- error, and name that by `group_id`.
LOCK TABLE error_group, error_place, error_remains IN ACCESS EXCLUSIVE MODE;

CREATE TABLE error_key (
    org_id       uuid           NOT NULL,
    id           uuid           NOT NULL,
    project_id   uuid           NOT NULL,
    group_key    bytea          NOT NULL,
    error_id     uuid           NOT NULL,
    joined_at    timestamptz(3), -- when it came from another error; null: the error began with it
    why          text[]         NOT NULL,
    -- What the group has of its own while its error has others, too. `events` is null while the group is the only one:
    -- then the columns of error_group say all of this, and each event changes one row instead of two.
    events       bigint,
    title        text,
    culprit      text,
    level        text,
    environment  text,
    origin       text,
    release      text,
    first_seen   timestamptz(3),
    last_seen    timestamptz(3),
    latest_event uuid,
    PRIMARY KEY (org_id, id),
    CONSTRAINT error_key_of_project UNIQUE (org_id, project_id, group_key)
) WITH (fillfactor = 90);
CREATE INDEX error_key_of_error ON error_key (org_id, error_id, id);
COMMENT ON TABLE error_key IS
    'org_id: The groups of equal events: which key they have, and to which error they belong.';

-- Until now each error was one group, and had its id.
INSERT INTO error_key (org_id, id, project_id, group_key, error_id, why)
SELECT org_id, id, project_id, group_key, id, why FROM error_group;
ALTER TABLE error_group DROP COLUMN group_key, DROP COLUMN why;

ALTER TABLE error_place ADD COLUMN error_id uuid;
UPDATE error_place SET error_id = group_id;
ALTER TABLE error_place ALTER COLUMN error_id SET NOT NULL;
DROP INDEX error_place_environment;
CREATE INDEX error_place_environment ON error_place (org_id, environment, error_id, group_id);

-- The groups of deleted errors, of which rows are left. An error and a group of another error may have the same id, so
-- error_remains can't name both.
CREATE TABLE error_key_remains (
    org_id   uuid NOT NULL,
    group_id uuid NOT NULL,
    PRIMARY KEY (org_id, group_id)
);
COMMENT ON TABLE error_key_remains IS
    'org_id: Groups of deleted errors whose events and counts must still be deleted.';
INSERT INTO error_key_remains (org_id, group_id) SELECT org_id, group_id FROM error_remains;

CREATE OR REPLACE FUNCTION error_deleted() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    INSERT INTO error_remains (org_id, group_id) SELECT org_id, id FROM deleted;
    WITH gone AS (
        DELETE FROM error_key k USING deleted d WHERE k.org_id = d.org_id AND k.error_id = d.id
        RETURNING k.org_id, k.id)
    INSERT INTO error_key_remains (org_id, group_id) SELECT org_id, id FROM gone;
    RETURN NULL;
END $$;

-- The person who takes care of an error, a member of its organization; and what ends its being archived or resolved: so
-- many more events, a time, or an event of a release that is newer than this one ('' if the error had none).
ALTER TABLE error_group
    ADD COLUMN assignee uuid,
    ADD COLUMN until_events bigint CHECK (until_events > 0),
    ADD COLUMN until_at timestamptz(3),
    ADD COLUMN until_release text,
    ADD CONSTRAINT error_group_assignee FOREIGN KEY (org_id, assignee) REFERENCES membership (org_id, user_id)
        ON DELETE SET NULL (assignee),
    ADD CONSTRAINT error_group_until CHECK (num_nonnulls(until_events, until_at, until_release) <= 1);
CREATE INDEX error_group_of_assignee ON error_group (org_id, assignee, last_seen, id) WHERE assignee IS NOT NULL;
CREATE INDEX error_group_until ON error_group (until_at) WHERE until_at IS NOT NULL;

-- An error changes when its assignee leaves the organization.
CREATE FUNCTION error_unassigned() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    NEW.version := OLD.version + 1;
    RETURN NEW;
END $$;
CREATE TRIGGER error_unassigned BEFORE UPDATE OF assignee ON error_group
    FOR EACH ROW WHEN (NEW.assignee IS NULL AND OLD.assignee IS NOT NULL AND NEW.version = OLD.version)
    EXECUTE FUNCTION error_unassigned();

-- Comments on errors. A comment that came with a merged error names the group with which it came, and goes with it when
-- that is split off.
CREATE TABLE error_comment (
    org_id     uuid           NOT NULL,
    id         uuid           NOT NULL,
    error_id   uuid           NOT NULL,
    group_id   uuid,
    author_id  uuid           CONSTRAINT error_comment_author REFERENCES account ON DELETE SET NULL,
    text       text           NOT NULL CHECK (char_length(text) BETWEEN 1 AND 10000),
    created_at timestamptz(3) NOT NULL,
    updated_at timestamptz(3) NOT NULL,
    version    bigint         NOT NULL DEFAULT 1,
    PRIMARY KEY (org_id, id)
);
CREATE INDEX error_comment_of_error ON error_comment (org_id, error_id, id);
CREATE INDEX error_comment_by_author ON error_comment (author_id);
COMMENT ON TABLE error_comment IS 'org_id: What people wrote about an error.';

-- The releases of a project, with the first event of each: which of two releases was seen first?
CREATE TABLE project_release (
    org_id      uuid NOT NULL,
    project_id  uuid NOT NULL,
    release     text NOT NULL,
    first_event uuid NOT NULL,
    PRIMARY KEY (org_id, project_id, release),
    CONSTRAINT project_release_project FOREIGN KEY (org_id, project_id) REFERENCES project ON DELETE CASCADE
);
CREATE INDEX project_release_order ON project_release (org_id, project_id, first_event);
COMMENT ON TABLE project_release IS 'org_id: The releases of a project, and the first event of each.';
INSERT INTO project_release (org_id, project_id, release, first_event)
SELECT DISTINCT ON (e.org_id, e.project_id, e.release) e.org_id, e.project_id, e.release, e.id
  FROM error_event e JOIN project p ON p.org_id = e.org_id AND p.id = e.project_id
 WHERE e.release IS NOT NULL
 ORDER BY e.org_id, e.project_id, e.release, e.id;

-- The version of a release "name@1.2.3-beta.4+build" as a text that sorts, in bytes, as Semantic Versioning 2.0.0 (11)
-- demands: each number has twenty digits, a release stands after its pre-releases, and a number before a word. Two to
-- four numbers count as a version, and a "v" before them says nothing. Null: there is no such version behind an @.
CREATE FUNCTION release_version(release text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT string_agg(lpad(n, 20, '0'), '' ORDER BY place)
           || CASE WHEN p[2] IS NULL THEN '~' ELSE (
                  SELECT string_agg(CASE WHEN word ~ '^[0-9]{1,20}$' THEN '0' || lpad(word, 20, '0')
                                          ELSE '1' || word END, ' '
                                    ORDER BY place)
                    FROM regexp_split_to_table(p[2], '\.') WITH ORDINALITY AS w (word, place)) END
      FROM regexp_match(release,
                        '@v?([0-9]{1,20}(?:\.[0-9]{1,20}){1,3})(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]*)?$') p
     CROSS JOIN LATERAL (SELECT n, place FROM regexp_split_to_table(p[1] || repeat('.0', 4), '\.')
                                WITH ORDINALITY AS s (n, place) LIMIT 4) part
     WHERE p IS NOT NULL
     GROUP BY p
$$;

-- Whether `one` is a newer release than `other` by their versions. Null: they don't tell, because one of them has none
-- or they are of different things.
CREATE FUNCTION release_newer(one text, other text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE WHEN regexp_replace(one, '@[^@]*$', '') = regexp_replace(other, '@[^@]*$', '')
                THEN release_version(one) COLLATE "C" > release_version(other) COLLATE "C" END;

-- The temporary tables of the digest, as 007_errors.sql explains them, with the groups and errors apart.
CREATE OR REPLACE FUNCTION error_batch_open() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    CREATE TEMPORARY TABLE error_batch (
        place       tid         NOT NULL, -- of the row in error_inbox
        seat        bigint      NOT NULL, -- the number of its group in the batch
        org_id      uuid        NOT NULL,
        id          uuid        NOT NULL,
        project_id  uuid        NOT NULL,
        key_id      uuid        NOT NULL,
        client_id   uuid,
        group_key   bytea       NOT NULL,
        level       text        NOT NULL,
        environment text        NOT NULL,
        release     text,
        occurred_at timestamptz NOT NULL,
        user_hash   bytea,
        detailed    boolean     NOT NULL,
        counts      boolean     NOT NULL
    ) ON COMMIT DELETE ROWS;
    CREATE TEMPORARY TABLE error_held (
        seat     bigint NOT NULL,
        error_id uuid   NOT NULL -- the error that was locked for this group
    ) ON COMMIT DELETE ROWS;
    CREATE TEMPORARY TABLE error_share (
        seat          bigint      NOT NULL,
        org_id        uuid        NOT NULL,
        project_id    uuid        NOT NULL,
        group_key     bytea       NOT NULL,
        group_id      uuid        NOT NULL,
        error_id      uuid        NOT NULL,
        shared        boolean     NOT NULL, -- the error has other groups, too
        awaits        boolean     NOT NULL, -- the error is archived or resolved until something happens
        events        bigint      NOT NULL,
        events_before bigint      NOT NULL,
        first_seen    timestamptz NOT NULL,
        last_seen     timestamptz NOT NULL,
        newest_id     uuid        NOT NULL,
        newest_place  tid         NOT NULL,
        detailed      boolean     NOT NULL,
        newest_before uuid,
        title_before  text,                 -- of the error, as the next column
        origin_before text,
        newer         boolean     NOT NULL, -- newer than all events of the group that were counted before
        leads         boolean     NOT NULL, -- has the newest event of the error in this batch
        shown         boolean     NOT NULL, -- and that is newer than all that were counted before
        resolved      boolean     NOT NULL, -- the error was resolved
        reopens       boolean     NOT NULL  -- the error becomes unresolved
    ) ON COMMIT DELETE ROWS;
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON error_batch, error_held, error_share TO %I', session_user);
END $$;

-- What an error with the groups `keys` has, from what each group has of its own. A user counts once.
CREATE FUNCTION error_total(org uuid, keys uuid[],
                            OUT title text, OUT culprit text, OUT level text, OUT environment text, OUT origin text,
                            OUT release text, OUT events bigint, OUT users bigint, OUT first_seen timestamptz,
                            OUT last_seen timestamptz, OUT latest_event uuid)
    LANGUAGE sql STABLE AS $$
    SELECT n.title, n.culprit, n.level, n.environment, n.origin, n.release, t.events,
           (SELECT count(DISTINCT user_hash) FROM error_user WHERE org_id = org AND group_id = ANY (keys)),
           t.first_seen, t.last_seen, n.latest_event
      FROM (SELECT sum(events)::bigint AS events, min(first_seen) AS first_seen, max(last_seen) AS last_seen
              FROM error_key WHERE org_id = org AND id = ANY (keys)) t
     CROSS JOIN LATERAL (SELECT title, culprit, level, environment, origin, release, latest_event
                           FROM error_key WHERE org_id = org AND id = ANY (keys)
                          ORDER BY latest_event DESC LIMIT 1) n
$$;

-- `until` as the API shows it; null if an error waits for nothing.
CREATE FUNCTION error_until(events bigint, at timestamptz, release text) RETURNS json LANGUAGE sql STABLE
    RETURN CASE WHEN events IS NOT NULL THEN json_build_object('events', events)
                WHEN at IS NOT NULL THEN json_build_object('at', to_char(at AT TIME ZONE 'UTC',
                                                                         'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
                WHEN release IS NOT NULL THEN json_build_object('release', 'next') END;
