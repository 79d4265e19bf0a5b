-- The error center: reported events, errors, and what people do with errors. Every statement limits its rows to :org.

-- name: error_append :one
-- Inserts reported events into the inbox before the worker replies; the digest counts them later. The time of an event
-- is never later than its receipt. Only events of Sentry's SDKs have a client_id, a culprit, a user and a raw event.
WITH added AS (
    INSERT INTO error_inbox (org_id, id, project_id, key_id, client_id, group_key, why, title, culprit, level,
                             environment, origin, release, occurred_at, user_hash, tags, fingerprint, details, raw,
                             facets)
    SELECT :org, event_id, :via_project, :via_key, client_id, group_key, why::text[], title, culprit, level,
           environment, origin, release, least(coalesce(occurred_at, :now), :now), user_hash, tags::jsonb,
           fingerprint::text[], details, raw, facets::bigint[]
      FROM unnest(:event_id::uuid[], :client_id::uuid[], :group_key::bytea[], :why::text[], :title::text[],
                  :culprit::text[], :level::text[], :environment::text[], :origin::text[], :release::text[],
                  :occurred_at::timestamptz[], :user_hash::bytea[], :tags::text[], :fingerprint::text[],
                  :details::text[], :raw::bytea[], :facets::text[])
           AS e (event_id, client_id, group_key, why, title, culprit, level, environment, origin, release, occurred_at,
                 user_hash, tags, fingerprint, details, raw, facets)
    RETURNING id)
SELECT count(*) FROM added

-- name: error_columns :part
       g.id, g.project_id AS project, g.title, g.culprit, g.level, g.environment, g.origin, g.status, g.regressed,
       error_until(g.until_events, g.until_at, g.until_release) AS until, g.assignee,
       g.events, g.users, g.first_seen, g.last_seen, g.release, g.version

-- name: error_spark :part
-- The events of an error g in each of the last hours or days.
     , ARRAY(                                               --? spark
       SELECT coalesce(n.events, 0)                         --? spark
         FROM generate_series(                              --? spark
                  date_trunc(:spark_unit, :now::timestamptz AT TIME ZONE :spark_zone::text) --? spark
                  - (:spark_steps::integer - 1) * ('1 ' || :spark_unit)::interval, --? spark
                  date_trunc(:spark_unit, :now::timestamptz AT TIME ZONE :spark_zone::text), --? spark
                  ('1 ' || :spark_unit)::interval) b (local) --? spark
         LEFT JOIN (SELECT date_trunc(:spark_unit, h.hour AT TIME ZONE :spark_zone::text) AS local, --? spark
                           sum(h.events)::bigint AS events  --? spark
                      FROM error_key k                      --? spark
                     CROSS JOIN LATERAL (                   --? spark
                           SELECT hour, events FROM error_hour --? spark
                            WHERE org_id = :org AND group_id = k.id --? spark
                              AND hour >= :now::timestamptz - (:spark_steps::integer + 1) * --? spark
                                          ('1 ' || :spark_unit)::interval --? spark
                           OFFSET 0) h                      --? spark
                     WHERE k.org_id = :org AND k.error_id = g.id --? spark
                     GROUP BY 1) n USING (local)            --? spark
        ORDER BY b.local) AS spark                          --? spark

-- name: error_list :many
-- sort last_seen: g.last_seen
-- sort first_seen: g.first_seen
-- sort level: level_rank(g.level)
-- sort events: g.events
-- sort users: g.users
SELECT
{error_columns}
{error_spark}
     , {sort} AS sort_key
{error_found}
 WHERE g.org_id = :org
   AND g.project_id = :project                              --? project, planned with its value
   AND g.assignee = :assigned_to                            --? assigned_to, planned with its value
   AND g.assignee IS NULL                                   --? unassigned
   AND level_rank(g.level) = level_rank(:level)             --? level, planned with its value
   AND g.status = :one_status                               --? one_status, planned with its value
   AND level_rank(g.level) = ANY (levels_named(:in_level))  --? in_level, planned with its value
   AND g.last_seen >= :since                                --? since, planned with its value
   AND g.first_seen < :until                                --? until, planned with its value
   AND ({sort}, g.id) {beyond} (:after_key, :after_id)      --? after_id
 ORDER BY {sort} {direction}, g.id {direction}              --? limit
 LIMIT :limit                                               --? limit

