-- Errors are merged by giving their groups of equal events to another error, and split by taking groups away
-- (015_triage.sql). The events and counts of a group stay as they are, so that nothing is lost and splitting undoes it.
-- First the errors are locked, in the order of their ids: then the digest leaves their events in the inbox, and nobody
-- else merges, splits, changes or deletes them.

-- name: error_merge_lock :exec
-- Locks the errors to be merged. Notes what their groups have of their own, where a group was alone in its error.
WITH locked AS MATERIALIZED (
    SELECT org_id, id, events, title, culprit, level, environment, origin, release, first_seen, last_seen, latest_event
      FROM error_group
     WHERE org_id = :org AND id = ANY (:into::uuid || :ids::text[]::uuid[])
     ORDER BY id
       FOR UPDATE)
UPDATE error_key k
   SET events = l.events, title = l.title, culprit = l.culprit, level = l.level, environment = l.environment
     , origin = l.origin, release = l.release, first_seen = l.first_seen, last_seen = l.last_seen
     , latest_event = l.latest_event
  FROM locked l
 WHERE k.org_id = l.org_id AND k.error_id = l.id AND k.events IS NULL

-- name: error_merge :opt
-- Merges all of the errors or none. No row: one of them doesn't exist, they are of several projects, `into` is one of
-- the others, or the error would have too many groups. Comments remember with which group they came. The triggers find
-- no group of the errors that go, because they have moved.
WITH other AS (
    SELECT DISTINCT id FROM unnest(:ids::text[]::uuid[]) id),
part AS MATERIALIZED (
    SELECT id, error_id, project_id, first_value(id) OVER (PARTITION BY error_id ORDER BY joined_at NULLS FIRST, id)
           AS lead, row_number() OVER (ORDER BY error_id <> :into, joined_at NULLS FIRST, id) AS place
      FROM error_key
     WHERE org_id = :org AND error_id = ANY (:into::uuid || :ids::text[]::uuid[])),
fit AS MATERIALIZED (
    SELECT count(DISTINCT error_id) = 1 + (SELECT count(*) FROM other WHERE id <> :into)
           AND count(DISTINCT project_id) = 1 AND count(*) <= 1000
           AND :into::uuid <> ALL (:ids::text[]::uuid[]) AS good
      FROM part),
moved AS (
    UPDATE error_key k SET error_id = :into, joined_at = :now
      FROM part p
     WHERE k.org_id = :org AND k.id = p.id AND p.error_id <> :into AND (SELECT good FROM fit)),
comments AS (
    UPDATE error_comment c SET error_id = :into, group_id = coalesce(c.group_id, p.lead)
      FROM (SELECT DISTINCT error_id, lead FROM part) p
     WHERE c.org_id = :org AND c.error_id = p.error_id AND p.error_id <> :into AND (SELECT good FROM fit)),
gone AS (
    DELETE FROM error_group
     WHERE org_id = :org AND id IN (SELECT id FROM other) AND (SELECT good FROM fit)
    RETURNING org_id, id),
p AS MATERIALIZED (
    SELECT array_agg(id ORDER BY place) AS keys, array_agg(id) AS own FROM part),
merged AS (
    UPDATE error_group g
{error_recount}
     WHERE org_id = :org AND id = :into AND (SELECT good FROM fit)
    RETURNING *),
changed AS (
    SELECT org_id AS log, :caller::uuid AS actor, id AS object FROM merged UNION ALL
    SELECT org_id, :caller, id FROM gone),
{activity_notes}
SELECT
{error_columns}
{error_more_columns}
  FROM merged g
 CROSS JOIN p
{error_joins}

-- name: error_recount :part
-- What an error shows when its groups are those that p calls its own.
       SET (title, culprit, level, environment, origin, release, events, users, first_seen, last_seen, latest_event,
            facets) = (SELECT * FROM error_total(:org, (SELECT own FROM p)))
         , version = version + 1

-- name: error_merge_rest :exec
-- Runs after error_merge, and changes nothing if that merged nothing.
WITH touched AS (
    SELECT org_id, id, title, origin, :ids::text[]::uuid[] AS others
      FROM error_group WHERE org_id = :org AND id = :into),
{error_follow}

-- name: error_follow :part
-- What is stored of the errors `touched`, which have got groups of `others`, beside their groups: where they occurred,
-- their facets, and the texts by which a search finds them.
places AS (
    UPDATE error_place p SET error_id = k.error_id
      FROM touched t JOIN error_key k ON k.org_id = t.org_id AND k.error_id = t.id
     WHERE p.org_id = k.org_id AND p.group_id = k.id AND p.error_id <> k.error_id),
facets AS (
    UPDATE error_recent r SET error_id = t.id
      FROM touched t CROSS JOIN unnest(t.others) AS other (id), error_key k
     WHERE r.org_id = t.org_id AND r.error_id = other.id AND other.id <> t.id
       AND k.org_id = r.org_id AND k.id = r.group_id AND k.error_id = t.id),
