-- Organizations and their members. The caller's membership there decides (organization_role), whichever
-- organization the token names.

-- name: organization_role :opt
SELECT role FROM membership WHERE org_id = :id AND user_id = :caller

-- name: organization_lock :exec
-- Runs before each change of an organization or its members, in the same transaction: the statement that
-- follows sees the changes of others up to then, and later changes wait for it.
SELECT FROM organization WHERE org_id = :id FOR NO KEY UPDATE

-- name: caller_rank :part
me AS (
    SELECT role_rank(role) AS rank FROM membership WHERE org_id = :id AND user_id = :caller),

-- name: organization_list :many
-- sort name: fold(o.name)
-- sort created_at: o.created_at
SELECT o.org_id AS id, o.name, m.role, o.created_at, o.updated_at, o.version, {sort} AS sort_key
  FROM membership m JOIN organization o USING (org_id)
 WHERE m.user_id = :caller
   AND ({sort}, o.org_id) {beyond} (:after_key, :after_id)  --? after_id
 ORDER BY {sort} {direction}, o.org_id {direction}          --? limit
 LIMIT :limit                                               --? limit

-- name: organization_create :one
WITH changed AS (
    INSERT INTO organization (org_id, name, created_at, updated_at)
    VALUES (:new_id, :name, :now, :now)
    RETURNING org_id AS log, :caller::uuid AS actor, org_id AS object, *),
member AS (
    INSERT INTO membership (org_id, user_id, role, created_at)
    VALUES (:new_id, :caller, 'owner', :now)),
{activity_note}
SELECT org_id AS id, name, 'owner' AS role, created_at, updated_at, version FROM changed

-- name: organization_get :opt
SELECT o.org_id AS id, o.name, m.role, o.created_at, o.updated_at, o.version
  FROM membership m JOIN organization o USING (org_id)
 WHERE m.user_id = :caller AND m.org_id = :id

-- name: organization_change :opt
WITH
{caller_rank}
changed AS (
    UPDATE organization o
       SET version = version + 1, updated_at = :now
         , name = :name                                     --? name
     WHERE org_id = :id AND (SELECT rank FROM me) >= role_rank('owner')
       AND version = ANY (:if_match)                        --? if_match
       AND version <> ALL (:if_none_match)                  --? if_none_match
    RETURNING org_id AS log, :caller::uuid AS actor, org_id AS object, *),
{activity_note}
SELECT c.org_id AS id, c.name, m.role, c.created_at, c.updated_at, c.version
  FROM changed c JOIN membership m ON m.org_id = c.org_id AND m.user_id = :caller

-- name: organization_delete :opt
WITH
{caller_rank}
changed AS (
    DELETE FROM organization
     WHERE org_id = :id AND (SELECT rank FROM me) >= role_rank('owner')
       AND version = ANY (:if_match)                        --? if_match
       AND version <> ALL (:if_none_match)                  --? if_none_match
    RETURNING :caller::uuid AS log, :caller::uuid AS actor, org_id AS object),
{activity_note}
SELECT object FROM changed

-- name: member_list :many
-- sort username: a.username
-- sort created_at: m.created_at
SELECT a.id, a.username, a.display_name, m.role, m.created_at, m.version + a.version AS version, {sort} AS sort_key
  FROM membership m JOIN account a ON a.id = m.user_id
 WHERE m.org_id = :id
   AND ({sort}, a.id) {beyond} (:after_key, :after_id)      --? after_id
 ORDER BY {sort} {direction}, a.id {direction}              --? limit
 LIMIT :limit                                               --? limit

-- name: member_get :opt
-- A member's version changes with the membership and with the account.
SELECT a.id, a.username, a.display_name, m.role, m.created_at, m.version + a.version AS version
  FROM membership m JOIN account a ON a.id = m.user_id
 WHERE m.org_id = :id AND m.user_id = :user_id

-- name: member_change :opt
-- No row: there is no such member, or the caller may not do it.
WITH
{caller_rank}
old AS (
    SELECT m.user_id, m.role, a.username, a.display_name, a.version
      FROM me, membership m JOIN account a ON a.id = m.user_id
     WHERE m.org_id = :id AND m.user_id = :user_id AND rank >= role_rank('admin') AND role_rank(m.role) <= rank
       AND role_rank(:role) <= rank                         --? role
       AND m.version + a.version = ANY (:if_match)          --? if_match
       AND m.version + a.version <> ALL (:if_none_match)    --? if_none_match
),
target AS (
    UPDATE membership m
       SET created_at = m.created_at
         , role = :role                                     --? role
      FROM old
     WHERE m.org_id = :id AND m.user_id = old.user_id
    RETURNING m.user_id, m.role, m.created_at, m.version),
changed AS (
    SELECT :id::uuid AS log, :caller::uuid AS actor, t.user_id AS object, t.user_id AS about
      FROM target t JOIN old USING (user_id)
     WHERE t.role <> old.role),
{activity_note_about}
SELECT user_id AS id, old.username, old.display_name, t.role, t.created_at, t.version + old.version AS version
  FROM target t JOIN old USING (user_id)

-- name: member_remove :opt
-- Every member may leave. No row: as above.
WITH
{caller_rank}
changed AS (
    DELETE FROM membership m USING me, account a
     WHERE m.org_id = :id AND m.user_id = :user_id AND a.id = m.user_id
       AND (m.user_id = :caller OR (rank >= role_rank('admin') AND role_rank(role) <= rank))
       AND m.version + a.version = ANY (:if_match)          --? if_match
       AND m.version + a.version <> ALL (:if_none_match)    --? if_none_match
    RETURNING m.org_id AS log, :caller::uuid AS actor, m.user_id AS object, m.user_id AS about),
{activity_note_about}
SELECT object FROM changed
