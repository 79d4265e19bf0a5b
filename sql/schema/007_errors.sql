-- The error center: projects and their keys, events as they come in, and the errors they are grouped into.

CREATE TABLE project (
    org_id         uuid           NOT NULL REFERENCES organization ON DELETE CASCADE,
    id             uuid           NOT NULL,
    number         bigint         NOT NULL,
    name           text           NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    platform       text           CHECK (char_length(platform) BETWEEN 1 AND 64),
    retention_days integer        NOT NULL CHECK (retention_days BETWEEN 1 AND 3650),
    created_at     timestamptz(3) NOT NULL,
    updated_at     timestamptz(3) NOT NULL,
    version        bigint         NOT NULL DEFAULT 1,
    PRIMARY KEY (org_id, id)
);
CREATE INDEX project_name ON project (org_id, fold(name), id);

-- Numbers of projects are short and unique over everything: Sentry's addresses name no organization.
CREATE TABLE project_number (
    number     bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    org_id     uuid   NOT NULL,
    project_id uuid   NOT NULL,
    FOREIGN KEY (org_id, project_id) REFERENCES project ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX project_number_project ON project_number (org_id, project_id);

CREATE TABLE project_key (
    org_id       uuid           NOT NULL,
    id           uuid           NOT NULL,
    project_id   uuid           NOT NULL,
    name         text           NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    public_key   text           NOT NULL,
    created_by   uuid,
    created_at   timestamptz(3) NOT NULL,
    last_used_at timestamptz(3),
    PRIMARY KEY (org_id, id),
    CONSTRAINT project_key_project FOREIGN KEY (org_id, project_id) REFERENCES project ON DELETE CASCADE
);
CREATE INDEX project_key_of_project ON project_key (org_id, project_id, id);
CREATE INDEX project_key_creator ON project_key (created_by);

-- The directory of public keys: who sends one does not say whose it is.
CREATE TABLE public_key (
    public_key text PRIMARY KEY CHECK (public_key ~ '^[0-9a-f]{32}$'),
    org_id     uuid NOT NULL,
    key_id     uuid NOT NULL,
    FOREIGN KEY (org_id, key_id) REFERENCES project_key ON DELETE CASCADE
);
CREATE INDEX public_key_key ON public_key (org_id, key_id);

-- Workers remember keys; they hear of those that are no longer what they were. The channel is that of revocations.
CREATE FUNCTION key_ended() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM pg_notify('revocation', 'key ' || OLD.public_key);
    RETURN NULL;
END $$;
CREATE TRIGGER key_ended AFTER DELETE ON project_key FOR EACH ROW EXECUTE FUNCTION key_ended();

-- Where events wait until they are digested. `id` is the event's own, by which the time of its receipt is known.
-- Without foreign keys, so that who reports waits for nobody: what comes for a project that is being deleted goes in
-- the digest.
CREATE TABLE error_inbox (
    org_id      uuid           NOT NULL,
    id          uuid           NOT NULL,
    project_id  uuid           NOT NULL,
    key_id      uuid           NOT NULL,
    client_id   uuid, -- what an SDK calls it: it may send one twice
    group_key   bytea          NOT NULL CHECK (octet_length(group_key) = 32),
    why         text[]         NOT NULL,
    title       text           NOT NULL,
    culprit     text,
    level       text           NOT NULL,
    environment text           NOT NULL,
    origin      text           NOT NULL,
    release     text,
    occurred_at timestamptz(3) NOT NULL,
    user_hash   bytea,
    tags        jsonb          NOT NULL,
    fingerprint text[]         NOT NULL,
    details     text,
    raw         bytea, -- the whole event as an SDK sent it, compressed
    PRIMARY KEY (org_id, id)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX error_inbox_order ON error_inbox (id);
ALTER TABLE error_inbox ALTER COLUMN details SET COMPRESSION lz4;
ALTER TABLE error_inbox ALTER COLUMN raw SET STORAGE EXTERNAL;

-- Events that can't be counted, and why is in the log. Put back by hand, once that is mended: docs/errors.md.
CREATE TABLE error_aside (
    LIKE error_inbox,
    PRIMARY KEY (org_id, id)
);

-- Gives the disk of a storm back as soon as the inbox is empty, rather than when a vacuum comes by. Nobody waits
-- for it: while somebody writes, or something waits, it does nothing. Answers whether it did.
CREATE FUNCTION error_inbox_shrink() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    IF pg_total_relation_size('error_inbox') < 16 * 1048576 THEN
        RETURN 0;
    END IF;
    LOCK TABLE error_inbox IN ACCESS EXCLUSIVE MODE NOWAIT;
    IF EXISTS (SELECT FROM error_inbox ORDER BY id LIMIT 1) THEN
        RETURN 0;
    END IF;
    TRUNCATE error_inbox;
    RETURN 1;
EXCEPTION
    WHEN lock_not_available THEN RETURN 0;
END $$;

CREATE FUNCTION level_rank(level text) RETURNS integer
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN array_position(ARRAY['debug', 'info', 'warning', 'error', 'fatal'], level);

-- An error: a group of equal events. What is shown of one is its newest event's.
CREATE TABLE error_group (
    org_id        uuid           NOT NULL,
    id            uuid           NOT NULL,
    project_id    uuid           NOT NULL,
    group_key     bytea          NOT NULL,
    why           text[]         NOT NULL,
    title         text           NOT NULL,
    culprit       text,
    level         text           NOT NULL,
    environment   text           NOT NULL,
    origin        text           NOT NULL,
    release       text,
    status        text           NOT NULL DEFAULT 'unresolved'
                                 CHECK (status IN ('unresolved', 'resolved', 'archived')),
    regressed     boolean        NOT NULL DEFAULT false,
    resolved_at   timestamptz(3), -- what had come in before it was, does not reopen it
    events        bigint         NOT NULL,
    users         bigint         NOT NULL,
    first_seen    timestamptz(3) NOT NULL,
    last_seen     timestamptz(3) NOT NULL,
    latest_event  uuid           NOT NULL,
    version       bigint         NOT NULL DEFAULT 1,
    PRIMARY KEY (org_id, id),
    CONSTRAINT error_group_key UNIQUE (org_id, project_id, group_key),
    CONSTRAINT error_group_project FOREIGN KEY (org_id, project_id) REFERENCES project ON DELETE CASCADE
) WITH (fillfactor = 80);
-- One for each sort, and for filters that few may pass. Behind what they sort by stands what filters ask, so that a
-- page reads no rows to leave out.
CREATE INDEX error_group_last_seen
    ON error_group (org_id, last_seen, id, first_seen, level_rank(level), status, project_id);
CREATE INDEX error_group_first_seen
    ON error_group (org_id, first_seen, id, last_seen, level_rank(level), status, project_id);
CREATE INDEX error_group_level
    ON error_group (org_id, level_rank(level), id, last_seen, first_seen, status, project_id);
CREATE INDEX error_group_events
    ON error_group (org_id, events, id, last_seen, first_seen, level_rank(level), status, project_id);
CREATE INDEX error_group_users
    ON error_group (org_id, users, id, last_seen, first_seen, level_rank(level), status, project_id);
CREATE INDEX error_group_status
    ON error_group (org_id, status, last_seen, id, first_seen, level_rank(level), project_id);
CREATE INDEX error_group_of_project
    ON error_group (org_id, project_id, last_seen, id, first_seen, level_rank(level), status);

-- The environments of an error, a hundred at the most.
CREATE TABLE error_place (
    org_id      uuid NOT NULL,
    group_id    uuid NOT NULL,
    environment text NOT NULL,
    PRIMARY KEY (org_id, group_id, environment)
);
CREATE INDEX error_place_environment ON error_place (org_id, environment, group_id);

-- Errors that were deleted, one by one or with their project, while something of them is left in the tables
-- below. It is found by its error only, so that nobody sees it any more, and goes in batches: an error may have
-- thousands of events, and a project a hundred thousand errors.
CREATE TABLE error_remains (
    org_id   uuid NOT NULL,
    group_id uuid NOT NULL,
    PRIMARY KEY (org_id, group_id)
);
CREATE FUNCTION error_deleted() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    INSERT INTO error_remains (org_id, group_id) SELECT org_id, id FROM deleted;
    RETURN NULL;
END $$;
CREATE TRIGGER error_deleted AFTER DELETE ON error_group REFERENCING OLD TABLE AS deleted
    FOR EACH STATEMENT EXECUTE FUNCTION error_deleted();

-- What a search looks into: title and origin as they are shown, written when they change.
CREATE TABLE error_text (
    org_id   uuid NOT NULL,
    group_id uuid NOT NULL,
    title    text COLLATE "C" NOT NULL,
    origin   text COLLATE "C" NOT NULL,
    PRIMARY KEY (org_id, group_id)
);
-- Without the organization: where one has most rows, its own long list would be read each time.
CREATE INDEX error_text_search ON error_text USING gin (title gin_trgm_ops, origin gin_trgm_ops);

-- The log of one of the newest events, from time to time: a log has thousands of trigrams, so that indexing one takes
-- longer than counting a hundred events.
CREATE TABLE error_log (
    org_id   uuid           NOT NULL,
    group_id uuid           NOT NULL,
    details  text           COLLATE "C" NOT NULL,
    at       timestamptz(3) NOT NULL,
    PRIMARY KEY (org_id, group_id)
);
CREATE INDEX error_log_details ON error_log USING gin (details gin_trgm_ops);

-- Errors with a newer log, and when it is to be indexed.
CREATE TABLE error_stale (
    org_id   uuid           NOT NULL,
    group_id uuid           NOT NULL,
    due      timestamptz(3) NOT NULL,
    PRIMARY KEY (org_id, group_id)
);
CREATE INDEX error_stale_due ON error_stale (due);

-- The events that are kept: all of the first hundred of an error, then fewer and fewer, and always the
-- newest. Partitioned by the time within the id.
CREATE TABLE error_event (
    org_id      uuid           NOT NULL,
    id          uuid           NOT NULL,
    group_id    uuid           NOT NULL,
    project_id  uuid           NOT NULL,
    key_id      uuid           NOT NULL,
    client_id   uuid,
    sampled     boolean        NOT NULL, -- false: only kept while it is the newest
    level       text           NOT NULL,
    environment text           NOT NULL,
    origin      text           NOT NULL,
    title       text           NOT NULL,
    release     text,
    occurred_at timestamptz(3) NOT NULL,
    tags        jsonb          NOT NULL,
    fingerprint text[]         NOT NULL,
    details     text,
    raw         bytea,
    PRIMARY KEY (org_id, id)
) PARTITION BY RANGE (id);
CREATE INDEX error_event_of_group ON error_event (org_id, group_id, id);
CREATE INDEX error_event_of_project ON error_event (org_id, project_id, id);
ALTER TABLE error_event ALTER COLUMN details SET COMPRESSION lz4;
ALTER TABLE error_event ALTER COLUMN raw SET STORAGE EXTERNAL;
CREATE TABLE error_event_rest PARTITION OF error_event DEFAULT;

-- Whether the n-th event of an error is kept for good: the first hundred, then a hundred of each doubling.
CREATE FUNCTION error_sampled(n bigint) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN n <= 100 OR n % (1::bigint << floor(log(2, n / 100.0))::int) = 0;

-- Who was affected, as digests.
CREATE TABLE error_user (
    org_id    uuid  NOT NULL,
    group_id  uuid  NOT NULL,
    user_hash bytea NOT NULL CHECK (octet_length(user_hash) = 32),
    PRIMARY KEY (org_id, group_id, user_hash)
);

-- Events of an error by hour and environment.
CREATE TABLE error_hour (
    org_id      uuid        NOT NULL,
    group_id    uuid        NOT NULL,
    environment text        NOT NULL,
    hour        timestamptz NOT NULL,
    events      bigint      NOT NULL,
    PRIMARY KEY (org_id, group_id, environment, hour)
);
CREATE INDEX error_hour_age ON error_hour (hour);

-- Events of a project by hour, environment and level: what the statistics add up. They tell what came in,
-- whatever became of the errors.
CREATE TABLE error_level_hour (
    org_id      uuid        NOT NULL,
    project_id  uuid        NOT NULL,
    environment text        NOT NULL,
    hour        timestamptz NOT NULL,
    level       text        NOT NULL,
    events      bigint      NOT NULL,
    PRIMARY KEY (org_id, project_id, environment, hour, level),
    CONSTRAINT error_level_hour_project FOREIGN KEY (org_id, project_id) REFERENCES project ON DELETE CASCADE
);
CREATE INDEX error_level_hour_time ON error_level_hour (org_id, hour);
CREATE INDEX error_level_hour_age ON error_level_hour (hour);

-- The ids that SDKs gave their events, for a day: one that comes twice counts once.
CREATE TABLE error_seen (
    org_id     uuid        NOT NULL,
    project_id uuid        NOT NULL,
    client_id  uuid        NOT NULL,
    id         uuid        NOT NULL,
    PRIMARY KEY (org_id, project_id, client_id)
);
CREATE INDEX error_seen_age ON error_seen (id);

-- What the statements of the digest hand on to each other: a table of the connection costs no log and leaves no dead
-- rows, whoever reads at that moment. The service's role may not make tables: this does, as their owner, once on each
-- connection. They are empty before and after each transaction.
CREATE FUNCTION error_batch_open() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    CREATE TEMPORARY TABLE error_batch (
        place       tid         NOT NULL, -- of the row in error_inbox
        seat        bigint      NOT NULL, -- the number of its error in the batch
        org_id      uuid        NOT NULL,
        id          uuid        NOT NULL,
        project_id  uuid        NOT NULL,
        key_id      uuid        NOT NULL,
        client_id   uuid,
        group_key   bytea       NOT NULL,
        level       text        NOT NULL,
        environment text        NOT NULL,
        occurred_at timestamptz NOT NULL,
        user_hash   bytea,
        detailed    boolean     NOT NULL,
        counts      boolean     NOT NULL
    ) ON COMMIT DELETE ROWS;
    CREATE TEMPORARY TABLE error_share (
        seat          bigint      NOT NULL,
        org_id        uuid        NOT NULL,
        project_id    uuid        NOT NULL,
        group_key     bytea       NOT NULL,
        group_id      uuid        NOT NULL,
        events        bigint      NOT NULL,
        events_before bigint      NOT NULL,
        first_seen    timestamptz NOT NULL,
        last_seen     timestamptz NOT NULL,
        newest_id     uuid        NOT NULL,
        newest_place  tid         NOT NULL,
        detailed      boolean     NOT NULL,
        newest_before uuid,
        title_before  text,
        origin_before text,
        newer         boolean     NOT NULL, -- than what was counted before
        regressed     boolean     NOT NULL  -- came in after a resolution
    ) ON COMMIT DELETE ROWS;
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON error_batch, error_share TO %I', session_user);
END $$;

-- Partitions of a week, from Monday on, named after their first day. The service's role may not make tables:
-- this does, as their owner. Makes those of this week and of the three after it, and drops those that are older
-- than any project keeps its events. Answers how many it made and dropped. It waits for nobody, for others would
-- have to wait behind it: while somebody reads all the events, as a backup does, what is old stays for the next time.
CREATE FUNCTION error_partitions() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET lock_timeout = '200ms' AS $$
DECLARE
    week timestamptz;
    keep integer := coalesce((SELECT max(retention_days) FROM project), 90);
    part text;
    done integer := 0;
BEGIN
    FOR i IN 0..3 LOOP
        week := date_trunc('week', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' + make_interval(weeks => i);
        part := 'error_event_' || to_char(week AT TIME ZONE 'UTC', 'YYYYMMDD');
        IF to_regclass(part) IS NULL THEN
            -- What came while there was no partition waits in the default one.
            EXECUTE format('CREATE TABLE %I (LIKE error_event INCLUDING ALL)', part);
            EXECUTE format('WITH moved AS (DELETE FROM error_event_rest WHERE id >= %L AND id < %L RETURNING *)'
                           ' INSERT INTO %I SELECT * FROM moved',
                           uuid_floor(week), uuid_floor(week + interval '7 days'), part);
            EXECUTE format('ALTER TABLE error_event ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                           part, uuid_floor(week), uuid_floor(week + interval '7 days'));
            done := done + 1;
        END IF;
    END LOOP;
    FOR part IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                 WHERE i.inhparent = 'error_event'::regclass AND c.relname ~ '^error_event_[0-9]{8}$'
                   AND to_date(right(c.relname, 8), 'YYYYMMDD') + 7 < now() - make_interval(days => keep) LOOP
        BEGIN
            EXECUTE format('DROP TABLE %I', part);
            done := done + 1;
        EXCEPTION
            WHEN lock_not_available THEN EXIT;
        END;
    END LOOP;
    RETURN done;
END $$;
SELECT error_partitions();

-- Whose the rows of each table are, and what they are.
COMMENT ON TABLE project IS 'org_id: Applications whose errors are collected.';
COMMENT ON TABLE project_number IS
    'directory: Projects by their numbers: an address of Sentry''s protocol names no organization.';
COMMENT ON TABLE project_key IS 'org_id: Keys that applications report with.';
COMMENT ON TABLE public_key IS
    'directory: Keys by their public part: who sends one does not say whose it is.';
COMMENT ON TABLE error_inbox IS 'org_id: Events that wait until they are digested.';
COMMENT ON TABLE error_aside IS 'org_id: Events that could not be digested; the log says why.';
COMMENT ON TABLE error_group IS 'org_id: Errors, each a group of equal events.';
COMMENT ON TABLE error_place IS 'org_id: The environments that an error was seen in.';
COMMENT ON TABLE error_remains IS
    'org_id: Deleted errors of which events and counts are still to be removed.';
COMMENT ON TABLE error_text IS 'org_id: What a search for errors looks into: title and origin.';
COMMENT ON TABLE error_log IS 'org_id: The log of one of the newest events of an error, for the search.';
COMMENT ON TABLE error_stale IS 'org_id: Errors whose log is to be indexed, and when.';
COMMENT ON TABLE error_event IS 'org_id: The events that are kept, partitioned by week.';
COMMENT ON TABLE error_user IS 'org_id: Who was affected by an error, as digests.';
COMMENT ON TABLE error_hour IS 'org_id: Events of an error, counted by hour and environment.';
COMMENT ON TABLE error_level_hour IS 'org_id: Events of a project, counted by hour, environment and level.';
COMMENT ON TABLE error_seen IS
    'org_id: The ids that SDKs gave their events, kept for a day: an event that comes twice counts once.';
