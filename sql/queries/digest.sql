-- The jobs of the error center: they count the events of the inbox, index logs, and delete old data. A statement takes
-- at most :batch rows. It returns how many rows it took, and the age in seconds of the oldest row that still waits, or
-- 0 if no row waits.

-- name: error_waiting :one
-- Runs several times a second: returns how many events the digest could take. Only one jobs process may digest: the one
-- whose connection gets the advisory lock here, which it keeps until the connection ends. The others get 0.
SELECT CASE WHEN pg_try_advisory_lock(hashtext('balcao digest'))
            THEN (SELECT count(*) FROM (SELECT FROM error_inbox ORDER BY id LIMIT :batch) waiting) ELSE 0 END AS taken,
       coalesce((SELECT greatest(0, extract(epoch FROM now() - uuid_time(id)))::bigint
                   FROM error_inbox ORDER BY id LIMIT 1), 0) AS age

-- name: inbox_columns :part
           org_id, id, project_id, key_id, client_id, group_key, why, title, culprit, level, environment, origin,
           release, occurred_at, user_hash, tags, fingerprint, details, raw, facets

-- The digest: the statements from here to error_digest run one after the other in one transaction, so that an event is
-- either in the inbox or counted. They take a batch of events from the inbox and update each error once per batch. They
-- never wait for a lock: if an error or a project is locked, because somebody changes or deletes it, its events stay in
-- the inbox for the next batch. Events of deleted projects are dropped.
-- Equal events form a group (error_key), and an error has one or more groups (error_group; 015_triage.sql).
-- The statements pass their results on in temporary tables, error_batch (a row for each event), error_held (the errors
-- that are locked) and error_share (a row for each group: its share of the batch), which are empty before and after.
-- Each statement is planned anew, with the number of rows that the tables have. `place` is the ctid of an event in the
-- inbox, which stays locked until the end. Long columns are read from the inbox by ctid, one event at a time:
-- PostgreSQL's statistics of the inbox are from another time, so that it might plan a join that reads the whole inbox
-- for each event. Other joins use one column (`seat` stands for a group's key): for several columns PostgreSQL
-- multiplies their selectivities, expects a few rows, and takes a nested loop. For the same reason a statement reads
-- groups before it joins their errors, with LEFT JOIN, of which it expects as many rows as there are groups.

-- name: error_batch_open :exec
-- Runs once on each connection.
SELECT error_batch_open()

-- name: error_batch_fill :exec
-- Takes the events that have waited longest, except those of locked projects. Events of deleted projects are taken, but
-- don't count.
WITH next AS MATERIALIZED (
    SELECT ctid AS place, org_id, id, project_id, key_id, client_id, group_key, level, environment, release,
           occurred_at, user_hash, details IS NOT NULL AS detailed
      FROM error_inbox
     ORDER BY id
     LIMIT :batch                                           --? batch, planned with its value
       FOR UPDATE SKIP LOCKED),
there AS (
    SELECT org_id, id AS project_id FROM project WHERE (org_id, id) IN (SELECT org_id, project_id FROM next)),
held AS (
    SELECT org_id, id AS project_id FROM project WHERE (org_id, id) IN (SELECT org_id, project_id FROM next)
       FOR KEY SHARE SKIP LOCKED)
INSERT INTO error_batch (place, seat, org_id, id, project_id, key_id, client_id, group_key, level, environment,
                         release, occurred_at, user_hash, detailed, counts)
SELECT place, dense_rank() OVER (ORDER BY org_id, project_id, group_key), org_id, id, project_id, key_id, client_id,
       group_key, level, environment, release, occurred_at, user_hash, detailed,
       (org_id, project_id) IN (SELECT org_id, project_id FROM held)
  FROM next
 WHERE (org_id, project_id) NOT IN (SELECT org_id, project_id FROM there
                                    EXCEPT SELECT org_id, project_id FROM held)

-- name: error_batch_hold :exec
-- Locks the errors that exist already, except those that somebody else has locked.
-- planned anew
WITH wanted AS MATERIALIZED (
    SELECT seat, org_id, project_id, group_key FROM error_batch GROUP BY seat, org_id, project_id, group_key),
there AS MATERIALIZED (
    SELECT w.seat, w.org_id, k.error_id FROM wanted w LEFT JOIN error_key k USING (org_id, project_id, group_key))
INSERT INTO error_held (seat, error_id)
SELECT t.seat, g.id
  FROM there t JOIN error_group g ON g.org_id = t.org_id AND g.id = t.error_id
 ORDER BY t.seat
   FOR NO KEY UPDATE OF g SKIP LOCKED

-- name: error_batch_keep :exec
-- Leaves the events of errors that are not locked now for the next batch: somebody else had locked them, or has merged
-- or split them before this transaction locked them. From here on nobody can.
-- planned anew
WITH wanted AS MATERIALIZED (
    SELECT seat, org_id, project_id, group_key FROM error_batch GROUP BY seat, org_id, project_id, group_key),
there AS (
    SELECT w.seat, k.error_id FROM wanted w JOIN error_key k USING (org_id, project_id, group_key))
DELETE FROM error_batch
 WHERE seat IN (SELECT seat FROM (SELECT seat, error_id FROM there EXCEPT SELECT seat, error_id FROM error_held) free)

-- name: error_batch_recognise :exec
-- Counts an event once that an SDK sent twice.
-- planned anew
WITH first_sight AS (
    INSERT INTO error_seen (org_id, project_id, client_id, id, group_key)
    SELECT org_id, project_id, client_id, id, group_key FROM error_batch WHERE client_id IS NOT NULL ORDER BY 1, 2, 3, 4
        ON CONFLICT DO NOTHING
    RETURNING id)
UPDATE error_batch SET counts = false WHERE client_id IS NOT NULL AND id NOT IN (SELECT id FROM first_sight)

-- name: error_batch_share :exec
-- Makes a row for each group. The newest event of the batch may be older than one that was counted before, because a
-- request with many events may take long to arrive.
-- planned anew
WITH share AS (
    SELECT seat, org_id, project_id, group_key, count(*) AS events, min(occurred_at) AS first_seen,
           max(occurred_at) AS last_seen, (array_agg(id ORDER BY id))[1] AS first_id,
           (array_agg(id ORDER BY id DESC))[1] AS newest_id,
           (array_agg(place ORDER BY id DESC))[1] AS newest_place, bool_or(detailed) AS detailed
      FROM error_batch
     WHERE counts
     GROUP BY seat, org_id, project_id, group_key),
named AS MATERIALIZED (
    SELECT s.seat, org_id, project_id, group_key, s.events, s.first_seen, s.last_seen, s.newest_id, s.newest_place,
           s.detailed, coalesce(k.id, s.first_id) AS group_id, coalesce(k.error_id, s.first_id) AS error_id,
           k.events AS own_events, k.latest_event AS own_latest
      FROM share s LEFT JOIN error_key k USING (org_id, project_id, group_key)),
known AS (
    SELECT n.seat, n.org_id, n.project_id, n.group_key, n.group_id, n.error_id, n.events, n.first_seen, n.last_seen,
           n.newest_id, n.newest_place, n.detailed, own_events IS NOT NULL AS shared,
           coalesce(own_events, g.events, 0) AS events_before,
           coalesce(CASE WHEN own_events IS NOT NULL THEN own_latest END, g.latest_event) AS newest_before,
           g.latest_event, g.title, g.origin, coalesce(g.status = 'resolved', false) AS resolved, g.resolved_at,
           coalesce(num_nonnulls(g.until_events, g.until_at, g.until_release) > 0, false) AS awaits,
           row_number() OVER (PARTITION BY n.error_id ORDER BY n.newest_id DESC) = 1 AS leads
      FROM named n LEFT JOIN error_group g ON g.org_id = n.org_id AND g.id = n.error_id)
INSERT INTO error_share (seat, org_id, project_id, group_key, group_id, error_id, shared, awaits, events,
                         events_before, first_seen, last_seen, newest_id, newest_place, detailed, newest_before,
                         title_before, origin_before, newer, leads, shown, resolved, reopens)
SELECT seat, org_id, project_id, group_key, group_id, error_id, shared, awaits, events, events_before, first_seen,
       last_seen, newest_id, newest_place, detailed, newest_before, title, origin,
       newest_before IS NULL OR newest_id > newest_before, leads,
       leads AND (latest_event IS NULL OR newest_id > latest_event), resolved,
       resolved AND NOT awaits AND bool_or(uuid_time(newest_id) > resolved_at) OVER (PARTITION BY error_id)
  FROM known

-- name: error_batch_groups :exec
-- Inserts or updates the errors: adds to their counts, and copies the fields that are shown from the newest event. A
-- user counts once for an error, in whichever of its groups. The status `unresolved` is that of new errors and of those
-- that reopen; for others the inserted status says nothing.
-- planned anew
WITH new_users AS (
    INSERT INTO error_user (org_id, group_id, user_hash)
    SELECT DISTINCT s.org_id, s.group_id, b.user_hash
      FROM error_batch b JOIN error_share s USING (seat)
     WHERE b.counts AND b.user_hash IS NOT NULL
     ORDER BY 1, 2, 3
        ON CONFLICT DO NOTHING
    RETURNING group_id, user_hash),
known_users AS (
    SELECT DISTINCT s.error_id, b.user_hash
      FROM error_batch b
      JOIN error_share s USING (seat)
     CROSS JOIN LATERAL (SELECT FROM error_key k JOIN error_user u ON u.org_id = k.org_id AND u.group_id = k.id
                          WHERE k.org_id = s.org_id AND k.error_id = s.error_id AND u.user_hash = b.user_hash
                          LIMIT 1) known
     WHERE s.shared AND b.counts AND b.user_hash IS NOT NULL),
users AS (
    SELECT s.error_id, count(DISTINCT n.user_hash) AS users
      FROM new_users n
      JOIN error_share s USING (group_id)
      LEFT JOIN known_users k ON k.error_id = s.error_id AND k.user_hash = n.user_hash
     WHERE k.user_hash IS NULL
     GROUP BY s.error_id),
total AS (
    SELECT error_id, sum(events) AS events, min(first_seen) AS first_seen, max(last_seen) AS last_seen
      FROM error_share
     GROUP BY error_id)
INSERT INTO error_group AS g (org_id, id, project_id, title, culprit, level, environment, origin, release,
                              status, regressed, events, users, first_seen, last_seen, latest_event, facets)
SELECT s.org_id, s.error_id, s.project_id, n.title, n.culprit, n.level, n.environment, n.origin, n.release,
       CASE WHEN s.reopens OR s.newest_before IS NULL THEN 'unresolved' ELSE 'archived' END, s.resolved AND s.reopens,
       t.events, coalesce(u.users, 0), t.first_seen, t.last_seen, s.newest_id, error_facets(s.org_id, s.error_id)
  FROM error_share s
  JOIN total t USING (error_id)
 CROSS JOIN LATERAL (SELECT title, culprit, level, environment, origin, release
                       FROM error_inbox WHERE ctid = s.newest_place LIMIT 1) n
  LEFT JOIN users u USING (error_id)
 WHERE s.leads
 ORDER BY s.seat
    ON CONFLICT (org_id, id) DO UPDATE
{error_batch_newest}
     , events = g.events + excluded.events, users = g.users + excluded.users, facets = excluded.facets
     , regressed = g.regressed OR excluded.regressed
     , status = CASE excluded.status WHEN 'unresolved' THEN 'unresolved' ELSE g.status END
     , until_events = CASE excluded.status WHEN 'unresolved' THEN NULL ELSE g.until_events END
     , until_at = CASE excluded.status WHEN 'unresolved' THEN NULL ELSE g.until_at END
     , until_release = CASE excluded.status WHEN 'unresolved' THEN NULL ELSE g.until_release END
     , version = g.version + 1

-- name: error_batch_newest :part
-- The columns of a row g that show the newest event; `excluded` has those of the newest in this batch.
   SET title = CASE WHEN excluded.latest_event > g.latest_event THEN excluded.title ELSE g.title END
     , culprit = CASE WHEN excluded.latest_event > g.latest_event THEN excluded.culprit ELSE g.culprit END
     , level = CASE WHEN excluded.latest_event > g.latest_event THEN excluded.level ELSE g.level END
     , environment = CASE WHEN excluded.latest_event > g.latest_event THEN excluded.environment
                          ELSE g.environment END
     , origin = CASE WHEN excluded.latest_event > g.latest_event THEN excluded.origin ELSE g.origin END
     , release = CASE WHEN excluded.latest_event > g.latest_event THEN excluded.release ELSE g.release END
     , first_seen = least(g.first_seen, excluded.first_seen)
     , last_seen = greatest(g.last_seen, excluded.last_seen)
     , latest_event = greatest(g.latest_event, excluded.latest_event)

-- name: error_batch_own :exec
-- Notes the groups that are new, and updates what a group has of its own while its error has others, too.
-- planned anew
INSERT INTO error_key AS g (org_id, id, project_id, group_key, error_id, why, events, title, culprit, level,
                            environment, origin, release, first_seen, last_seen, latest_event)
SELECT s.org_id, s.group_id, s.project_id, s.group_key, s.error_id, w.why, own.events, own.title, own.culprit,
       own.level, own.environment, own.origin, own.release, own.first_seen, own.last_seen, own.newest_id
  FROM error_share s
 CROSS JOIN LATERAL (SELECT why FROM error_inbox WHERE ctid = s.newest_place LIMIT 1) w
  LEFT JOIN LATERAL (SELECT s.events, s.first_seen, s.last_seen, s.newest_id, title, culprit, level, environment,
                            origin, release
                       FROM error_inbox WHERE ctid = s.newest_place AND s.shared LIMIT 1) own ON true
 WHERE s.shared OR s.newest_before IS NULL
 ORDER BY s.seat
    ON CONFLICT (org_id, id) DO UPDATE
{error_batch_newest}
     , events = g.events + excluded.events

-- name: error_batch_texts :exec
-- Updates the texts of the search for errors whose title or origin has changed.
-- planned anew
INSERT INTO error_text (org_id, group_id, title, origin)
SELECT s.org_id, s.error_id, fold(n.title), fold(n.origin)
  FROM error_share s
 CROSS JOIN LATERAL (SELECT title, origin FROM error_inbox WHERE ctid = s.newest_place LIMIT 1) n
 WHERE s.shown AND (n.title, n.origin) IS DISTINCT FROM (s.title_before, s.origin_before)
    ON CONFLICT (org_id, group_id) DO UPDATE SET title = excluded.title, origin = excluded.origin

-- name: error_batch_stale :exec
-- Marks the errors whose log error_index must index.
-- planned anew
INSERT INTO error_stale (org_id, group_id, due)
SELECT s.org_id, s.error_id, coalesce(l.at + interval '1 minute', now())
  FROM error_share s LEFT JOIN error_log l ON l.org_id = s.org_id AND l.group_id = s.error_id
 WHERE s.detailed
 ORDER BY 1, 2
    ON CONFLICT DO NOTHING

-- name: error_batch_places :exec
-- Adds the environments that are new to their group, up to a hundred per group.
-- planned anew
WITH named AS (
    SELECT DISTINCT s.org_id, s.group_id, s.error_id, b.environment
      FROM error_batch b JOIN error_share s USING (seat)
     WHERE b.counts)
INSERT INTO error_place (org_id, group_id, error_id, environment)
SELECT org_id, group_id, error_id, environment
  FROM (SELECT n.org_id, n.group_id, n.error_id, n.environment,
               known.places + row_number() OVER (PARTITION BY n.org_id, n.group_id ORDER BY n.environment) AS nth
          FROM named n
         CROSS JOIN LATERAL (SELECT count(*) AS places, count(*) FILTER (WHERE environment = n.environment) AS same
                               FROM error_place WHERE org_id = n.org_id AND group_id = n.group_id) known
         WHERE known.same = 0) numbered
 WHERE nth <= 100
 ORDER BY 1, 2, 4
    ON CONFLICT DO NOTHING

-- name: error_batch_surplus :exec
-- Deletes the events that were stored only while they were the newest of their group.
-- planned anew
WITH gone AS (
    DELETE FROM error_event
     WHERE (org_id, id) IN (SELECT org_id, newest_before FROM error_share WHERE newer) AND NOT sampled
    RETURNING org_id, id, project_id, error_bytes(details, raw) AS bytes)
{lower_weeks}

-- name: error_batch_events :exec
-- Stores the events that are sampled, and the newest event of each group.
-- planned anew
WITH numbered AS (
    SELECT seat, place, id, row_number() OVER (PARTITION BY seat ORDER BY id) AS nth FROM error_batch WHERE counts),
judged AS (
    SELECT b.place, s.group_id, s.newer AND b.id = s.newest_id AS newest,
           error_sampled(s.events_before + b.nth) OR (b.id = s.newest_id AND s.reopens) AS sampled
      FROM numbered b JOIN error_share s USING (seat)),
stored AS (
    INSERT INTO error_event (org_id, id, group_id, project_id, key_id, client_id, sampled, level, environment, origin,
                             title, release, occurred_at, tags, fingerprint, details, raw)
    SELECT i.org_id, i.id, j.group_id, i.project_id, i.key_id, i.client_id, j.sampled, i.level, i.environment, i.origin,
           i.title, i.release, i.occurred_at, i.tags, i.fingerprint, i.details, i.raw
      FROM judged j
     CROSS JOIN LATERAL (SELECT org_id, id, project_id, key_id, client_id, level, environment, origin, title, release,
                                occurred_at, tags, fingerprint, details, raw
                           FROM error_inbox WHERE ctid = j.place LIMIT 1) i
     WHERE j.sampled OR j.newest
    RETURNING org_id, id, project_id, error_bytes(details, raw) AS bytes)
INSERT INTO error_week AS w (org_id, project_id, week, bytes)
SELECT org_id, project_id, error_week(id), sum(bytes) FROM stored GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (org_id, project_id, week) DO UPDATE SET bytes = w.bytes + excluded.bytes

-- name: error_batch_hours :exec
-- planned anew
INSERT INTO error_hour AS h (org_id, group_id, environment, hour, events)
SELECT s.org_id, s.group_id, b.environment, date_trunc('hour', b.occurred_at, 'UTC'), count(*)
  FROM error_batch b JOIN error_share s USING (seat)
 WHERE b.counts
 GROUP BY 1, 2, 3, 4
 ORDER BY 1, 2, 3, 4
    ON CONFLICT (org_id, group_id, environment, hour) DO UPDATE SET events = h.events + excluded.events

-- name: error_batch_level_hours :exec
-- planned anew
INSERT INTO error_level_hour AS h (org_id, project_id, environment, hour, level, events)
SELECT org_id, project_id, environment, date_trunc('hour', occurred_at, 'UTC'), level, count(*)
  FROM error_batch
 WHERE counts
 GROUP BY 1, 2, 3, 4, 5
 ORDER BY 1, 2, 3, 4, 5
    ON CONFLICT (org_id, project_id, environment, hour, level) DO UPDATE SET events = h.events + excluded.events

-- name: error_batch_keys :exec
-- Notes when each key was last used, except keys that somebody has locked.
-- planned anew
WITH held AS (
    SELECT org_id, id FROM project_key WHERE (org_id, id) IN (SELECT org_id, key_id FROM error_batch)
       FOR NO KEY UPDATE SKIP LOCKED)
UPDATE project_key k SET last_used_at = t.at
  FROM (SELECT org_id, key_id, max(uuid_time(id)) AS at FROM error_batch GROUP BY org_id, key_id) t
 WHERE (k.org_id, k.id) IN (SELECT org_id, id FROM held)
   AND k.org_id = t.org_id AND k.id = t.key_id AND t.at > coalesce(k.last_used_at, '-infinity')

-- name: error_digest :one
-- The last statement of the digest: deletes the batch from the inbox.
-- planned anew
WITH gone AS (
    DELETE FROM error_inbox WHERE ctid = ANY (ARRAY(SELECT place FROM error_batch))
    RETURNING id)
SELECT (SELECT count(*) FROM gone) AS taken, 0::bigint AS age

-- name: error_set_aside :opt
-- Moves the event that has waited longest to error_aside. It can't be counted, and would block the digest.
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
-- Indexes, for the search in logs, the newest log of each error that is due. An error is due at most once a minute,
-- because indexing a log takes longer than counting events.
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
     CROSS JOIN LATERAL (SELECT newest.details
                           FROM error_key k
                          CROSS JOIN LATERAL (SELECT id, details FROM error_event
                                               WHERE org_id = k.org_id AND group_id = k.id AND details IS NOT NULL
                                               ORDER BY id DESC
                                               LIMIT 1) newest
                          WHERE k.org_id = g.org_id AND k.error_id = g.id
                          ORDER BY newest.id DESC
                          LIMIT 1) e
        ON CONFLICT (org_id, group_id) DO UPDATE SET details = excluded.details, at = excluded.at)
SELECT (SELECT count(*) FROM due) AS taken,
       coalesce((SELECT greatest(0, extract(epoch FROM now() - due))::bigint
                   FROM error_stale WHERE (org_id, group_id) NOT IN (SELECT org_id, group_id FROM due)
                  ORDER BY due LIMIT 1), 0) AS age

