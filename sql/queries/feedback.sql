-- What people wrote about errors. Every statement limits its rows to :org, except the jobs.

-- name: feedback_append :one
-- Keeps what a request brings, as a JSON array. Feedback that is there already is not kept again. The statement does
-- not wait for a project that is being deleted: then nothing is kept.
WITH sent AS (
    SELECT id, mark, event, name, email, text, url, source
      FROM jsonb_to_recordset(:feedback::jsonb)
           AS s (id uuid, mark uuid, event uuid, name text, email text, text text, url text, source text)),
there AS (
    SELECT org_id, id FROM project WHERE org_id = :org AND id = :via_project FOR KEY SHARE SKIP LOCKED),
added AS (
    INSERT INTO error_feedback (org_id, id, project_id, mark, client_id, name, email, text, url, source, due)
    SELECT t.org_id, s.id, t.id, s.mark, s.event, s.name, s.email, s.text, s.url, s.source,
           CASE WHEN s.event IS NOT NULL THEN :now::timestamptz END
      FROM there t CROSS JOIN sent s
        ON CONFLICT (org_id, project_id, mark) DO NOTHING
    RETURNING id)
SELECT count(*) FROM added

-- name: feedback_columns :part
       f.id, f.project_id AS project, k.error_id AS error, f.client_id AS event, f.name, f.email, f.text, f.url,
       f.source, uuid_time(f.id) AS received_at

-- name: error_feedback_list :many
-- The filter `event` is either of an event's two ids. A page of each group is enough for a page of all.
-- sort received_at: f.id
SELECT
{feedback_columns}
     , {sort} AS sort_key
  FROM error_key k
 CROSS JOIN LATERAL (SELECT id, project_id, client_id, name, email, text, url, source
                       FROM error_feedback f
                      WHERE org_id = k.org_id AND group_id = k.id
                        AND f.client_id IN (:event::uuid, (SELECT client_id FROM error_event --? event
                                                            WHERE org_id = :org AND id = :event)) --? event
                        AND ({sort}, f.id) {beyond} (:after_key, :after_id) --? after_id
                      ORDER BY {sort} {direction}           --? limit
                      LIMIT :limit                          --? limit
                    ) f
 WHERE k.org_id = :org AND k.error_id = :id
 ORDER BY {sort} {direction}                                --? limit
 LIMIT :limit                                               --? limit

-- name: project_feedback_list :many
-- Feedback of deleted errors is not shown, although the job that deletes it may not have come to it.
-- sort received_at: f.id
SELECT
{feedback_columns}
     , {sort} AS sort_key
  FROM error_feedback f LEFT JOIN error_key k ON k.org_id = f.org_id AND k.id = f.group_id
 WHERE f.org_id = :org AND f.project_id = :id
   AND (f.group_id IS NULL OR k.id IS NOT NULL)
   AND ({sort}, f.id) {beyond} (:after_key, :after_id)      --? after_id
 ORDER BY {sort} {direction}                                --? limit
 LIMIT :limit                                               --? limit

-- name: event_feedback :part
       SELECT coalesce(json_agg(json_build_object(
                         'id', w.id, 'name', w.name, 'email', w.email, 'text', w.text, 'received_at',
                         time_in_json(uuid_time(w.id)))
                       ORDER BY w.id DESC), '[]') AS feedback,
              1 + count(*) AS version
         FROM (SELECT id, name, email, text FROM error_feedback
                WHERE org_id = e.org_id AND group_id = e.group_id AND client_id IN (e.client_id, e.id)
                ORDER BY id DESC
                LIMIT 100) w

-- name: feedback_delete :opt
WITH changed AS (
    DELETE FROM error_feedback WHERE org_id = :org AND project_id = :id AND id = :feedback_id
    RETURNING org_id AS log, :caller::uuid AS actor, id AS object),
{activity_note}
SELECT object FROM changed

-- name: feedback_match :one
-- Looks for the groups of feedback. Its event may be counted later (an SDK can send feedback first, or from a page that
-- was offline), so that a search that finds nothing is repeated after as long as the feedback has waited, for a day.
WITH next AS MATERIALIZED (
    SELECT org_id, id, project_id, client_id FROM error_feedback
     WHERE due <= now()
     ORDER BY due
     LIMIT :batch                                           --? batch, planned with its value
       FOR UPDATE SKIP LOCKED),
found AS (
    SELECT n.org_id, n.id, k.group_key, k.group_id
      FROM next n
      LEFT JOIN LATERAL (
           SELECT g.group_key, g.id AS group_id
             FROM error_seen s
             JOIN error_key g ON g.org_id = s.org_id AND g.project_id = s.project_id AND g.group_key = s.group_key
            WHERE s.org_id = n.org_id AND s.project_id = n.project_id AND s.client_id = n.client_id
            UNION ALL
           SELECT g.group_key, g.id
             FROM error_event e
             JOIN error_key g ON g.org_id = e.org_id AND g.id = e.group_id
            WHERE e.org_id = n.org_id AND e.id = n.client_id AND e.project_id = n.project_id
            LIMIT 1) k ON true),
settled AS (
    UPDATE error_feedback f
       SET group_key = d.group_key, group_id = d.group_id
         , due = CASE WHEN d.group_id IS NULL AND uuid_time(f.id) > now() - interval '1 day'
                      THEN now() + greatest(interval '1 second', now() - uuid_time(f.id)) END
      FROM found d
     WHERE f.org_id = d.org_id AND f.id = d.id)
SELECT (SELECT count(*) FROM next) AS taken,
       coalesce((SELECT greatest(0, extract(epoch FROM now() - due))::bigint
                   FROM error_feedback WHERE due IS NOT NULL AND (org_id, id) NOT IN (SELECT org_id, id FROM next)
                  ORDER BY due LIMIT 1), 0) AS age

-- name: feedback_expire :one
-- Feedback is kept for as long as the events of its project.
WITH old AS (
    SELECT f.org_id, f.id
      FROM project p
     CROSS JOIN LATERAL (SELECT org_id, id FROM error_feedback
                          WHERE org_id = p.org_id AND project_id = p.id
                            AND id < uuid_floor(now() - make_interval(days => p.retention_days))
                          ORDER BY id
                          LIMIT :batch) f
     LIMIT :batch                                           --? batch, planned with its value
    ),
gone AS (
    DELETE FROM error_feedback WHERE (org_id, id) IN (SELECT org_id, id FROM old)
    RETURNING id)
SELECT (SELECT count(*) FROM gone) AS taken, 0::bigint AS age
