-- The error center. :org comes first in every statement.

-- name: error_append :one
-- What a worker was sent, kept before it answers; the rest is the digest's. Nothing occurs later than its receipt.
WITH added AS (
    INSERT INTO error_inbox (org_id, id, project_id, key_id, group_key, why, title, level, environment, origin,
                             release, occurred_at, tags, fingerprint, details)
    SELECT :org, event_id, :via_project, :via_key, group_key, why::text[], title, level, environment, origin,
           release, least(coalesce(occurred_at, :now), :now), tags::jsonb, fingerprint::text[], details
      FROM unnest(:event_id::uuid[], :group_key::bytea[], :why::text[], :title::text[], :level::text[],
                  :environment::text[], :origin::text[], :release::text[], :occurred_at::timestamptz[],
                  :tags::text[], :fingerprint::text[], :details::text[])
           AS e (event_id, group_key, why, title, level, environment, origin, release, occurred_at, tags,
                 fingerprint, details)
    RETURNING id)
SELECT count(*) FROM added

-- name: sentry_append :one
-- The same of events of Sentry's SDKs, which bring an id of their own and the whole event.
WITH added AS (
    INSERT INTO error_inbox (org_id, id, project_id, key_id, client_id, group_key, why, title, culprit, level,
                             environment, origin, release, occurred_at, user_hash, tags, fingerprint, details, raw)
    SELECT :org, event_id, :via_project, :via_key, client_id, group_key, why::text[], title, culprit, level,
           environment, origin, release, least(occurred_at, :now), user_hash, tags::jsonb, fingerprint::text[],
           details, raw
      FROM unnest(:event_id::uuid[], :client_id::uuid[], :group_key::bytea[], :why::text[], :title::text[],
                  :culprit::text[], :level::text[], :environment::text[], :origin::text[], :release::text[],
                  :occurred_at::timestamptz[], :user_hash::bytea[], :tags::text[], :fingerprint::text[],
                  :details::text[], :raw::bytea[])
           AS e (event_id, client_id, group_key, why, title, culprit, level, environment, origin, release, occurred_at,
                 user_hash, tags, fingerprint, details, raw)
    RETURNING id)
SELECT count(*) FROM added

-- name: inbox_columns :part
           org_id, id, project_id, key_id, client_id, group_key, why, title, culprit, level, environment, origin,
           release, occurred_at, user_hash, tags, fingerprint, details, raw

-- name: error_digest :one
-- Takes a batch out of the inbox and counts it: once per error and batch, in one transaction, so that an event is
-- either waiting or counted. The errors are held first, so that none is deleted meanwhile and its users are counted to
-- another. Answers how many were taken, and the age in seconds of the oldest that still waits.
WITH taken AS (
    DELETE FROM error_inbox
     WHERE (org_id, id) IN (SELECT org_id, id FROM error_inbox ORDER BY id LIMIT :batch FOR UPDATE SKIP LOCKED)
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
      FROM taken
     WHERE client_id IS NULL OR (org_id, id) IN (SELECT org_id, id FROM first_sight)),
batch AS (
    SELECT org_id, project_id, group_key, count(*) AS events, min(occurred_at) AS first_seen,
           max(occurred_at) AS last_seen,
           CASE WHEN count(DISTINCT environment) > 100 THEN ARRAY[min(environment)]
                ELSE array_agg(DISTINCT environment) END AS environments,
           (array_agg(id ORDER BY id))[1] AS first_id, (array_agg(id ORDER BY id DESC))[1] AS newest_id,
           (array_agg(id ORDER BY id DESC) FILTER (WHERE details IS NOT NULL))[1] AS detailed_id
      FROM counted
     GROUP BY org_id, project_id, group_key),
held AS (
    SELECT org_id, project_id, group_key, g.id, g.latest_event, g.status
      FROM batch b JOIN error_group g USING (org_id, project_id, group_key)
     ORDER BY org_id, project_id, group_key
       FOR NO KEY UPDATE OF g),
seated AS (
    SELECT org_id, project_id, group_key, events, first_seen, last_seen, environments, newest_id, detailed_id,
           coalesce(h.id, first_id) AS group_id, h.latest_event, h.status
      FROM batch LEFT JOIN held h USING (org_id, project_id, group_key)),
