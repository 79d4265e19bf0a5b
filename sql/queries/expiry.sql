-- The jobs of the error center that delete old data, as those in digest.sql: a statement takes at most :batch rows, and
-- returns how many rows it took, and the age in seconds of the oldest row that still waits, or 0.

-- name: lower_weeks :part
-- Takes the events of `gone` from the sums of their weeks.
UPDATE error_week w
   SET bytes = greatest(0, w.bytes - g.bytes)
  FROM (SELECT org_id, project_id, error_week(id) AS week, sum(bytes) AS bytes FROM gone GROUP BY 1, 2, 3) g
 WHERE w.org_id = g.org_id AND w.project_id = g.project_id AND w.week = g.week

-- name: error_partition :one
-- Creates and drops partitions of error_event; `taken` is their number.
SELECT error_partitions()::bigint AS taken, 0::bigint AS age

-- name: error_shrink :one
SELECT error_inbox_shrink()::bigint AS taken, 0::bigint AS age

-- name: error_sweep :one
-- Deletes the remaining rows of the groups of deleted errors, which no route shows any more, in batches. A group leaves
-- error_key_remains when none of its rows are left.
WITH deleted AS MATERIALIZED (
    SELECT org_id, group_id FROM error_key_remains
     ORDER BY org_id, group_id
     LIMIT :batch                                           --? batch, planned with its value
    ),
old_event AS MATERIALIZED (
    SELECT e.org_id, e.id
      FROM deleted d
     CROSS JOIN LATERAL (SELECT org_id, id FROM error_event
                          WHERE org_id = d.org_id AND group_id = d.group_id LIMIT :batch) e
     LIMIT :batch),
old_user AS MATERIALIZED (
    SELECT u.org_id, u.group_id, u.user_hash
      FROM deleted d
     CROSS JOIN LATERAL (SELECT org_id, group_id, user_hash FROM error_user
                          WHERE org_id = d.org_id AND group_id = d.group_id LIMIT :batch) u
     LIMIT :batch),
old_hour AS MATERIALIZED (
    SELECT h.org_id, h.group_id, h.environment, h.hour
      FROM deleted d
     CROSS JOIN LATERAL (SELECT org_id, group_id, environment, hour FROM error_hour
                          WHERE org_id = d.org_id AND group_id = d.group_id LIMIT :batch) h
     LIMIT :batch),
gone AS (
    DELETE FROM error_event WHERE (org_id, id) IN (SELECT org_id, id FROM old_event)
    RETURNING org_id, id, project_id, error_bytes(details, raw) AS bytes),
weeks AS (
{lower_weeks}
    ),
users AS (
    DELETE FROM error_user
     WHERE (org_id, group_id, user_hash) IN (SELECT org_id, group_id, user_hash FROM old_user)),
hours AS (
    DELETE FROM error_hour
     WHERE (org_id, group_id, environment, hour) IN (SELECT org_id, group_id, environment, hour FROM old_hour)),
places AS (
    DELETE FROM error_place WHERE (org_id, group_id) IN (SELECT org_id, group_id FROM deleted)),
feedback AS (
    DELETE FROM error_feedback WHERE (org_id, group_id) IN (SELECT org_id, group_id FROM deleted)),
most AS (
    SELECT greatest((SELECT count(*) FROM old_event), (SELECT count(*) FROM old_user), (SELECT count(*) FROM old_hour))
           AS rows),
swept AS (
    DELETE FROM error_key_remains
     WHERE (org_id, group_id) IN (SELECT org_id, group_id FROM deleted) AND (SELECT rows FROM most) < :batch)
SELECT greatest((SELECT count(*) FROM deleted), (SELECT rows FROM most)) AS taken, 0::bigint AS age

-- name: error_trim :one
-- Deletes the events that are older than their project's retention, if other projects keep events longer; otherwise
-- the events go with their partition. Also deletes old events of the default partition, and errors without events
-- unless a new event has arrived meanwhile.
WITH old AS (
    SELECT e.org_id, e.id
      FROM project p
     CROSS JOIN LATERAL (SELECT org_id, id FROM error_event
                          WHERE org_id = p.org_id AND project_id = p.id
                            AND id < uuid_floor(now() - make_interval(days => p.retention_days))
                          ORDER BY id
                          LIMIT :batch) e
     WHERE p.retention_days < (SELECT max(retention_days) FROM project)
     LIMIT :batch                                           --? batch, planned with its value
    ),
gone AS (
    DELETE FROM error_event WHERE (org_id, id) IN (SELECT org_id, id FROM old)
    RETURNING org_id, id, project_id, error_bytes(details, raw) AS bytes),
