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
       g.events, g.users, g.first_seen, g.last_seen, g.release, g.version

-- name: error_facets_held :part
-- Conditions of an error g of a list with facets: each is tried by the key of another table, and by no other index.
   AND (SELECT count(*) FROM error_facet f                  --? facets
         WHERE f.org_id = :org AND f.group_id = g.id AND f.facet = ANY (:facets::bigint[]) --? facets
           AND f.last_n > g.events - 100) = cardinality(:facets::bigint[]) --? facets
   AND EXISTS (SELECT FROM error_place p WHERE p.org_id = :org AND p.group_id = g.id --? facets and environment
                  AND p.environment = :environment OFFSET 0)   --? facets and environment
   AND EXISTS (SELECT FROM error_text t WHERE t.org_id = :org AND t.group_id = g.id --? facets and in_any
                  AND finds_in_either(t.title, t.origin, word_patterns(:in_any)) OFFSET 0) --? facets and in_any
   AND EXISTS (SELECT FROM error_text t WHERE t.org_id = :org AND t.group_id = g.id --? facets and in_title
                  AND finds(t.title, word_patterns(:in_title)) OFFSET 0) --? facets and in_title
   AND EXISTS (SELECT FROM error_text t WHERE t.org_id = :org AND t.group_id = g.id --? facets and in_origin
                  AND finds(t.origin, word_patterns(:in_origin)) OFFSET 0) --? facets and in_origin
   AND EXISTS (SELECT FROM error_log l WHERE l.org_id = :org AND l.group_id = g.id --? facets and in_details
                  AND finds(l.details, word_patterns(:in_details)) OFFSET 0) --? facets and in_details
   AND EXISTS (SELECT FROM error_text t LEFT JOIN error_log l USING (org_id, group_id) --? facets and in_description
                WHERE t.org_id = :org AND t.group_id = g.id --? facets and in_description
                  AND finds_in_either(t.title, coalesce(l.details, ''), --? facets and in_description
                                      word_patterns(:in_description)) OFFSET 0) --? facets and in_description

-- name: error_nearby :part
-- For lists with facets: how to find a page. An event finds its error (as a facet 0, which no error has). A facet that
-- few errors have finds them. If all facets are common, most pages are among the nearest two thousand errors in the
-- order of the sort that pass the filters of its index; the first three hundred tell whether it is worth while to try
-- the others. Otherwise the rarest of the other filters finds the errors, as far as ten thousand tell it.
WITH rare AS MATERIALIZED (                                 --? facets, planned with its value
    SELECT facet                                            --? facets
      FROM (SELECT facet, error_facet_count(:org, facet, 1001) AS n FROM unnest(:facets::bigint[]) facet --? facets
             UNION ALL SELECT 0, 0                          --? facets and event
           ) AS counted                                     --? facets
     WHERE n <= 1000 ORDER BY n LIMIT 1),                   --? facets
nearest AS MATERIALIZED (                                   --? facets
    SELECT id, events, nth                                  --? facets
      FROM error_nearest(:org, '{sort}', '{direction}',     --? facets
               (SELECT CASE WHEN false THEN {sort} ELSE :after_key END::text --? facets
                  FROM (VALUES ('', now(), now(), 0::bigint, 0::bigint)) --? facets
                       g (level, last_seen, first_seen, events, users)), --? facets
               :after_id, jsonb_strip_nulls(jsonb_build_object( --? facets
                   'most', 2000                             --? facets
                   , 'project', :project::uuid              --? facets and project
                   , 'level', :level::text                  --? facets and level
                   , 'status', :one_status::text            --? facets and one_status
                   , 'since', :since::timestamptz           --? facets and since
                   , 'until', :until::timestamptz           --? facets and until
               )))                                          --? facets
     WHERE NOT EXISTS (SELECT FROM rare)),                  --? facets
tried AS MATERIALIZED (                                     --? facets
    SELECT count(*) AS hits                                 --? facets
      FROM nearest g                                        --? facets
     WHERE nth <= 300                                       --? facets
{error_facets_held}
    ),                                                      --? facets
near AS MATERIALIZED (                                      --? facets
    SELECT g.id FROM nearest g                              --? facets
     WHERE ((SELECT count(*) FROM nearest) < 2000 OR (SELECT hits FROM tried) * 10 >= :limit) --? facets
{error_facets_held}
     LIMIT :limit),                                         --? facets