new_users AS (
    INSERT INTO error_user (org_id, group_id, user_hash)
    SELECT DISTINCT c.org_id, s.group_id, c.user_hash
      FROM counted c JOIN seated s USING (org_id, project_id, group_key)
     WHERE c.user_hash IS NOT NULL
     ORDER BY 1, 2, 3
        ON CONFLICT DO NOTHING
    RETURNING org_id, group_id),
users AS (
    SELECT org_id, group_id, count(*) AS users FROM new_users GROUP BY org_id, group_id),
grouped AS (
    INSERT INTO error_group AS g (org_id, id, project_id, group_key, why, title, culprit, level, environment,
                                  environments, origin, release, events, users, first_seen, last_seen,
                                  latest_event)
    SELECT s.org_id, s.group_id, s.project_id, s.group_key, n.why, n.title, n.culprit, n.level, n.environment,
           s.environments, n.origin, n.release, s.events, coalesce(u.users, 0), s.first_seen, s.last_seen,
           n.id
      FROM seated s
      JOIN counted n ON n.org_id = s.org_id AND n.id = s.newest_id
      LEFT JOIN users u ON u.org_id = s.org_id AND u.group_id = s.group_id
     ORDER BY s.org_id, s.project_id, s.group_key
        ON CONFLICT (org_id, project_id, group_key) DO UPDATE
       SET title = excluded.title, culprit = excluded.culprit, level = excluded.level
         , environment = excluded.environment, origin = excluded.origin, release = excluded.release
         , environments = CASE WHEN g.environments @> excluded.environments OR cardinality(g.environments) >= 100
               THEN g.environments ELSE (SELECT array_agg(DISTINCT e ORDER BY e)
                                           FROM unnest(g.environments || excluded.environments) e) END
         , regressed = g.regressed OR g.status = 'resolved'
         , status = CASE g.status WHEN 'resolved' THEN 'unresolved' ELSE g.status END
         , events = g.events + excluded.events, users = g.users + excluded.users
         , first_seen = least(g.first_seen, excluded.first_seen)
         , last_seen = greatest(g.last_seen, excluded.last_seen)
         , latest_event = greatest(g.latest_event, excluded.latest_event)
         , version = g.version + 1
    RETURNING org_id, id, events),
texts AS (
    INSERT INTO error_text AS x (org_id, group_id, title, origin, details, at)
    SELECT s.org_id, s.group_id, fold(n.title), fold(n.origin), fold(left(d.details, 8000)), now()
      FROM seated s
      JOIN counted n ON n.org_id = s.org_id AND n.id = s.newest_id
      LEFT JOIN counted d ON d.org_id = s.org_id AND d.id = s.detailed_id
      LEFT JOIN error_text o ON o.org_id = s.org_id AND o.group_id = s.group_id
     WHERE o.at >= now() - interval '1 minute' IS NOT true
        ON CONFLICT (org_id, group_id) DO UPDATE
       SET title = excluded.title, origin = excluded.origin, details = coalesce(excluded.details, x.details)
         , at = excluded.at),
placed AS (
    SELECT c.org_id, c.id, g.id AS group_id, c.project_id, c.key_id, c.client_id, c.level, c.environment, c.origin,
           c.title, c.release, c.occurred_at, c.tags, c.fingerprint, c.details, c.raw, c.id = s.newest_id AS newest,
           error_sampled(g.events - s.events + c.nth) OR (c.nth = 1 AND s.status = 'resolved') IS true AS sampled
      FROM counted c
      JOIN seated s USING (org_id, project_id, group_key)
      JOIN grouped g ON g.org_id = s.org_id AND g.id = s.group_id),
stored AS (
    INSERT INTO error_event (org_id, id, group_id, project_id, key_id, client_id, sampled, level, environment, origin,
                             title, release, occurred_at, tags, fingerprint, details, raw)
    SELECT org_id, id, group_id, project_id, key_id, client_id, sampled, level, environment, origin,
           title, release, occurred_at, tags, fingerprint, details, raw
      FROM placed
     WHERE sampled OR newest),