weeks AS (
{lower_weeks}
    ),
gone_from_rest AS (
    DELETE FROM error_event_rest
     WHERE (org_id, id) IN (
           SELECT org_id, id FROM error_event_rest
            WHERE id < uuid_floor(now() - make_interval(days => coalesce(
                  (SELECT max(retention_days) FROM project), 90)))
            LIMIT :batch)
    RETURNING id),
aged AS (
    SELECT g.org_id, g.id, g.latest_event
      FROM project p
     CROSS JOIN LATERAL (SELECT org_id, id, latest_event FROM error_group
                          WHERE org_id = p.org_id AND project_id = p.id
                            AND last_seen < now() - make_interval(days => p.retention_days + 1)
                            AND latest_event < uuid_floor(now() - make_interval(days => p.retention_days + 1))
                          LIMIT :batch) g
     LIMIT :batch),
forgotten AS (
    DELETE FROM error_group g
     USING aged a
     WHERE g.org_id = a.org_id AND g.id = a.id AND g.latest_event = a.latest_event
    RETURNING g.id)
SELECT greatest((SELECT count(*) FROM gone), (SELECT count(*) FROM gone_from_rest), (SELECT count(*) FROM forgotten))
       AS taken, 0::bigint AS age

-- name: error_trim_hours :one
-- Deletes the counts of old hours, and the events in error_aside whose project was deleted.
WITH hours AS (
    DELETE FROM error_hour
     WHERE (org_id, group_id, environment, hour) IN (
           SELECT org_id, group_id, environment, hour FROM error_hour
            WHERE hour < now() - make_interval(days => coalesce((SELECT max(retention_days) FROM project), 90))
            ORDER BY hour
            LIMIT :batch)
    RETURNING hour),
level_hours AS (
    DELETE FROM error_level_hour
     WHERE (org_id, project_id, environment, hour, level) IN (
           SELECT org_id, project_id, environment, hour, level FROM error_level_hour
            WHERE hour < now() - make_interval(days => coalesce((SELECT max(retention_days) FROM project), 90))
            ORDER BY hour
            LIMIT :batch)
    RETURNING hour),
nobodys AS (
    DELETE FROM error_aside a
     WHERE NOT EXISTS (SELECT FROM project p WHERE p.org_id = a.org_id AND p.id = a.project_id))
SELECT greatest((SELECT count(*) FROM hours), (SELECT count(*) FROM level_hours)) AS taken, 0::bigint AS age

-- name: error_keep :one
-- Deletes the oldest events of a project that stores more than it may keep; what is counted stays. Also deletes the
-- sums of weeks whose partition was dropped.
WITH full_project AS MATERIALIZED (
    SELECT p.org_id, p.id, s.bytes - p.keep_bytes AS excess
      FROM (SELECT org_id, project_id, sum(bytes) AS bytes FROM error_week GROUP BY 1, 2) s
      JOIN project p ON p.org_id = s.org_id AND p.id = s.project_id
     WHERE s.bytes > p.keep_bytes
     LIMIT 1),
oldest AS (
    SELECT e.org_id, e.id, f.excess, sum(e.bytes) OVER (ORDER BY e.id) - e.bytes AS before
      FROM full_project f
     CROSS JOIN LATERAL (SELECT org_id, id, error_bytes(details, raw) AS bytes FROM error_event
                          WHERE org_id = f.org_id AND project_id = f.id
                          ORDER BY id
                          LIMIT :batch                      --? batch, planned with its value
                        ) e),
gone AS (
    DELETE FROM error_event WHERE (org_id, id) IN (SELECT org_id, id FROM oldest WHERE before < excess)
    RETURNING org_id, id, project_id, error_bytes(details, raw) AS bytes),
weeks AS (
{lower_weeks}
    ),
dropped AS (
    DELETE FROM error_week
     WHERE week + 7 < now() - make_interval(days => coalesce((SELECT max(retention_days) FROM project), 90)))
SELECT (SELECT count(*) FROM gone) AS taken, 0::bigint AS age

-- name: error_seen_expire :one
WITH gone AS (
    DELETE FROM error_seen
     WHERE (org_id, project_id, client_id) IN (
           SELECT org_id, project_id, client_id FROM error_seen
            WHERE id < uuid_floor(now() - interval '1 day')
            ORDER BY id
            LIMIT :batch                                    --? batch, planned with its value
           )
    RETURNING id)
SELECT (SELECT count(*) FROM gone) AS taken, 0::bigint AS age
