-- Members, invitations to a club and entries of the log, as they were before there were invitations to organizations.
INSERT INTO account (id, username, email, email_key, password_hash, created_at, updated_at)
SELECT md5('account ' || n)::uuid, n, n || '@x', n || '@x', '', now(), now()
  FROM unnest('{ana,bia,caio,duda}'::text[]) AS n;
UPDATE account SET status = 'disabled' WHERE username = 'duda';
INSERT INTO organization (org_id, name, created_at, updated_at, version)
SELECT md5('org ' || n)::uuid, n, now(), now(), v FROM (VALUES ('loja', 7), ('orfa', 2)) AS o (n, v);
-- The second one has only an owner who is disabled: nobody could do that today.
INSERT INTO membership (org_id, user_id, role, created_at, version)
SELECT md5('org ' || org)::uuid, md5('account ' || n)::uuid, role, '2026-01-02', v
  FROM (VALUES ('loja', 'ana', 'owner', 1), ('loja', 'bia', 'admin', 4), ('loja', 'caio', 'viewer', 2),
               ('orfa', 'duda', 'owner', 1), ('orfa', 'caio', 'editor', 3)) AS m (org, n, role, v);
INSERT INTO club (club_id, name, visibility, owner_id, created_at, updated_at)
VALUES (md5('club')::uuid, 'clube', 'private', md5('account ana')::uuid, now(), now());
INSERT INTO club_member (club_id, user_id, role, created_at)
VALUES (md5('club')::uuid, md5('account ana')::uuid, 'moderator', now());
INSERT INTO invitation (hash, club_id, id, expires_at, max_uses, uses, created_at)
VALUES (sha256('x'), md5('club')::uuid, md5('invitation')::uuid, now() + interval '1 day', 5, 2, now());
INSERT INTO activity (org_id, id, at, actor, action, object, request_id, address)
SELECT md5('org loja')::uuid, md5(action || ' ' || actor || object)::uuid, now(), md5('account ' || actor)::uuid, action,
       md5('account ' || object)::uuid, 'x', '192.0.2.1'
  FROM (VALUES ('member.add', 'ana', 'bia'), ('member.change', 'ana', 'caio'), ('member.remove', 'bia', 'caio'),
               ('member.remove', 'caio', 'caio'), ('club.member.change', 'ana', 'caio'),
               ('club.member.remove', 'ana', 'bia'), ('club.member.remove', 'bia', 'bia'),
               ('task.create', 'ana', 'bia'), ('organization.create', 'ana', 'ana')) AS a (action, actor, object);
