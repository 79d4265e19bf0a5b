-- The jobs of the error center for what people do with errors: two statements of the digest (digest.sql), what reopens
-- errors at a time, and what is left of deleted errors beside their events.

-- name: error_batch_releases :exec
-- Notes the first event of each release.
-- planned anew
INSERT INTO project_release (org_id, project_id, release, first_event)
SELECT org_id, project_id, release, (array_agg(id ORDER BY id))[1]
  FROM error_batch
 WHERE counts AND release IS NOT NULL
 GROUP BY org_id, project_id, release
 ORDER BY org_id, project_id, release
    ON CONFLICT DO NOTHING

-- name: error_batch_until :exec
-- For the errors that are archived or resolved until so many more events, or until a newer release: looks at the events
-- that were received since. By version a release is newer, or else by its first event. An error without a release when
-- it was resolved waits for one that nobody had seen then.
-- planned anew
WITH since AS MATERIALIZED (
    SELECT g.org_id, g.id, g.project_id, g.until_events, g.until_release, g.resolved_at, b.release, count(*) AS events
      FROM error_share s
      JOIN error_group g ON g.org_id = s.org_id AND g.id = s.error_id
      JOIN error_batch b ON b.seat = s.seat
     WHERE s.awaits AND b.counts AND uuid_time(b.id) > g.resolved_at
     GROUP BY g.org_id, g.id, b.release),
judged AS MATERIALIZED (
    SELECT s.org_id, s.id, sum(s.events) AS events,
           sum(s.events) >= s.until_events
           OR bool_or(coalesce(release_newer(s.release, s.until_release),
                               one.first_event > other.first_event,
                               uuid_time(one.first_event) > s.resolved_at)) AS due
      FROM since s
      LEFT JOIN project_release one ON one.org_id = s.org_id AND one.project_id = s.project_id
                                   AND one.release = s.release AND s.until_release IS NOT NULL
      LEFT JOIN project_release other ON other.org_id = s.org_id AND other.project_id = s.project_id
                                     AND other.release = s.until_release
     GROUP BY s.org_id, s.id, s.until_events),
counted AS (
    UPDATE error_group g SET until_events = g.until_events - j.events
      FROM judged j
     WHERE g.org_id = j.org_id AND g.id = j.id AND g.until_events > j.events)
UPDATE error_share SET reopens = true WHERE awaits AND error_id IN (SELECT id FROM judged WHERE due)

-- name: error_reopen :one
-- Reopens the errors that are archived or resolved until a time that has come.
WITH due AS MATERIALIZED (
    SELECT org_id, id FROM error_group
     WHERE until_at <= now()
     ORDER BY until_at
     LIMIT :batch                                           --? batch, planned with its value
       FOR NO KEY UPDATE SKIP LOCKED),
reopened AS (
    UPDATE error_group g
       SET status = 'unresolved', until_at = NULL, version = version + 1
      FROM due d
     WHERE g.org_id = d.org_id AND g.id = d.id
    RETURNING g.id)
SELECT (SELECT count(*) FROM reopened) AS taken,
       coalesce((SELECT greatest(0, extract(epoch FROM now() - until_at))::bigint
                   FROM error_group WHERE until_at <= now() AND (org_id, id) NOT IN (SELECT org_id, id FROM due)
                  ORDER BY until_at LIMIT 1), 0) AS age

-- name: release_trim :one
-- Keeps the newest thousand releases of a project: the older ones are older than all that may still come.
WITH old AS (
    SELECT r.org_id, r.project_id, r.release
      FROM project p
     CROSS JOIN LATERAL (SELECT org_id, project_id, release FROM project_release
                          WHERE org_id = p.org_id AND project_id = p.id
                          ORDER BY first_event DESC
                         OFFSET 1000
                          LIMIT :batch) r
     LIMIT :batch                                           --? batch, planned with its value
    ),
gone AS (
    DELETE FROM project_release
     WHERE (org_id, project_id, release) IN (SELECT org_id, project_id, release FROM old)
    RETURNING release)
SELECT (SELECT count(*) FROM gone) AS taken, 0::bigint AS age

-- name: error_sweep_texts :one
-- Deletes the remaining rows of deleted errors that belong to the errors themselves.
WITH deleted AS MATERIALIZED (
    SELECT org_id, group_id FROM error_remains
     ORDER BY org_id, group_id
     LIMIT :batch                                           --? batch, planned with its value
    ),
texts AS (
    DELETE FROM error_text WHERE (org_id, group_id) IN (SELECT org_id, group_id FROM deleted)),
logs AS (
    DELETE FROM error_log WHERE (org_id, group_id) IN (SELECT org_id, group_id FROM deleted)),
old_comment AS MATERIALIZED (
    SELECT c.org_id, c.id
      FROM deleted d
     CROSS JOIN LATERAL (SELECT org_id, id FROM error_comment
                          WHERE org_id = d.org_id AND error_id = d.group_id LIMIT :batch) c
     LIMIT :batch),
comments AS (
    DELETE FROM error_comment WHERE (org_id, id) IN (SELECT org_id, id FROM old_comment)),
facets AS (
    DELETE FROM error_recent WHERE (org_id, error_id) IN (SELECT org_id, group_id FROM deleted)),
swept AS (
    DELETE FROM error_remains
     WHERE (org_id, group_id) IN (SELECT org_id, group_id FROM deleted) AND (SELECT count(*) FROM old_comment) < :batch)
SELECT greatest((SELECT count(*) FROM deleted), (SELECT count(*) FROM old_comment)) AS taken, 0::bigint AS age
