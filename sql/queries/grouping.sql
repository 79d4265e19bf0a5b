-- The preview of fingerprint rules: how the newest stored events of a project would be grouped.

-- name: preview_claim :one
-- One process at a time makes a preview, because it takes a second or two. The lock ends with the connection.
SELECT pg_try_advisory_lock(hashtext('balcao preview')) AS mine

-- name: preview_release :one
SELECT pg_advisory_unlock(hashtext('balcao preview')) AS was_mine

-- name: preview_events :many
-- The newest events, with the errors that they belong to now and the size of what is to be read.
SELECT e.id, k.error_id AS group_id, e.title, coalesce(octet_length(e.raw), 0)::bigint AS bytes
  FROM (SELECT id, group_id, title, raw
          FROM error_event
         WHERE org_id = :org AND project_id = :id
         ORDER BY id DESC
         LIMIT :batch) e
  JOIN error_key k ON k.org_id = :org AND k.id = e.group_id
 ORDER BY e.id DESC

-- name: preview_batch :many
SELECT encode(e.raw, 'hex') AS raw, e.id, uuid_time(e.id) AS received_at, e.occurred_at, e.title, e.level, e.origin,
       e.tags, e.fingerprint, p.platform
  FROM project p
  JOIN error_event e ON e.org_id = p.org_id AND e.project_id = p.id
 WHERE p.org_id = :org AND p.id = :id AND e.id = ANY (:ids::text[]::uuid[])

-- name: preview_errors :many
-- The errors that events with these keys belong to.
SELECT encode(k.group_key, 'hex') AS key, g.id, g.title
  FROM error_key k JOIN error_group g ON g.org_id = k.org_id AND g.id = k.error_id
 WHERE k.org_id = :org AND k.project_id = :id AND k.group_key = ANY (:keys::text[]::bytea[])

-- name: preview_result :opt
SELECT :events::bigint AS events, :merge::json AS merge, :split::json AS split
  FROM project
 WHERE org_id = :org AND id = :id