surplus AS (
    DELETE FROM error_event
     WHERE (org_id, id) IN (SELECT org_id, latest_event FROM seated) AND NOT sampled),
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
used AS (
    UPDATE project_key k SET last_used_at = t.at
      FROM (SELECT org_id, key_id, max(uuid_time(id)) AS at FROM taken GROUP BY org_id, key_id) t
     WHERE k.org_id = t.org_id AND k.id = t.key_id AND t.at > coalesce(k.last_used_at, '-infinity'))
SELECT (SELECT count(*) FROM taken),
       coalesce((SELECT greatest(0, extract(epoch FROM now() - uuid_time(i.id)))::bigint
                   FROM error_inbox i
                  WHERE i.id > (SELECT id FROM taken ORDER BY id DESC LIMIT 1)
                  ORDER BY i.id LIMIT 1), 0)

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

-- name: error_columns :part
       g.id, g.project_id AS project, g.title, g.culprit, g.level, g.environment, g.origin, g.status, g.regressed,
       g.events, g.users, g.first_seen, g.last_seen, g.release, g.version

-- name: error_list :many
-- sort last_seen: g.last_seen
-- sort first_seen: g.first_seen
-- sort level: level_rank(g.level)
-- sort events: g.events
-- sort users: g.users
SELECT
{error_columns}
     , {sort} AS sort_key
  FROM error_group g
 WHERE g.org_id = :org
   AND g.project_id = :project                              --? project, planned with its value
   AND g.environments @> ARRAY[:environment]                --? environment, planned with its value
   AND level_rank(g.level) = level_rank(:level)             --? level, planned with its value
   AND g.status = :one_status                               --? one_status, planned with its value
   AND g.id IN (SELECT group_id FROM error_text             --? in_any
                 WHERE org_id = :org                        --? in_any
                   AND (title LIKE contains_pattern(:in_any) --? in_any, planned with its value
                        OR origin LIKE contains_pattern(:in_any))) --? in_any
   AND g.id IN (SELECT group_id FROM error_text             --? in_title
                 WHERE org_id = :org                        --? in_title
                   AND title LIKE contains_pattern(:in_title)) --? in_title, planned with its value
   AND g.id IN (SELECT group_id FROM error_text             --? in_origin
                 WHERE org_id = :org                        --? in_origin
                   AND origin LIKE contains_pattern(:in_origin)) --? in_origin, planned with its value
   AND g.id IN (SELECT group_id FROM error_text             --? in_details
                 WHERE org_id = :org                        --? in_details
                   AND details LIKE contains_pattern(:in_details)) --? in_details, planned with its value
   AND level_rank(g.level) = ANY (ARRAY(                    --? in_level
       SELECT level_rank(l)                                 --? in_level
         FROM unnest(ARRAY['debug', 'info', 'warning', 'error', 'fatal']) l --? in_level
        WHERE l LIKE contains_pattern(:in_level)))          --? in_level, planned with its value
   AND g.last_seen >= :since                                --? since, planned with its value
   AND g.first_seen < :until                                --? until, planned with its value
   AND ({sort}, g.id) {beyond} (:after_key, :after_id)      --? after_id
 ORDER BY {sort} {direction}, g.id {direction}              --? limit
 LIMIT :limit                                               --? limit

-- name: error_get :opt
SELECT
{error_columns}
     , e.details, k.name AS key, a.username AS user, e.tags, g.environments, g.latest_event, g.why
  FROM error_group g
  LEFT JOIN error_event e ON e.org_id = g.org_id AND e.id = g.latest_event
  LEFT JOIN project_key k ON k.org_id = e.org_id AND k.id = e.key_id
  LEFT JOIN account a ON a.id = k.created_by
 WHERE g.org_id = :org AND g.id = :id

-- name: error_change :opt
WITH changed AS (
    UPDATE error_group g
       SET version = version + 1
         , regressed = regressed AND :status <> 'resolved', status = :status --? status
     WHERE org_id = :org AND id = :id
       AND version = ANY (:if_match)                        --? if_match
       AND version <> ALL (:if_none_match)                  --? if_none_match
    RETURNING org_id AS log, :caller::uuid AS actor, id AS object, *),
{activity_note}
SELECT
{error_columns}
  FROM changed g

