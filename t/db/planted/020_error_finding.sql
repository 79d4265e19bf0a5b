-- Rows as they were before 020_error_finding.sql, for t/db/facets.c: an error of two groups, and one of one group.
INSERT INTO organization (org_id, name, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-000000000020', 'x', now(), now());
INSERT INTO project (org_id, id, number, name, retention_days, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-000000000020', md5('project')::uuid, 1, 'loja', 90, now(), now());
INSERT INTO error_group (org_id, id, project_id, title, level, environment, origin, events, users, first_seen,
                         last_seen, latest_event)
SELECT org_id, md5(title)::uuid, id, title, 'error', 'dev', 'x', events, 0, now(), now(), md5(title)::uuid
  FROM project, (VALUES ('two', 260), ('one', 3)) v (title, events);
INSERT INTO error_key (org_id, id, project_id, group_key, error_id, why, events)
SELECT p.org_id, md5(v.name)::uuid, p.id, sha256(v.name::bytea), md5(v.error)::uuid, '{}', v.events
  FROM project p, (VALUES ('two', 'two', 250), ('other', 'two', 10), ('one', 'one', NULL)) v (name, error, events);
INSERT INTO error_facet (org_id, error_id, facet, group_id, last_n)
SELECT p.org_id, md5(v.error)::uuid, v.facet, md5(v.name)::uuid, v.last_n
  FROM project p, (VALUES ('two', 'two', 7, 250), ('two', 'two', 8, 150), ('two', 'two', 9, 151), ('other', 'two', 5, 10),
                          ('other', 'two', 7, 2), ('one', 'one', 7, 3)) v (name, error, facet, last_n);