source AS MATERIALIZED (                                    --? facets
    SELECT kind, facet                                      --? facets
      FROM (SELECT 'facet' AS kind, facet, error_facet_count(:org, facet, 10002) AS n --? facets
              FROM unnest(:facets::bigint[]) facet          --? facets
             UNION ALL SELECT 'place', 0, count(*) FROM (SELECT FROM error_place --? facets and environment
              WHERE org_id = :org AND environment = :environment LIMIT 10002) c --? facets and environment
             UNION ALL SELECT 'any', 0, 10001               --? facets and in_any
             UNION ALL SELECT 'title', 0, 10001             --? facets and in_title
             UNION ALL SELECT 'origin', 0, 10001            --? facets and in_origin
             UNION ALL SELECT 'details', 0, 10001           --? facets and in_details
           ) AS counted                                     --? facets
     ORDER BY n LIMIT 1)                                    --? facets

-- name: error_having_facet :part
-- The errors with a facet, which the line after this names, that have all the others, too.
       SELECT r.group_id FROM error_facet r                 --? facets
        WHERE r.org_id = :org                               --? facets
          AND (cardinality(:facets::bigint[]) = 1           --? facets
               OR (SELECT count(*) FROM error_facet o WHERE o.org_id = :org AND o.group_id = r.group_id --? facets
                      AND o.facet = ANY (array_remove(:facets::bigint[], r.facet))) --? facets
                  = cardinality(:facets::bigint[]) - 1)     --? facets

-- name: error_found :part
-- In place of the table error_group: the errors that error_nearby found.
  FROM error_with(:org, CASE                                --? facets
       WHEN EXISTS (SELECT FROM rare) THEN ARRAY(           --? facets
{error_having_facet}
          AND r.facet = (SELECT facet FROM rare)            --? facets
        UNION ALL SELECT group_id FROM error_event          --? facets and event
         WHERE org_id = :org AND (id = :event OR client_id = :event) --? facets and event
            )                                               --? facets
       WHEN NOT {counted} AND ((SELECT count(*) FROM near) = :limit OR (SELECT count(*) FROM nearest) < 2000) --? facets
       THEN ARRAY(SELECT id FROM near)                      --? facets
       ELSE ARRAY(                                          --? facets
{error_having_facet}
          AND r.facet = (SELECT facet FROM source WHERE kind = 'facet') --? facets
        UNION ALL SELECT group_id FROM error_place WHERE (SELECT kind FROM source) = 'place' --? facets and environment
          AND org_id = :org AND environment = :environment  --? facets and environment
        UNION ALL SELECT group_id FROM error_text WHERE (SELECT kind FROM source) = 'any' --? facets and in_any
          AND org_id = :org AND finds_in_either(title, origin, word_patterns(:in_any)) --? facets and in_any
        UNION ALL SELECT group_id FROM error_text WHERE (SELECT kind FROM source) = 'title' --? facets and in_title
          AND org_id = :org AND finds(title, word_patterns(:in_title)) --? facets and in_title
        UNION ALL SELECT group_id FROM error_text WHERE (SELECT kind FROM source) = 'origin' --? facets and in_origin
          AND org_id = :org AND finds(origin, word_patterns(:in_origin)) --? facets and in_origin
        UNION ALL SELECT group_id FROM error_log WHERE (SELECT kind FROM source) = 'details' --? facets and in_details
          AND org_id = :org AND finds(details, word_patterns(:in_details)) --? facets and in_details
       ) END) g                                             --? facets

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
                      FROM error_hour h                     --? spark
                     WHERE h.org_id = :org AND h.group_id = g.id --? spark
                       AND h.hour >= :now::timestamptz - (:spark_steps::integer + 1) * --? spark
                                     ('1 ' || :spark_unit)::interval --? spark
                     GROUP BY 1) n USING (local)            --? spark
        ORDER BY b.local) AS spark                          --? spark

