-- Rows as they were before 015_triage.sql, for t/db/triage.c: errors with what belongs to them, one of them deleted.
INSERT INTO organization (org_id, name, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-000000000015', 'x', now(), now());
INSERT INTO project (org_id, id, number, name, retention_days, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-000000000015', md5('project')::uuid, 1, 'loja', 90, now(), now());
INSERT INTO error_group (org_id, id, project_id, group_key, why, title, level, environment, origin, release, events,
                         users, first_seen, last_seen, latest_event)
SELECT org_id, md5(title)::uuid, id, sha256(title::bytea), ARRAY['because', title], title, 'error', 'dev', 'x', '2', 3,
       2, now(), now(), md5('event 2 ' || title)::uuid
  FROM project, unnest(ARRAY['one', 'two']) title;
INSERT INTO error_event (org_id, id, group_id, project_id, key_id, sampled, level, environment, origin, title, release,
                         occurred_at, tags, fingerprint)
SELECT org_id, md5('event ' || n || ' ' || title)::uuid, id, project_id, id, true, 'error', 'dev', 'x', title,
       CASE WHEN n > 0 THEN n::text END, now(), '{}', '{}'
  FROM error_group, generate_series(0, 2) n;
INSERT INTO error_place (org_id, group_id, environment)
SELECT org_id, id, unnest(ARRAY['dev', 'qa']) FROM error_group;
INSERT INTO error_text (org_id, group_id, title, origin) SELECT org_id, id, title, origin FROM error_group;
INSERT INTO error_user (org_id, group_id, user_hash)
SELECT org_id, id, sha256(n::text::bytea) FROM error_group, generate_series(1, 2) n;
INSERT INTO error_group (org_id, id, project_id, group_key, why, title, level, environment, origin, events, users,
                         first_seen, last_seen, latest_event)
SELECT org_id, md5('gone')::uuid, project_id, 'x', '{}', 'gone', 'error', 'dev', 'x', 1, 0, now(), now(), id
  FROM error_group LIMIT 1;
DELETE FROM error_group WHERE title = 'gone';
