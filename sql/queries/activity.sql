-- The log of activity.

-- name: activity_note :part
-- Notes a change in the log, in the same statement. Each row of "changed" names the log, the actor and the object.
-- No two rows may have the same log.
noted AS (
    INSERT INTO activity (org_id, id, at, actor, action, object, request_id, address)
    SELECT log, :activity_id, uuid_time(:activity_id), actor, :doing, object, :request_id, :address FROM changed)

-- name: activity_notes :part
-- The same for many objects of one log: each entry gets an id of its own, besides the request's.
noted AS (
    INSERT INTO activity (org_id, id, at, actor, action, object, request_id, address)
    SELECT log, uuid_beside(:activity_id), uuid_time(:activity_id), actor, :doing, object, :request_id, :address
      FROM changed)

-- name: activity_own :many
-- Actions on the user's account, and the user's actions in any log; an entry that is both appears once. A page of
-- each is enough for a page of both.
-- sort at: id
WITH own AS (
    SELECT id, org_id, at, action, object, actor, address, request_id
      FROM activity
     WHERE org_id = :caller
       AND action = :action                                 --? action
       AND id >= uuid_floor(:since)                         --? since
       AND id < uuid_floor(:until)                          --? until
       AND ({sort}, id) {beyond} (:after_key, :after_id)    --? after_id
     ORDER BY id {direction}                                --? limit
     LIMIT :limit                                           --? limit
),
elsewhere AS (
    SELECT DISTINCT ON (id) id, org_id, at, action, object, actor, address, request_id
      FROM activity
     WHERE actor = :caller AND org_id <> actor
       AND action = :action                                 --? action
       AND id >= uuid_floor(:since)                         --? since
       AND id < uuid_floor(:until)                          --? until
       AND ({sort}, id) {beyond} (:after_key, :after_id)    --? after_id
     ORDER BY id {direction}                                --? limit
     LIMIT :limit                                           --? limit
),
entry AS (
    SELECT DISTINCT ON (id) id, org_id, at, action, object, actor, address, request_id
      FROM (SELECT id, org_id, at, action, object, actor, address, request_id FROM own
             UNION ALL
            SELECT id, org_id, at, action, object, actor, address, request_id FROM elsewhere) either
     ORDER BY id {direction}, org_id <> :caller             --? limit
     LIMIT :limit                                           --? limit
)
SELECT e.id, e.at, e.action, e.object, coalesce(o.org_id, c.club_id) AS organization, e.actor,
       p.username AS actor_username, e.address, e.request_id, e.id AS sort_key
  FROM entry e
  LEFT JOIN organization o USING (org_id)
  LEFT JOIN club c ON c.club_id = e.org_id
  LEFT JOIN account p ON p.id = e.actor
 ORDER BY e.id {direction}                                  --? limit

-- name: activity_of_organization :many
-- The log of an organization or of a club.
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
SELECT (SELECT count(*) FROM gone) AS taken,
       greatest(0, extract(epoch FROM now() - make_interval(days => :activity_days::int)
                - (SELECT min(at) FROM activity
                    WHERE at < now() - make_interval(days => :activity_days::int)
                      AND id NOT IN (SELECT id FROM gone))))::bigint AS age