-- name: error_list :many
-- The field `description` is two columns of two tables: the indexes find the errors with the longest word in either of
-- them, and the texts of those are read for the other words.
-- sort last_seen: g.last_seen
-- sort first_seen: g.first_seen
-- sort level: level_rank(g.level)
-- sort events: g.events
-- sort users: g.users
{error_nearby}
SELECT
{error_columns}
{error_spark}
     , {sort} AS sort_key
  FROM error_group g                                        --? without facets
{error_found}
 WHERE g.org_id = :org
   AND g.id IN (SELECT group_id FROM error_place            --? without facets and environment
                 WHERE org_id = :org                        --? without facets and environment
                   AND environment = :environment) --? without facets and environment, planned with its value
   AND g.id IN (SELECT group_id FROM error_text             --? without facets and in_any
                 WHERE org_id = :org                        --? without facets and in_any
                   AND finds_in_either(title, origin,       --? without facets and in_any
                                       word_patterns(:in_any))) --? without facets and in_any, planned with its value
   AND g.id IN (SELECT group_id FROM error_text             --? without facets and in_title
                 WHERE org_id = :org                        --? without facets and in_title
                   AND finds(title, word_patterns(:in_title))) --? without facets and in_title, planned with its value
   AND g.id IN (SELECT group_id FROM error_text             --? without facets and in_origin
                 WHERE org_id = :org                        --? without facets and in_origin
                   AND finds(origin,                        --? without facets and in_origin
                             word_patterns(:in_origin)))    --? without facets and in_origin, planned with its value
   AND g.id IN (SELECT group_id FROM error_log              --? without facets and in_details
                 WHERE org_id = :org                        --? without facets and in_details
                   AND finds(details,                       --? without facets and in_details
                             word_patterns(:in_details)))   --? without facets and in_details, planned with its value
   AND g.id IN (SELECT t.group_id                           --? without facets and in_description
                  FROM (SELECT group_id FROM error_text     --? without facets and in_description
                         WHERE org_id = :org AND title      --? without facets and in_description
                          LIKE (word_patterns(:in_description))[1] --? without facets and in_description
                         UNION SELECT group_id FROM error_log --? without facets and in_description
                         WHERE org_id = :org AND details    --? without facets and in_description
                          LIKE (word_patterns(:in_description))[1]) AS longest --? without facets and in_description
                  JOIN error_text t                         --? without facets and in_description
                    ON t.org_id = :org AND t.group_id = longest.group_id --? without facets and in_description
                  LEFT JOIN error_log l                     --? without facets and in_description
                    ON l.org_id = :org AND l.group_id = t.group_id --? without facets and in_description
                 WHERE finds_in_either(                     --? without facets and in_description
                       t.title, coalesce(l.details, ''),    --? without facets and in_description
                       word_patterns(:in_description))) --? without facets and in_description, planned with its value
   AND g.project_id = :project                              --? project, planned with its value
   AND level_rank(g.level) = level_rank(:level)             --? level, planned with its value
   AND g.status = :one_status                               --? one_status, planned with its value
   AND level_rank(g.level) = ANY (ARRAY(                    --? in_level
       SELECT level_rank(l)                                 --? in_level
         FROM unnest(ARRAY['debug', 'info', 'warning', 'error', 'fatal']) l --? in_level
        WHERE finds(l, word_patterns(:in_level))))          --? in_level, planned with its value
   AND g.last_seen >= :since                                --? since, planned with its value
   AND g.first_seen < :until                                --? until, planned with its value
{error_facets_held}
   AND ({sort}, g.id) {beyond} (:after_key, :after_id)      --? after_id
 ORDER BY {sort} {direction}, g.id {direction}              --? limit
 LIMIT :limit                                               --? limit

-- name: error_more_columns :part
     , e.details, k.name AS key, a.username AS user, e.tags,
       ARRAY(SELECT environment FROM error_place p WHERE p.org_id = g.org_id AND p.group_id = g.id ORDER BY environment)
       AS environments, g.latest_event, g.why

-- name: error_joins :part
  LEFT JOIN error_event e ON e.org_id = g.org_id AND e.id = g.latest_event
  LEFT JOIN project_key k ON k.org_id = e.org_id AND k.id = e.key_id
  LEFT JOIN account a ON a.id = k.created_by

-- name: error_get :opt
SELECT
{error_columns}
{error_more_columns}
  FROM error_group g
{error_joins}
 WHERE g.org_id = :org AND g.id = :id

-- name: error_change :opt
WITH changed AS (
    UPDATE error_group g
       SET version = version + 1
         , regressed = regressed AND :status <> 'resolved', status = :status --? status
         , resolved_at = CASE :status WHEN 'resolved' THEN :now ELSE resolved_at END --? status
     WHERE org_id = :org AND id = :id
       AND version = ANY (:if_match)                        --? if_match
       AND version <> ALL (:if_none_match)                  --? if_none_match
    RETURNING org_id AS log, :caller::uuid AS actor, id AS object, *),
{activity_note}
SELECT
{error_columns}
{error_more_columns}
  FROM changed g
{error_joins}

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
-- same order as the digest.
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
         , resolved_at = CASE :action WHEN 'resolve' THEN :now ELSE resolved_at END
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
  FROM error_group g JOIN error_event e ON e.org_id = g.org_id AND e.group_id = g.id
 CROSS JOIN LATERAL (
{event_feedback}
       ) f
 WHERE g.org_id = :org AND g.id = :id AND (e.id = :event_id OR e.client_id = :event_id)
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
    SELECT date_trunc(:interval, hour AT TIME ZONE :zone) AT TIME ZONE :zone AS at, sum(events) AS events
      FROM error_hour
     WHERE org_id = :org AND group_id = :id
       AND hour >= :from::timestamptz - interval '26 hours'
       AND hour < :to
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
