-- The error center: projects and their keys, reported events, and the errors into which events are grouped.

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

-- The numbers of projects are short, and unique over all organizations, because the addresses of Sentry's protocol
-- don't name an organization.
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

-- The directory of public keys: requests with a public key don't name its organization.
CREATE TABLE public_key (
    public_key text PRIMARY KEY CHECK (public_key ~ '^[0-9a-f]{32}$'),
    org_id     uuid NOT NULL,
    key_id     uuid NOT NULL,
    FOREIGN KEY (org_id, key_id) REFERENCES project_key ON DELETE CASCADE
);
CREATE INDEX public_key_key ON public_key (org_id, key_id);

-- Workers cache keys: this tells them which keys were deleted, on the channel of revocations.
CREATE FUNCTION key_ended() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM pg_notify('revocation', 'key ' || OLD.public_key);
    RETURN NULL;
END $$;
CREATE TRIGGER key_ended AFTER DELETE ON project_key FOR EACH ROW EXECUTE FUNCTION key_ended();

-- The events that wait for the digest. The time of receipt is part of the event's `id`, a UUID of version 7. The table
-- has no foreign keys, so that reporting never waits for a lock; the digest drops the events of deleted projects.
CREATE TABLE error_inbox (
    org_id      uuid           NOT NULL,
    id          uuid           NOT NULL,
    project_id  uuid           NOT NULL,
    key_id      uuid           NOT NULL,
    client_id   uuid, -- the id that an SDK gave the event, which it may send twice
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
    raw         bytea, -- the event as an SDK sent it, compressed
    PRIMARY KEY (org_id, id)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX error_inbox_order ON error_inbox (id);
ALTER TABLE error_inbox ALTER COLUMN details SET COMPRESSION lz4;
ALTER TABLE error_inbox ALTER COLUMN raw SET STORAGE EXTERNAL;

-- Events that can't be counted; the log says why. Once the cause is fixed, put them back by hand: docs/errors.md.
CREATE TABLE error_aside (
    LIKE error_inbox,
    PRIMARY KEY (org_id, id)
);

-- Frees the disk space that many events took, as soon as the inbox is empty again, rather than at the next vacuum. Does
-- nothing while somebody writes to the inbox or events wait in it, so that nobody waits for it. Returns 1 if it freed
-- space, else 0.
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

-- An error: a group of equal events. The texts that are shown are those of its newest event.
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
    resolved_at   timestamptz(3), -- events that were received before don't reopen it
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
-- An index for each sort, and for each filter that few errors may pass. The columns of the filters follow those of the
-- sort, so that a page reads no rows that a filter excludes.
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

-- The environments of an error, at most a hundred.
CREATE TABLE error_place (
    org_id      uuid NOT NULL,
    group_id    uuid NOT NULL,
    environment text NOT NULL,
    PRIMARY KEY (org_id, group_id, environment)
);
CREATE INDEX error_place_environment ON error_place (org_id, environment, group_id);

-- Deleted errors, deleted alone or with their project, of which rows are left in the tables below. The routes find such
-- rows by their error only, so that nobody sees them any more. They are deleted in batches, because an error may have
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

-- The texts that a search for errors reads: title and origin as they are shown, updated when they change.
CREATE TABLE error_text (
    org_id   uuid NOT NULL,
    group_id uuid NOT NULL,
    title    text COLLATE "C" NOT NULL,
    origin   text COLLATE "C" NOT NULL,
    PRIMARY KEY (org_id, group_id)
);
-- The index does not contain the organization: if one organization has most rows, each search would read its long list.
CREATE INDEX error_text_search ON error_text USING gin (title gin_trgm_ops, origin gin_trgm_ops);

-- For each error the log of a recent event, updated from time to time: a log has thousands of trigrams, so that
-- indexing it takes longer than counting a hundred events.
CREATE TABLE error_log (
    org_id   uuid           NOT NULL,
    group_id uuid           NOT NULL,
    details  text           COLLATE "C" NOT NULL,
    at       timestamptz(3) NOT NULL,
    PRIMARY KEY (org_id, group_id)
);
CREATE INDEX error_log_details ON error_log USING gin (details gin_trgm_ops);

-- Errors with a newer log, and when to index it.
CREATE TABLE error_stale (
    org_id   uuid           NOT NULL,
    group_id uuid           NOT NULL,
    due      timestamptz(3) NOT NULL,
    PRIMARY KEY (org_id, group_id)
);
CREATE INDEX error_stale_due ON error_stale (due);

-- The stored events of an error: the first hundred, then fewer and fewer, and always the newest. The table is
-- partitioned by the time of receipt, which is part of the id.
CREATE TABLE error_event (
    org_id      uuid           NOT NULL,
    id          uuid           NOT NULL,
    group_id    uuid           NOT NULL,
    project_id  uuid           NOT NULL,
    key_id      uuid           NOT NULL,
    client_id   uuid,
    sampled     boolean        NOT NULL, -- false: stored only while it is the newest
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

-- Whether the n-th event of an error is stored permanently: the first hundred are, then a hundred per doubling of n.
CREATE FUNCTION error_sampled(n bigint) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN n <= 100 OR n % (1::bigint << floor(log(2, n / 100.0))::int) = 0;

-- The users who were affected by an error, as digests.
CREATE TABLE error_user (
    org_id    uuid  NOT NULL,
    group_id  uuid  NOT NULL,
    user_hash bytea NOT NULL CHECK (octet_length(user_hash) = 32),
    PRIMARY KEY (org_id, group_id, user_hash)
);

-- The number of events of an error by hour and environment.
CREATE TABLE error_hour (
    org_id      uuid        NOT NULL,
    group_id    uuid        NOT NULL,
    environment text        NOT NULL,
    hour        timestamptz NOT NULL,
    events      bigint      NOT NULL,
    PRIMARY KEY (org_id, group_id, environment, hour)
);
CREATE INDEX error_hour_age ON error_hour (hour);

-- The number of events of a project by hour, environment and level, for the statistics. They count all received events,
-- even if the errors were deleted later.
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

-- The ids that SDKs gave their events, stored for a day, so that an event that is sent twice counts once.
CREATE TABLE error_seen (
    org_id     uuid        NOT NULL,
    project_id uuid        NOT NULL,
    client_id  uuid        NOT NULL,
    id         uuid        NOT NULL,
    PRIMARY KEY (org_id, project_id, client_id)
);
CREATE INDEX error_seen_age ON error_seen (id);

-- Creates the temporary tables with which the statements of the digest pass on their results, once on each connection.
-- Temporary tables write no WAL, and ON COMMIT DELETE ROWS leaves no dead rows. The service's role may not create
-- tables, so this function does, as their owner. The tables are empty before and after each transaction.
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
        newer         boolean     NOT NULL, -- newer than all events that were counted before
        regressed     boolean     NOT NULL  -- received after the error was resolved
    ) ON COMMIT DELETE ROWS;
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON error_batch, error_share TO %I', session_user);
END $$;

-- Creates and drops the partitions of error_event. A partition is a week from Monday on, named after its first day. The
-- service's role may not create tables, so this function does, as their owner. It creates the partitions of this week
-- and the next three, drops those that are older than the longest retention of a project, and returns how many it
-- created and dropped. It hardly waits for locks, because other sessions would have to wait behind it: while somebody
-- reads all events, as a backup does, old partitions stay until the next time.
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
            -- Events that arrived without a partition are in the default partition.
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

-- The owner of the rows of each table, and what a row is.
COMMENT ON TABLE project IS 'org_id: Applications whose errors are collected.';
COMMENT ON TABLE project_number IS
    'directory: Projects by number: addresses of Sentry''s protocol don''t name an organization.';
COMMENT ON TABLE project_key IS 'org_id: Keys with which applications report.';
COMMENT ON TABLE public_key IS
    'directory: Keys by their public part: requests with a key don''t name its organization.';
COMMENT ON TABLE error_inbox IS 'org_id: Events that wait for the digest.';
COMMENT ON TABLE error_aside IS 'org_id: Events that could not be digested; the log says why.';
COMMENT ON TABLE error_group IS 'org_id: Errors, each a group of equal events.';
COMMENT ON TABLE error_place IS 'org_id: The environments in which an error occurred.';
COMMENT ON TABLE error_remains IS
    'org_id: Deleted errors whose events and counts must still be deleted.';
COMMENT ON TABLE error_text IS 'org_id: The texts that a search for errors reads: title and origin.';
COMMENT ON TABLE error_log IS 'org_id: The log of a recent event of an error, for the search.';
COMMENT ON TABLE error_stale IS 'org_id: Errors whose log must be indexed, and when.';
COMMENT ON TABLE error_event IS 'org_id: The stored events, partitioned by week.';
COMMENT ON TABLE error_user IS 'org_id: The users who were affected by an error, as digests.';
COMMENT ON TABLE error_hour IS 'org_id: The number of events of an error by hour and environment.';
COMMENT ON TABLE error_level_hour IS 'org_id: The number of events of a project by hour, environment and level.';
COMMENT ON TABLE error_seen IS
    'org_id: The ids that SDKs gave their events, stored for a day: an event that is sent twice counts once.';
