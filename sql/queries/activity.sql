-- The log of activity.

-- name: activity_note :part
-- What a change leaves in the log, in the same statement: of each row of "changed", whose log
-- it goes to, who did it and to what. No two of them for one log.
noted AS (
    INSERT INTO activity (org_id, id, at, actor, action, object, request_id, address)
    SELECT log, :note_id, uuid_time(:note_id), actor, :doing, object, :request_id, :address FROM changed)

-- name: activity_notes :part
-- The same of many: each has an id beside the request's own.
noted AS (
    INSERT INTO activity (org_id, id, at, actor, action, object, request_id, address)
    SELECT log, uuid_beside(:note_id), uuid_time(:note_id), actor, :doing, object, :request_id, :address FROM changed)

-- name: activity_own :many
-- What one did, in whose log it may be, and what was done to one's account; once, where it is both.
-- sort at: a.id
SELECT a.id, a.at, a.action, a.object, o.org_id AS organization, a.actor, p.username AS actor_username,
       a.address, a.request_id, {sort} AS sort_key
  FROM activity a
  LEFT JOIN organization o USING (org_id)
  LEFT JOIN account p ON p.id = a.actor
 WHERE (a.org_id = :caller
        OR (a.actor = :caller AND NOT EXISTS (SELECT FROM activity b WHERE b.org_id = :caller AND b.id = a.id)))
   AND a.action = :action                                   --? action
   AND a.id >= uuid_floor(:since)                           --? since
   AND a.id < uuid_floor(:until)                            --? until
   AND ({sort}, a.id) {beyond} (:after_key, :after_id)      --? after_id
 ORDER BY {sort} {direction}                                --? limit
 LIMIT :limit                                               --? limit

-- name: activity_of_organization :many
-- sort at: a.id
SELECT a.id, a.at, a.action, a.object, a.org_id AS organization, a.actor, p.username AS actor_username,
       a.address, a.request_id, {sort} AS sort_key
  FROM activity a
  LEFT JOIN account p ON p.id = a.actor
 WHERE a.org_id = :id
   AND a.actor = :actor                                     --? actor
   AND a.action = :action                                   --? action
   AND a.id >= uuid_floor(:since)                           --? since
   AND a.id < uuid_floor(:until)                            --? until
   AND ({sort}, a.id) {beyond} (:after_key, :after_id)      --? after_id
 ORDER BY {sort} {direction}                                --? limit
 LIMIT :limit                                               --? limit

-- name: activity_expire :one
WITH gone AS (
    DELETE FROM activity
     WHERE (org_id, id) IN (SELECT org_id, id FROM activity
                             WHERE at < now() - make_interval(days => :activity_days::int) LIMIT :batch)
    RETURNING id)
SELECT (SELECT count(*) FROM gone),
       greatest(0, extract(epoch FROM now() - make_interval(days => :activity_days::int)
                - (SELECT min(at) FROM activity
                    WHERE at < now() - make_interval(days => :activity_days::int)
                      AND id NOT IN (SELECT id FROM gone))))::bigint
