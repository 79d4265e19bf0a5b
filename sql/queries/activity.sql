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

-- name: activity_note_about :part
-- The same for what is done to a person, who finds it in the own log: "changed" names the person, too, as "about". No
-- entry is about who did it.
noted AS (
    INSERT INTO activity (org_id, id, at, actor, action, object, request_id, address, about)
    SELECT log, :activity_id, uuid_time(:activity_id), actor, :doing, object, :request_id, :address,
           nullif(about, actor)
      FROM changed)

-- name: activity_page :part
       AND action = :action                                 --? action
       AND id >= uuid_floor(:since)                         --? since
       AND id < uuid_floor(:until)                          --? until
       AND (id, id) {beyond} (:after_key, :after_id)        --? after_id
     ORDER BY id {direction}                                --? limit
     LIMIT :limit                                           --? limit

-- name: activity_own :many
-- Actions on the user's account, the user's actions in any log, and what others did to the user in any log; an entry
-- that is more than one of them appears once. A page of each is enough for a page of all. Where from others did it is
-- theirs to know.
-- sort at: id
WITH own AS (
    SELECT id, org_id, at, action, object, actor, address, request_id
      FROM activity
     WHERE org_id = :caller
{activity_page}
),
elsewhere AS (
    SELECT DISTINCT ON (id) id, org_id, at, action, object, actor, address, request_id
      FROM activity
     WHERE actor = :caller AND org_id <> actor
{activity_page}
),
about AS (
    SELECT id, org_id, at, action, object, actor, address, request_id
      FROM activity
     WHERE about = :caller
{activity_page}
),
entry AS (
    SELECT DISTINCT ON (id) id, org_id, at, action, object, actor, address, request_id
      FROM (SELECT id, org_id, at, action, object, actor, address, request_id FROM own
             UNION ALL
            SELECT id, org_id, at, action, object, actor, address, request_id FROM elsewhere
             UNION ALL
            SELECT id, org_id, at, action, object, actor, address, request_id FROM about) any_of_them
     ORDER BY id {direction}, org_id <> :caller             --? limit
     LIMIT :limit                                           --? limit
)
SELECT e.id, e.at, e.action, e.object, coalesce(o.org_id, c.club_id) AS organization, e.actor,
       p.username AS actor_username,
       CASE WHEN e.actor = :caller OR e.address = 'command line' THEN e.address END AS address, e.request_id,
       e.id AS sort_key
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