texts AS (
    INSERT INTO error_text AS x (org_id, group_id, title, origin)
    SELECT org_id, id, fold(title), fold(origin) FROM touched
        ON CONFLICT (org_id, group_id) DO UPDATE SET title = excluded.title, origin = excluded.origin
     WHERE (x.title, x.origin) IS DISTINCT FROM (excluded.title, excluded.origin))
INSERT INTO error_stale (org_id, group_id, due)
SELECT org_id, id, now() FROM touched
    ON CONFLICT (org_id, group_id) DO UPDATE SET due = least(error_stale.due, excluded.due)

-- name: errors_unmergeable :many
-- Why errors can't be merged: a row for each of `into` (place null) and `ids` at which something is wrong. If nothing
-- is, the error would have too many groups.
SELECT i.place - 1 AS place, g.id IS NOT NULL AS known, i.id = :into AS same,
       coalesce(g.project_id <> (SELECT project_id FROM error_group WHERE org_id = :org AND id = :into), false)
       AS foreign
  FROM (SELECT :into::uuid AS id, NULL::bigint AS place UNION ALL
        SELECT id, place FROM unnest(:ids::text[]::uuid[]) WITH ORDINALITY AS x (id, place)) i
  LEFT JOIN error_group g ON g.org_id = :org AND g.id = i.id
 ORDER BY i.place NULLS FIRST

-- name: error_split_lock :exec
SELECT FROM error_group WHERE org_id = :org AND id = :id FOR UPDATE

-- name: error_split :opt
-- Makes an error of some of the groups. No row: the error doesn't exist, one of the groups is none of it, or no group
-- would be left. The new error begins as the other one is: with its status and its assignee.
WITH whole AS MATERIALIZED (
    SELECT id, encode(group_key, 'hex') = ANY (:keys::text[]) AS leaves,
           row_number() OVER (ORDER BY joined_at NULLS FIRST, id) AS place
      FROM error_key
     WHERE org_id = :org AND error_id = :id),
p AS MATERIALIZED (
    SELECT array_agg(id ORDER BY place) FILTER (WHERE leaves) AS keys,
           array_agg(id) FILTER (WHERE NOT leaves) AS own
      FROM whole),
fit AS MATERIALIZED (
    SELECT cardinality(keys) = (SELECT count(DISTINCT key) FROM unnest(:keys::text[]) key)
           AND own IS NOT NULL AS good
      FROM p),
moved AS (
    UPDATE error_key SET error_id = :new_id
     WHERE org_id = :org AND id = ANY ((SELECT keys FROM p)::uuid[]) AND (SELECT good FROM fit)),
comments AS (
    UPDATE error_comment SET error_id = :new_id
     WHERE org_id = :org AND error_id = :id AND group_id = ANY ((SELECT keys FROM p)::uuid[])
       AND (SELECT good FROM fit)),
made AS (
    INSERT INTO error_group (org_id, id, project_id, title, culprit, level, environment, origin, release, events,
                             users, first_seen, last_seen, latest_event, facets, status, regressed, resolved_at,
                             until_events, until_at, until_release, assignee)
    SELECT g.org_id, :new_id, g.project_id, t.title, t.culprit, t.level, t.environment, t.origin, t.release, t.events,
           t.users, t.first_seen, t.last_seen, t.latest_event, t.facets, g.status, g.regressed, g.resolved_at,
           g.until_events, g.until_at, g.until_release, g.assignee
      FROM error_group g, p, fit, error_total(:org, p.keys) t
     WHERE g.org_id = :org AND g.id = :id AND fit.good
    RETURNING *),
rest AS (
    UPDATE error_group g
{error_recount}
     WHERE org_id = :org AND id = :id AND (SELECT good FROM fit)
    RETURNING org_id, id),
changed AS (
    SELECT org_id AS log, :caller::uuid AS actor, id AS object FROM made UNION ALL
    SELECT org_id, :caller, id FROM rest),
{activity_notes}
SELECT
{error_columns}
{error_more_columns}
  FROM made g
 CROSS JOIN p
{error_joins}

-- name: error_split_rest :exec
-- Runs after error_split, and changes nothing if that split nothing. A group that is alone now has nothing of its own.
WITH touched AS (
    SELECT g.org_id, g.id, g.title, g.origin, ARRAY[:id::uuid] AS others
      FROM error_group g
     WHERE g.org_id = :org AND g.id IN (:id, :new_id)
       AND EXISTS (SELECT FROM error_group WHERE org_id = :org AND id = :new_id)),
alone AS (
    UPDATE error_key k SET events = NULL
      FROM touched t
     WHERE k.org_id = t.org_id AND k.error_id = t.id
       AND (SELECT count(*) FROM error_key WHERE org_id = t.org_id AND error_id = t.id) = 1),
{error_follow}

-- name: error_unsplittable :many
-- Why an error can't be split: which of the keys are of no group of it. If all are, no group would be left.
SELECT i.place - 1 AS place
  FROM error_group g
 CROSS JOIN unnest(:keys::text[]) WITH ORDINALITY AS i (key, place)
 WHERE g.org_id = :org AND g.id = :id
   AND NOT EXISTS (SELECT FROM error_key k
                    WHERE k.org_id = g.org_id AND k.error_id = g.id AND encode(k.group_key, 'hex') = i.key)
 ORDER BY i.place