-- name: error_more_columns :part
-- `p.keys` are the ids of the error's groups, the first of which it began with.
     , m.username AS assignee_username, e.details, k.name AS key, a.username AS user, e.tags,
       (SELECT coalesce(json_agg(json_build_object('name', place.environment, 'events', coalesce(h.events, 0))
                                 ORDER BY place.environment), '[]')
          FROM (SELECT DISTINCT environment FROM error_place
                 WHERE org_id = g.org_id AND group_id = ANY (p.keys)) place
          LEFT JOIN (SELECT environment, sum(events)::bigint AS events FROM error_hour
                      WHERE org_id = g.org_id AND group_id = ANY (p.keys) GROUP BY 1) h USING (environment))
       AS environments,
       g.latest_event, (SELECT why FROM error_key WHERE org_id = g.org_id AND id = p.keys[1]) AS why,
       (SELECT json_agg(json_build_object('key', encode(group_key, 'hex'), 'why', why,
                                          'events', coalesce(events, g.events))
                        ORDER BY array_position(p.keys, id))
          FROM error_key WHERE org_id = g.org_id AND id = ANY (p.keys)) AS groups

-- name: error_joins :part
  LEFT JOIN error_event e ON e.org_id = g.org_id AND e.id = g.latest_event
  LEFT JOIN project_key k ON k.org_id = e.org_id AND k.id = e.key_id
  LEFT JOIN account a ON a.id = k.created_by
  LEFT JOIN account m ON m.id = g.assignee

-- name: error_keys :part
 CROSS JOIN LATERAL (SELECT ARRAY(SELECT id FROM error_key WHERE org_id = g.org_id AND error_id = g.id
                                   ORDER BY joined_at NULLS FIRST, id) AS keys) p

-- name: error_get :opt
SELECT
{error_columns}
{error_more_columns}
  FROM error_group g
{error_keys}
{error_joins}
 WHERE g.org_id = :org AND g.id = :id

-- name: error_change :opt
-- A new status brings an `until`, even if that is null. Events count if they are received after resolved_at. No row:
-- there is no such error, the assignee is no member, or the version differs.
WITH changed AS (
    UPDATE error_group g
       SET version = version + 1
         , regressed = regressed AND :status <> 'resolved', status = :status --? status
         , resolved_at = CASE WHEN :status = 'resolved' OR :until::jsonb IS NOT NULL --? status
                              THEN :now ELSE resolved_at END --? status
         , until_events = (:until::jsonb ->> 'events')::bigint --? until
         , until_at = (:until::jsonb ->> 'at')::timestamptz --? until
         , until_release = CASE WHEN :until::jsonb ? 'release' THEN coalesce(release, '') END --? until
         , assignee = :assignee                             --? assignee
     WHERE org_id = :org AND id = :id
       AND (:assignee::uuid IS NULL                         --? assignee
            OR EXISTS (SELECT FROM membership WHERE org_id = :org AND user_id = :assignee)) --? assignee
       AND version = ANY (:if_match)                        --? if_match
       AND version <> ALL (:if_none_match)                  --? if_none_match
    RETURNING org_id AS log, :caller::uuid AS actor, id AS object, *),
{activity_note}
SELECT
{error_columns}
{error_more_columns}
  FROM changed g
{error_keys}
{error_joins}

-- name: error_assignable :opt
-- Whether the assignee is a member.
SELECT EXISTS (SELECT FROM membership WHERE org_id = :org AND user_id = :assignee) AS member
  FROM error_group
 WHERE org_id = :org AND id = :id

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
-- Changes all of the errors or none: returns no row and changes nothing if an id doesn't exist. Locks the errors in the
-- order in which merging and splitting lock them. The digest waits for no lock.
WITH target AS (
    SELECT org_id, id FROM error_group
     WHERE org_id = :org AND id = ANY (:ids::text[]::uuid[])
     ORDER BY id
       FOR UPDATE),
everything AS (
    SELECT count(*) = (SELECT count(DISTINCT id) FROM unnest(:ids::text[]::uuid[]) id) AS there FROM target),