-- name: error_delete :opt
WITH changed AS (
    DELETE FROM error_group
     WHERE org_id = :org AND id = :id
       AND version = ANY (:if_match)                        --? if_match
       AND version <> ALL (:if_none_match)                  --? if_none_match
    RETURNING org_id AS log, :caller::uuid AS actor, id AS object),
{activity_note}
SELECT object FROM changed

-- name: error_bulk :opt
-- All or nothing: no row unless every one of the ids is there. Locked in the order of the digest.
WITH target AS (
    SELECT org_id, id FROM error_group
     WHERE org_id = :org AND id = ANY (:ids::text[]::uuid[])
     ORDER BY project_id, group_key
       FOR UPDATE),
everything AS (
    SELECT count(*) = cardinality(:ids::text[]) AS there FROM target),
moved AS (
    UPDATE error_group g
       SET version = version + 1, regressed = regressed AND :action <> 'resolve'
         , status = CASE :action WHEN 'archive' THEN 'archived' WHEN 'resolve' THEN 'resolved' ELSE 'unresolved' END
      FROM target t
     WHERE g.org_id = t.org_id AND g.id = t.id AND :action <> 'delete' AND (SELECT there FROM everything)
    RETURNING g.org_id, g.id),
removed AS (
    DELETE FROM error_group g USING target t
     WHERE g.org_id = t.org_id AND g.id = t.id AND :action = 'delete' AND (SELECT there FROM everything)
    RETURNING g.org_id, g.id),
changed AS (
    SELECT org_id AS log, :caller::uuid AS actor, id AS object FROM moved
     UNION ALL
    SELECT org_id, :caller, id FROM removed),
{activity_notes}
SELECT count(*) AS changed FROM changed HAVING (SELECT there FROM everything)

-- name: event_list :many
-- sort received_at: e.id
SELECT e.id, e.client_id, uuid_time(e.id) AS received_at, e.occurred_at, e.title, e.level, e.environment, e.origin,
       e.release, e.tags, {sort} AS sort_key
  FROM error_group g JOIN error_event e ON e.org_id = g.org_id AND e.group_id = g.id
 WHERE g.org_id = :org AND g.id = :id
   AND ({sort}, e.id) {beyond} (:after_key, :after_id)      --? after_id
 ORDER BY {sort} {direction}                                --? limit
 LIMIT :limit                                               --? limit

-- name: error_role :opt
-- One's role in the organization, if the error is there.
SELECT :caller_role::text FROM error_group WHERE org_id = :org AND id = :id

-- name: event_get :opt
SELECT encode(e.raw, 'hex') AS raw, e.id, e.client_id, uuid_time(e.id) AS received_at, e.occurred_at, e.title, e.level,
       e.environment, e.origin, e.release, e.tags, e.fingerprint, e.details,
       1::bigint AS version
  FROM error_group g JOIN error_event e ON e.org_id = g.org_id AND e.group_id = g.id
 WHERE g.org_id = :org AND g.id = :id AND (e.id = :event_id OR e.client_id = :event_id)
 ORDER BY e.id
 LIMIT 1

-- name: error_stats :many
-- A row for each hour or day, those without events included.
WITH bucket AS (
    SELECT generate_series(date_trunc(:interval, :from::timestamptz, 'UTC'),
                           :to::timestamptz - interval '1 millisecond', ('1 ' || :interval)::interval) AS at),
summed AS (
    SELECT date_trunc(:interval, hour, 'UTC') AS at, level, sum(events) AS events
      FROM error_level_hour
     WHERE org_id = :org
       AND hour >= date_trunc(:interval, :from::timestamptz, 'UTC')
       AND hour < :to
       AND project_id = :project                            --? project
       AND environment = :environment                       --? environment
     GROUP BY 1, 2)
SELECT b.at,
       coalesce(sum(events) FILTER (WHERE level = 'fatal'), 0)::bigint AS fatal,
       coalesce(sum(events) FILTER (WHERE level = 'error'), 0)::bigint AS error,
       coalesce(sum(events) FILTER (WHERE level = 'warning'), 0)::bigint AS warning,
       coalesce(sum(events) FILTER (WHERE level = 'info'), 0)::bigint AS info,
       coalesce(sum(events) FILTER (WHERE level = 'debug'), 0)::bigint AS debug
  FROM bucket b LEFT JOIN summed USING (at)
 GROUP BY b.at
 ORDER BY b.at

