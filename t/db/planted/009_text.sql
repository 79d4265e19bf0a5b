-- Rows as they were made before texts had one form.
INSERT INTO account (id, username, email, email_key, display_name, password_hash, created_at, updated_at)
SELECT md5('account ' || username)::uuid, username, email, username || '@x', display_name, '', now(), now()
  FROM (VALUES ('composed', E'x@ac\u0327ai.br', E'Jose\u0301'), ('invisible', 'x@x', E'\u200B'),
               ('plain', 'x@x', 'José'), ('nameless', 'x@x', NULL)) AS a (username, email, display_name);
INSERT INTO organization (org_id, name, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-000000000009', E'\u2060', now(), now());
INSERT INTO task (owner_id, id, title, description, status, priority, labels, created_at, updated_at)
SELECT md5('account plain')::uuid, md5(name)::uuid, title, description, 'pending', 0, labels, now(), now()
  FROM (VALUES ('plain', 'Ana Maria', 'x', '{a}'::text[]),
               ('blanks', 'Ana  Maria', NULL, '{}'),
               ('lines', E'um\n\tdois\u2028tres', E'um\n\tdois', '{}'),
               ('invisible', E'\u200B', E'\u00AD', E'{\u200B}'),
               ('composed', E'Reunia\u0303o', E'cafe\u0301', E'{e\u0301,\u00E9,"x\ty",e\u0301}'),
               ('labels', 'x', NULL, E'{"a\tb",c}'),
               ('empty', 'x', '', '{}'),
               ('grows', repeat(E'\u0958', 200), NULL, '{}')) AS t (name, title, description, labels);
INSERT INTO customer (org_id, id, name, email, email_key, phone, cpf, cep, number, complement, city, state, source,
                      created_at, updated_at)
VALUES ('00000000-0000-7000-8000-000000000009', md5('customer')::uuid, E'Jose\u0301\u00A0 da  Silva', 'x@x', 'x@x',
        '+5511961234567', '11144477735', '01001000', E'1\t2', E'\u3164', E'\uFB01m', 'SP', 'viacep', now(), now());
INSERT INTO book (id, title, authors, created_at, updated_at)
VALUES (md5('book')::uuid, E'Dom\u00A0Casmurro', E'{Jose\u0301,José}', now(), now());
INSERT INTO club (club_id, name, description, visibility, owner_id, created_at, updated_at)
VALUES (md5('club')::uuid, E'a\u0301', E'um\n\u200Bdois', 'public', md5('account plain')::uuid, now(), now());
INSERT INTO club_member (club_id, user_id, role, created_at)
VALUES (md5('club')::uuid, md5('account plain')::uuid, 'moderator', now());

INSERT INTO project (org_id, id, number, name, platform, retention_days, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-000000000009', md5('project')::uuid, 1, E'lo\u0301ja', E'\u200E', 90, now(), now()),
       ('00000000-0000-7000-8000-000000000009', md5('blanks')::uuid, 2, 'loja  dois', NULL, 90, now(), now());
INSERT INTO project_key (org_id, id, project_id, name, public_key, created_at)
VALUES ('00000000-0000-7000-8000-000000000009', md5('key')::uuid, md5('project')::uuid, E'chave\tum', 'x', now());
INSERT INTO error_group (org_id, id, project_id, group_key, why, title, level, environment, origin, events, users,
                         first_seen, last_seen, latest_event)
SELECT org_id, md5('error')::uuid, id, sha256('x'), '{}', E'Falha  na\u0303o\uFB01m', 'error', 'x', 'x', 3, 0, now(),
       now(), gen_random_uuid()
  FROM project WHERE number = 1;
INSERT INTO error_text (org_id, group_id, title, origin)
SELECT org_id, id, fold(title), fold(origin) FROM error_group;
INSERT INTO error_log (org_id, group_id, details, at)
SELECT org_id, md5(details)::uuid, fold(details), now()
  FROM error_group, unnest(ARRAY[E'a\n  b', E'\u65E5']) AS details;
INSERT INTO error_place (org_id, group_id, environment)
SELECT org_id, id, unnest(ARRAY[E'produc\u0327a\u0303o', 'produção', 'staging', E'e\u0301']) FROM error_group;
INSERT INTO error_hour (org_id, group_id, environment, hour, events)
SELECT org_id, id, unnest(ARRAY[E'produc\u0327a\u0303o', E'produ\u00E7a\u0303o', 'produção', 'staging']),
       date_trunc('hour', now()), 5
  FROM error_group;
INSERT INTO error_level_hour (org_id, project_id, environment, hour, level, events)
SELECT org_id, id, unnest(ARRAY[E'produc\u0327a\u0303o', E'produ\u00E7a\u0303o', 'staging']),
       date_trunc('hour', now()), 'error', 7
  FROM project WHERE number = 1;