moved AS (
    UPDATE error_group g
       SET version = version + 1, regressed = regressed AND :action <> 'resolve'
         , resolved_at = CASE :action WHEN 'resolve' THEN :now ELSE resolved_at END
         , status = CASE :action WHEN 'archive' THEN 'archived' WHEN 'resolve' THEN 'resolved' ELSE 'unresolved' END
         , until_events = NULL, until_at = NULL, until_release = NULL
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

-- name: errors_unknown :many
-- Which of the ids are of no error: their places in the list.
SELECT i.place - 1 AS place
  FROM unnest(:ids::text[]::uuid[]) WITH ORDINALITY AS i (id, place)
 WHERE NOT EXISTS (SELECT FROM error_group WHERE org_id = :org AND id = i.id)
 ORDER BY i.place

-- name: event_list :many
-- A page of each group is enough for a page of all.
-- sort received_at: e.id
SELECT e.id, e.client_id, uuid_time(e.id) AS received_at, e.occurred_at, e.title, e.level, e.environment, e.origin,
       e.release, e.tags, {sort} AS sort_key
  FROM error_key k
 CROSS JOIN LATERAL (SELECT id, client_id, occurred_at, title, level, environment, origin, release, tags
                       FROM error_event e
                      WHERE org_id = k.org_id AND group_id = k.id
                        AND ({sort}, e.id) {beyond} (:after_key, :after_id) --? after_id
                      ORDER BY {sort} {direction}           --? limit
                      LIMIT :limit                          --? limit
                    ) e
 WHERE k.org_id = :org AND k.error_id = :id
 ORDER BY {sort} {direction}                                --? limit
 LIMIT :limit                                               --? limit

-- name: error_role :opt
-- The caller's role in the organization, if the error exists.
SELECT :caller_role::text AS role FROM error_group WHERE org_id = :org AND id = :id

-- name: event_get :opt
-- `reported` is an event of POST /errors in the form in which it was reported, with its defaults.
SELECT encode(e.raw, 'hex') AS raw,
       CASE WHEN :raw::boolean AND e.raw IS NULL
            THEN jsonb_build_object(
                 'title', e.title, 'level', e.level, 'environment', e.environment, 'origin', e.origin,
                 'details', e.details, 'release', e.release, 'tags', e.tags, 'fingerprint', e.fingerprint,
                 'occurred_at', translate((e.occurred_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z')::text
        END AS reported,
       e.id, e.client_id, uuid_time(e.id) AS received_at, e.occurred_at, e.title, e.level,
       e.environment, e.origin, e.release, e.tags, e.fingerprint, e.details,
       f.feedback, f.version
  FROM (SELECT id FROM error_event WHERE org_id = :org AND id = :event_id
         UNION ALL
        SELECT id FROM error_event WHERE org_id = :org AND client_id = :event_id) named
  JOIN error_event e ON e.org_id = :org AND e.id = named.id
  JOIN error_key k ON k.org_id = e.org_id AND k.id = e.group_id
 CROSS JOIN LATERAL (
{event_feedback}
       ) f
 WHERE k.org_id = :org AND k.error_id = :id
 ORDER BY e.id
 LIMIT 1

-- name: error_buckets :part
-- A row for each hour or day, including those without events. The series is one of local days, which may have 23 or 25
-- hours. A day that the zone skipped begins when the next one does. No day has more than 26 hours; rows from before the
-- first day join no bucket.
WITH bucket AS (
    SELECT DISTINCT local AT TIME ZONE :zone AS at
      FROM generate_series(date_trunc(:interval, :from::timestamptz AT TIME ZONE :zone::text),
                           (:to::timestamptz - interval '1 millisecond') AT TIME ZONE :zone,
                           ('1 ' || :interval)::interval) local),

-- name: error_counts :many
{error_buckets}
summed AS (
    SELECT date_trunc(:interval, h.hour AT TIME ZONE :zone) AT TIME ZONE :zone AS at, sum(h.events) AS events
      FROM error_key k
      JOIN error_hour h ON h.org_id = k.org_id AND h.group_id = k.id
     WHERE k.org_id = :org AND k.error_id = :id
       AND h.hour >= :from::timestamptz - interval '26 hours'
       AND h.hour < :to
     GROUP BY 1)
SELECT b.at, coalesce(s.events, 0)::bigint AS events
  FROM bucket b LEFT JOIN summed s USING (at)
 ORDER BY b.at

-- name: error_stats :many
{error_buckets}
summed AS (
    SELECT date_trunc(:interval, hour AT TIME ZONE :zone) AT TIME ZONE :zone AS at, level, sum(events) AS events
      FROM error_level_hour
     WHERE org_id = :org
       AND hour >= :from::timestamptz - interval '26 hours'
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