-- name: error_partition :one
-- Makes and drops partitions; answers how many, and no age.
SELECT error_partitions()::bigint, 0::bigint

-- name: error_shrink :one
SELECT error_inbox_shrink()::bigint, 0::bigint

-- name: error_sweep :one
-- What deleted errors have left, which nobody can see any more: an error is forgotten once nothing of it is left.
WITH deleted AS (
    SELECT org_id, group_id FROM error_remains ORDER BY org_id, group_id LIMIT :batch),
events AS (
    DELETE FROM error_event
     WHERE (org_id, id) IN (
           SELECT e.org_id, e.id FROM deleted JOIN error_event e USING (org_id, group_id) LIMIT :batch)
    RETURNING id),
users AS (
    DELETE FROM error_user
     WHERE (org_id, group_id, user_hash) IN (
           SELECT org_id, group_id, user_hash FROM deleted JOIN error_user USING (org_id, group_id) LIMIT :batch)
    RETURNING group_id),
hours AS (
    DELETE FROM error_hour
     WHERE (org_id, group_id, environment, hour) IN (
           SELECT org_id, group_id, environment, hour
             FROM deleted JOIN error_hour USING (org_id, group_id) LIMIT :batch)
    RETURNING group_id),
texts AS (
    DELETE FROM error_text WHERE (org_id, group_id) IN (SELECT org_id, group_id FROM deleted)),
most AS (
    SELECT greatest((SELECT count(*) FROM events), (SELECT count(*) FROM users), (SELECT count(*) FROM hours)) AS rows),
swept AS (
    DELETE FROM error_remains
     WHERE (org_id, group_id) IN (SELECT org_id, group_id FROM deleted) AND (SELECT rows FROM most) < :batch)
SELECT greatest((SELECT count(*) FROM deleted), (SELECT rows FROM most)), 0::bigint

-- name: error_trim :one
-- Events that their project no longer keeps, where others still do; then errors without any.
WITH old AS (
    SELECT e.org_id, e.id
      FROM project p JOIN error_event e ON e.org_id = p.org_id AND e.project_id = p.id
     WHERE e.id < uuid_floor(now() - make_interval(days => p.retention_days))
     LIMIT :batch),
gone AS (
    DELETE FROM error_event WHERE (org_id, id) IN (SELECT org_id, id FROM old)
    RETURNING id),
forgotten AS (
    DELETE FROM error_group
     WHERE (org_id, id) IN (SELECT g.org_id, g.id
                              FROM project p JOIN error_group g ON g.org_id = p.org_id AND g.project_id = p.id
                             WHERE g.latest_event < uuid_floor(now() - make_interval(days => p.retention_days + 1))
                             LIMIT :batch)
    RETURNING id),
hours AS (
    DELETE FROM error_hour
     WHERE (org_id, group_id, environment, hour) IN (
           SELECT org_id, group_id, environment, hour FROM error_hour
            WHERE hour < now() - make_interval(days => coalesce((SELECT max(retention_days) FROM project), 90))
            LIMIT :batch)
    RETURNING hour),
level_hours AS (
    DELETE FROM error_level_hour
     WHERE (org_id, project_id, environment, hour, level) IN (
           SELECT org_id, project_id, environment, hour, level FROM error_level_hour
            WHERE hour < now() - make_interval(days => coalesce((SELECT max(retention_days) FROM project), 90))
            LIMIT :batch)
    RETURNING hour),
seen AS (
    DELETE FROM error_seen
     WHERE (org_id, project_id, client_id) IN (
           SELECT org_id, project_id, client_id FROM error_seen
            WHERE id < uuid_floor(now() - interval '1 day') LIMIT :batch)
    RETURNING id)
SELECT greatest((SELECT count(*) FROM gone), (SELECT count(*) FROM forgotten), (SELECT count(*) FROM hours),
                (SELECT count(*) FROM level_hours), (SELECT count(*) FROM seen)), 0::bigint
