-- What the jobs process does for the error center: from the inbox to errors, and what becomes of old ones. :batch is
-- how many rows a statement takes at the most; each answers how many it took, and the age in seconds of the oldest
-- that still waits, where something does.

-- name: error_waiting :one
-- Asked several times a second: whether there is anything to digest. Nothing, if the jobs process of another service
-- has the turn: the lock is this connection's until it ends, and had before the digest looks at anything.
SELECT CASE WHEN pg_try_advisory_lock(hashtext('balcao digest'))
            THEN (SELECT count(*) FROM (SELECT FROM error_inbox ORDER BY id LIMIT :batch) waiting) ELSE 0 END AS taken,
       coalesce((SELECT greatest(0, extract(epoch FROM now() - uuid_time(id)))::bigint
                   FROM error_inbox ORDER BY id LIMIT 1), 0) AS oldest_seconds

-- name: inbox_columns :part
           org_id, id, project_id, key_id, client_id, group_key, why, title, culprit, level, environment, origin,
           release, occurred_at, user_hash, tags, fingerprint, details, raw

-- name: error_digest :one
-- Takes a batch out of the inbox and counts it: once per error and batch, in one transaction, so that an event is
-- either waiting or counted. It waits for nobody: events of an error or project that is locked, as it is being
-- changed or deleted, stay for the next batch; those of a project that is gone go, too. One digest at a time, by the
-- lock that error_waiting has taken.
-- Joins are by one column each (`seat` stands for an error's key), for PostgreSQL multiplies what it guesses of several
-- and would take a nested loop for ten rows.
WITH next AS MATERIALIZED (
    SELECT ctid AS place, org_id, project_id, group_key
      FROM error_inbox
     ORDER BY id
     LIMIT :batch                                           --? batch, planned with its value
       FOR UPDATE SKIP LOCKED),
project_there AS (
    SELECT org_id, id AS project_id FROM project WHERE (org_id, id) IN (SELECT org_id, project_id FROM next)),
project_held AS (
    SELECT org_id, id AS project_id FROM project WHERE (org_id, id) IN (SELECT org_id, project_id FROM next)
       FOR KEY SHARE SKIP LOCKED),
there AS (
    SELECT DISTINCT org_id, project_id, group_key FROM next JOIN error_group USING (org_id, project_id, group_key)),
held AS (
    SELECT org_id, project_id, group_key, g.id, g.latest_event, g.title, g.origin,
           g.status = 'resolved' AS resolved, g.resolved_at
      FROM there JOIN error_group g USING (org_id, project_id, group_key)
     ORDER BY org_id, project_id, group_key
       FOR NO KEY UPDATE OF g SKIP LOCKED),
free AS MATERIALIZED (
    SELECT place FROM next
     WHERE (org_id, project_id) NOT IN (SELECT org_id, project_id FROM project_there
                                        EXCEPT SELECT org_id, project_id FROM project_held)
       AND (org_id, project_id, group_key) NOT IN (SELECT org_id, project_id, group_key FROM there
                                                   EXCEPT SELECT org_id, project_id, group_key FROM held)),
taken AS (
    DELETE FROM error_inbox USING free
     WHERE ctid = place
    RETURNING
{inbox_columns}
    ),
first_sight AS (
    INSERT INTO error_seen (org_id, project_id, client_id, id)
    SELECT org_id, project_id, client_id, id FROM taken WHERE client_id IS NOT NULL ORDER BY 1, 2, 3, 4
        ON CONFLICT DO NOTHING
    RETURNING org_id, id),
counted AS (
    SELECT
{inbox_columns}
         , row_number() OVER (PARTITION BY org_id, project_id, group_key ORDER BY id) AS nth
         , dense_rank() OVER (ORDER BY org_id, project_id, group_key) AS seat
      FROM taken
     WHERE (client_id IS NULL OR (org_id, id) IN (SELECT org_id, id FROM first_sight))
       AND (org_id, project_id) IN (SELECT org_id, project_id FROM project_held)),
batch AS (
    SELECT seat, org_id, project_id, group_key, count(*) AS events, min(occurred_at) AS first_seen,
           max(occurred_at) AS last_seen,
           (array_agg(id ORDER BY id))[1] AS first_id, (array_agg(id ORDER BY id DESC))[1] AS newest_id,
           bool_or(details IS NOT NULL) AS detailed
      FROM counted
     GROUP BY seat, org_id, project_id, group_key),
-- An array that took long to come in may hold older events than what is counted already.
seated AS (
    SELECT seat, org_id, project_id, group_key, events, first_seen, last_seen, newest_id, detailed,
           coalesce(h.id, first_id) AS group_id, h.latest_event, h.title, h.origin,
           h.id IS NULL OR newest_id > h.latest_event AS newer,
           coalesce(h.resolved AND uuid_time(newest_id) > h.resolved_at, false) AS regressed
      FROM batch LEFT JOIN held h USING (org_id, project_id, group_key)),
new_users AS (
    INSERT INTO error_user (org_id, group_id, user_hash)
    SELECT DISTINCT c.org_id, s.group_id, c.user_hash
      FROM counted c JOIN seated s USING (seat)
     WHERE c.user_hash IS NOT NULL
     ORDER BY 1, 2, 3
        ON CONFLICT DO NOTHING
    RETURNING org_id, group_id),
users AS (
    SELECT org_id, group_id, count(*) AS users FROM new_users GROUP BY org_id, group_id),
grouped AS (
    INSERT INTO error_group AS g (org_id, id, project_id, group_key, why, title, culprit, level, environment,
                                  origin, release, events, users, first_seen, last_seen, latest_event, regressed)
    SELECT s.org_id, s.group_id, s.project_id, s.group_key, n.why, n.title, n.culprit, n.level, n.environment,
           n.origin, n.release, s.events, coalesce(u.users, 0), s.first_seen, s.last_seen, n.id, s.regressed
      FROM seated s
      JOIN counted n ON n.id = s.newest_id
      LEFT JOIN users u ON u.group_id = s.group_id
     ORDER BY s.org_id, s.project_id, s.group_key
        ON CONFLICT (org_id, project_id, group_key) DO UPDATE
       SET title = CASE WHEN excluded.latest_event > g.latest_event THEN excluded.title ELSE g.title END
         , culprit = CASE WHEN excluded.latest_event > g.latest_event THEN excluded.culprit ELSE g.culprit END
         , level = CASE WHEN excluded.latest_event > g.latest_event THEN excluded.level ELSE g.level END
         , environment = CASE WHEN excluded.latest_event > g.latest_event THEN excluded.environment
                              ELSE g.environment END
         , origin = CASE WHEN excluded.latest_event > g.latest_event THEN excluded.origin ELSE g.origin END
         , release = CASE WHEN excluded.latest_event > g.latest_event THEN excluded.release ELSE g.release END
         , regressed = g.regressed OR excluded.regressed
         , status = CASE WHEN excluded.regressed THEN 'unresolved' ELSE g.status END
         , events = g.events + excluded.events, users = g.users + excluded.users
         , first_seen = least(g.first_seen, excluded.first_seen)
         , last_seen = greatest(g.last_seen, excluded.last_seen)
         , latest_event = greatest(g.latest_event, excluded.latest_event)
         , version = g.version + 1
    RETURNING org_id, id, events),
texts AS (
    INSERT INTO error_text (org_id, group_id, title, origin)
    SELECT s.org_id, s.group_id, fold(n.title), fold(n.origin)
      FROM seated s JOIN counted n ON n.id = s.newest_id
     WHERE s.newer AND (n.title, n.origin) IS DISTINCT FROM (s.title, s.origin)
        ON CONFLICT (org_id, group_id) DO UPDATE SET title = excluded.title, origin = excluded.origin),
stale AS (
    INSERT INTO error_stale (org_id, group_id, due)
    SELECT s.org_id, s.group_id, coalesce(l.at + interval '1 minute', now())
      FROM seated s LEFT JOIN error_log l ON l.org_id = s.org_id AND l.group_id = s.group_id
     WHERE s.detailed
     ORDER BY 1, 2
        ON CONFLICT DO NOTHING),
new_place AS (
    SELECT DISTINCT s.org_id, s.group_id, c.environment
      FROM counted c
      JOIN seated s USING (seat)
      LEFT JOIN error_place p ON p.org_id = s.org_id AND p.group_id = s.group_id AND p.environment = c.environment
     WHERE p.environment IS NULL),
places AS (
    INSERT INTO error_place (org_id, group_id, environment)
    SELECT org_id, group_id, environment
      FROM (SELECT org_id, group_id, environment,
                   row_number() OVER (PARTITION BY org_id, group_id ORDER BY environment)
                   + (SELECT count(*) FROM error_place p
                       WHERE p.org_id = new_place.org_id AND p.group_id = new_place.group_id) AS nth
              FROM new_place) numbered
     WHERE nth <= 100
     ORDER BY 1, 2, 3
        ON CONFLICT DO NOTHING),
placed AS (
    SELECT c.org_id, c.id, s.group_id, c.project_id, c.key_id, c.client_id, c.level, c.environment, c.origin,
           c.title, c.release, c.occurred_at, c.tags, c.fingerprint, c.details, c.raw,
           s.newer AND c.id = s.newest_id AS newest,
           error_sampled(g.events - s.events + c.nth) OR (c.id = s.newest_id AND s.regressed) AS sampled
      FROM counted c
      JOIN seated s USING (seat)
      JOIN grouped g ON g.id = s.group_id),
stored AS (
    INSERT INTO error_event (org_id, id, group_id, project_id, key_id, client_id, sampled, level, environment, origin,
                             title, release, occurred_at, tags, fingerprint, details, raw)
    SELECT org_id, id, group_id, project_id, key_id, client_id, sampled, level, environment, origin,
           title, release, occurred_at, tags, fingerprint, details, raw
      FROM placed
     WHERE sampled OR newest),
surplus AS (
    DELETE FROM error_event
     WHERE (org_id, id) IN (SELECT org_id, latest_event FROM seated WHERE newer) AND NOT sampled),
hours AS (
    INSERT INTO error_hour AS h (org_id, group_id, environment, hour, events)
    SELECT org_id, group_id, environment, date_trunc('hour', occurred_at, 'UTC'), count(*)
      FROM placed
     GROUP BY 1, 2, 3, 4
     ORDER BY 1, 2, 3, 4
        ON CONFLICT (org_id, group_id, environment, hour) DO UPDATE SET events = h.events + excluded.events),
level_hours AS (
    INSERT INTO error_level_hour AS h (org_id, project_id, environment, hour, level, events)
    SELECT org_id, project_id, environment, date_trunc('hour', occurred_at, 'UTC'), level, count(*)
      FROM counted
     GROUP BY 1, 2, 3, 4, 5
     ORDER BY 1, 2, 3, 4, 5
        ON CONFLICT (org_id, project_id, environment, hour, level) DO UPDATE SET events = h.events + excluded.events),
key_held AS (
    SELECT org_id, id FROM project_key WHERE (org_id, id) IN (SELECT org_id, key_id FROM taken)
       FOR NO KEY UPDATE SKIP LOCKED),
used AS (
    UPDATE project_key k SET last_used_at = t.at
      FROM (SELECT org_id, key_id, max(uuid_time(id)) AS at FROM taken GROUP BY org_id, key_id) t
     WHERE (k.org_id, k.id) IN (SELECT org_id, id FROM key_held)
       AND k.org_id = t.org_id AND k.id = t.key_id AND t.at > coalesce(k.last_used_at, '-infinity'))
SELECT (SELECT count(*) FROM taken) AS taken, 0::bigint AS oldest_seconds

-- name: error_set_aside :opt
-- The event that waits longest, which can't be counted, is kept where it holds up nothing.
WITH failing AS (
    DELETE FROM error_inbox
     WHERE (org_id, id) IN (SELECT org_id, id FROM error_inbox ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING
{inbox_columns}
    ),
kept AS (
    INSERT INTO error_aside
    SELECT
{inbox_columns}
      FROM failing
    RETURNING id)
SELECT id FROM kept

-- name: error_index :one
-- What a search in logs finds: of an error one of the newest, once a minute at the most, for it takes longer than
-- counting.
WITH due AS MATERIALIZED (
    SELECT org_id, group_id FROM error_stale
     WHERE due <= now()
     ORDER BY due
     LIMIT :batch                                           --? batch, planned with its value
       FOR UPDATE SKIP LOCKED),
done AS (
    DELETE FROM error_stale WHERE (org_id, group_id) IN (SELECT org_id, group_id FROM due)),
living AS (
    SELECT org_id, id FROM error_group WHERE (org_id, id) IN (SELECT org_id, group_id FROM due)
       FOR KEY SHARE SKIP LOCKED),
written AS (
    INSERT INTO error_log (org_id, group_id, details, at)
    SELECT g.org_id, g.id, fold(left(e.details, 8000)), now()
      FROM living g
     CROSS JOIN LATERAL (SELECT details FROM error_event
                          WHERE org_id = g.org_id AND group_id = g.id AND details IS NOT NULL
                          ORDER BY id DESC
                          LIMIT 1) e
        ON CONFLICT (org_id, group_id) DO UPDATE SET details = excluded.details, at = excluded.at)
SELECT (SELECT count(*) FROM due) AS taken,
       coalesce((SELECT greatest(0, extract(epoch FROM now() - due))::bigint
                   FROM error_stale WHERE (org_id, group_id) NOT IN (SELECT org_id, group_id FROM due)
                  ORDER BY due LIMIT 1), 0) AS oldest_seconds

-- name: error_partition :one
-- Makes and drops partitions; answers how many.
SELECT error_partitions()::bigint AS taken, 0::bigint AS oldest_seconds

-- name: error_shrink :one
SELECT error_inbox_shrink()::bigint AS taken, 0::bigint AS oldest_seconds

-- name: error_sweep :one
-- What deleted errors have left, which nobody can see any more: an error is forgotten once nothing of it is found.
WITH deleted AS MATERIALIZED (
    SELECT org_id, group_id FROM error_remains
     ORDER BY org_id, group_id
     LIMIT :batch                                           --? batch, planned with its value
    ),
old_event AS MATERIALIZED (
    SELECT e.org_id, e.id
      FROM deleted d
     CROSS JOIN LATERAL (SELECT org_id, id FROM error_event
                          WHERE org_id = d.org_id AND group_id = d.group_id LIMIT :batch) e
     LIMIT :batch),
old_user AS MATERIALIZED (
    SELECT u.org_id, u.group_id, u.user_hash
      FROM deleted d
     CROSS JOIN LATERAL (SELECT org_id, group_id, user_hash FROM error_user
                          WHERE org_id = d.org_id AND group_id = d.group_id LIMIT :batch) u
     LIMIT :batch),
old_hour AS MATERIALIZED (
    SELECT h.org_id, h.group_id, h.environment, h.hour
      FROM deleted d
     CROSS JOIN LATERAL (SELECT org_id, group_id, environment, hour FROM error_hour
                          WHERE org_id = d.org_id AND group_id = d.group_id LIMIT :batch) h
     LIMIT :batch),
events AS (
    DELETE FROM error_event WHERE (org_id, id) IN (SELECT org_id, id FROM old_event)),
users AS (
    DELETE FROM error_user
     WHERE (org_id, group_id, user_hash) IN (SELECT org_id, group_id, user_hash FROM old_user)),
hours AS (
    DELETE FROM error_hour
     WHERE (org_id, group_id, environment, hour) IN (SELECT org_id, group_id, environment, hour FROM old_hour)),
places AS (
    DELETE FROM error_place WHERE (org_id, group_id) IN (SELECT org_id, group_id FROM deleted)),
texts AS (
    DELETE FROM error_text WHERE (org_id, group_id) IN (SELECT org_id, group_id FROM deleted)),
logs AS (
    DELETE FROM error_log WHERE (org_id, group_id) IN (SELECT org_id, group_id FROM deleted)),
most AS (
    SELECT greatest((SELECT count(*) FROM old_event), (SELECT count(*) FROM old_user), (SELECT count(*) FROM old_hour))
           AS rows),
swept AS (
    DELETE FROM error_remains
     WHERE (org_id, group_id) IN (SELECT org_id, group_id FROM deleted) AND (SELECT rows FROM most) < :batch)
SELECT greatest((SELECT count(*) FROM deleted), (SELECT rows FROM most)) AS taken, 0::bigint AS oldest_seconds

-- name: error_trim :one
-- Events that their project no longer keeps, where others still do: the rest goes with its partition, unless it came
-- in while there was none. Then errors without any, unless one has come in meanwhile, and the counts of old hours.
WITH old AS (
    SELECT e.org_id, e.id
      FROM project p
     CROSS JOIN LATERAL (SELECT org_id, id FROM error_event
                          WHERE org_id = p.org_id AND project_id = p.id
                            AND id < uuid_floor(now() - make_interval(days => p.retention_days))
                          ORDER BY id
                          LIMIT :batch) e
     WHERE p.retention_days < (SELECT max(retention_days) FROM project)
     LIMIT :batch                                           --? batch, planned with its value
    ),
gone AS (
    DELETE FROM error_event WHERE (org_id, id) IN (SELECT org_id, id FROM old)
    RETURNING id),
gone_from_rest AS (
    DELETE FROM error_event_rest
     WHERE (org_id, id) IN (
           SELECT org_id, id FROM error_event_rest
            WHERE id < uuid_floor(now() - make_interval(days => coalesce(
                  (SELECT max(retention_days) FROM project), 90)))
            LIMIT :batch)
    RETURNING id),
aged AS (
    SELECT g.org_id, g.id, g.latest_event
      FROM project p
     CROSS JOIN LATERAL (SELECT org_id, id, latest_event FROM error_group
                          WHERE org_id = p.org_id AND project_id = p.id
                            AND last_seen < now() - make_interval(days => p.retention_days + 1)
                            AND latest_event < uuid_floor(now() - make_interval(days => p.retention_days + 1))
                          LIMIT :batch) g
     LIMIT :batch),
forgotten AS (
    DELETE FROM error_group g
     USING aged a
     WHERE g.org_id = a.org_id AND g.id = a.id AND g.latest_event = a.latest_event
    RETURNING g.id),
hours AS (
    DELETE FROM error_hour
     WHERE (org_id, group_id, environment, hour) IN (
           SELECT org_id, group_id, environment, hour FROM error_hour
            WHERE hour < now() - make_interval(days => coalesce((SELECT max(retention_days) FROM project), 90))
            ORDER BY hour
            LIMIT :batch)
    RETURNING hour),
level_hours AS (
    DELETE FROM error_level_hour
     WHERE (org_id, project_id, environment, hour, level) IN (
           SELECT org_id, project_id, environment, hour, level FROM error_level_hour
            WHERE hour < now() - make_interval(days => coalesce((SELECT max(retention_days) FROM project), 90))
            ORDER BY hour
            LIMIT :batch)
    RETURNING hour),
nobodys AS (
    DELETE FROM error_aside a
     WHERE NOT EXISTS (SELECT FROM project p WHERE p.org_id = a.org_id AND p.id = a.project_id))
SELECT greatest((SELECT count(*) FROM gone), (SELECT count(*) FROM gone_from_rest), (SELECT count(*) FROM forgotten),
                (SELECT count(*) FROM hours), (SELECT count(*) FROM level_hours)) AS taken,
       0::bigint AS oldest_seconds

-- name: error_seen_expire :one
WITH gone AS (
    DELETE FROM error_seen
     WHERE (org_id, project_id, client_id) IN (
           SELECT org_id, project_id, client_id FROM error_seen
            WHERE id < uuid_floor(now() - interval '1 day')
            ORDER BY id
            LIMIT :batch                                    --? batch, planned with its value
           )
    RETURNING id)
SELECT (SELECT count(*) FROM gone) AS taken, 0::bigint AS oldest_seconds
