-- Invitations to organizations: what admins offer, and what one is offered.

-- name: org_invitation_list :many
-- sort created_at: id
SELECT id, shown AS "user", role, expires_at, {sort} AS sort_key
  FROM organization_invitation
 WHERE org_id = :id AND expires_at > :now
   AND ({sort}, id) {beyond} (:after_key, :after_id)        --? after_id
 ORDER BY {sort} {direction}                                --? limit
 LIMIT :limit                                               --? limit

-- name: org_invitation_get :opt
-- An invitation never changes: it ends, and another takes its place.
SELECT id, shown AS "user", role, expires_at, 1::bigint AS version
  FROM organization_invitation
 WHERE org_id = :id AND id = :invitation_id AND expires_at > :now

-- name: org_invitation_create :opt
-- Takes the place of an older invitation of the same person. The statement does and writes the same whether or not
-- somebody is called so: the log's `about` is then the invitation's own id, which is nobody's. No row: a member is
-- called so, the older invitation offers a role above the caller's, or the caller may not do it.
WITH
{caller_rank}
person AS (
    SELECT (SELECT id FROM account WHERE username = :user) AS by_name,
           (SELECT id FROM account WHERE email_key = :email_key) AS by_email),
changed AS (
    INSERT INTO organization_invitation AS i
           (org_id, id, invited, shown, account_id, role, invited_by, hash, created_at, expires_at)
    SELECT :id, :new_id, coalesce(:email_key, :user), :user, by_name, :role, :caller, :token_hash, :now, :expires_at
      FROM me, person
     WHERE rank >= role_rank('admin') AND role_rank(:role) <= rank
       AND NOT EXISTS (SELECT FROM membership WHERE org_id = :id AND user_id IN (by_name, by_email))
        ON CONFLICT ON CONSTRAINT organization_invitation_key DO UPDATE
       SET id = excluded.id, shown = excluded.shown, account_id = excluded.account_id, role = excluded.role
         , invited_by = excluded.invited_by, hash = excluded.hash, created_at = excluded.created_at
         , expires_at = excluded.expires_at
     WHERE role_rank(i.role) <= (SELECT rank FROM me) OR i.expires_at <= :now
    RETURNING org_id AS log, :caller::uuid AS actor, id AS object, coalesce(account_id, id) AS about,
              shown, role, expires_at),
{activity_note_about}
SELECT object AS id, shown AS "user", role, expires_at, 1::bigint AS version FROM changed

-- name: org_invitation_refused :one
-- Why org_invitation_create made none: whether a member is called so.
SELECT EXISTS (SELECT FROM membership m JOIN account a ON a.id = m.user_id
                WHERE m.org_id = :id AND (a.username = :user OR a.email_key = :email_key)) AS is_member

-- name: org_invitation_end :opt
-- Nobody takes back what somebody above them has offered. No row: so it is, or there is no such invitation.
WITH
{caller_rank}
changed AS (
    DELETE FROM organization_invitation i USING me
     WHERE i.org_id = :id AND i.id = :invitation_id AND i.expires_at > :now
       AND rank >= role_rank('admin') AND role_rank(i.role) <= rank
       AND 1::bigint = ANY (:if_match)                      --? if_match
       AND 1::bigint <> ALL (:if_none_match)                --? if_none_match
    RETURNING i.org_id AS log, :caller::uuid AS actor, i.id AS object, coalesce(i.account_id, i.id) AS about),
{activity_note_about}
SELECT object FROM changed

-- name: own_invitation_list :many
-- sort created_at: i.id
SELECT i.id, o.org_id AS organization_id, o.name AS organization_name, i.role, p.username AS invited_by, i.created_at,
       i.expires_at, {sort} AS sort_key
  FROM account me
  JOIN organization_invitation i ON i.invited IN (me.username, me.email_key)
  JOIN organization o ON o.org_id = i.org_id
  JOIN account p ON p.id = i.invited_by
 WHERE me.id = :caller AND i.expires_at > :now AND is_invited(i, me.id, me.username, me.email_key, false)
   AND ({sort}, i.id) {beyond} (:after_key, :after_id)      --? after_id
 ORDER BY {sort} {direction}                                --? limit
 LIMIT :limit                                               --? limit

-- name: own_invitation_lock :exec
-- Runs before an invitation is accepted, in its transaction: whoever ends invitations locks the organization first.
SELECT FROM organization
 WHERE org_id IN (SELECT i.org_id FROM account me
                    JOIN organization_invitation i ON i.invited IN (me.username, me.email_key)
                   WHERE me.id = :caller AND i.id = :id)
   FOR NO KEY UPDATE

-- name: invitation_token_lock :exec
-- The same for an invitation that is named by its token.
SELECT FROM organization
 WHERE org_id IN (SELECT org_id FROM organization_invitation WHERE hash = :token_hash)
   FOR NO KEY UPDATE

-- name: invitation_joined :part
-- `used` is the invitation that the caller has accepted.
changed AS (
    INSERT INTO membership (org_id, user_id, role, created_at, version)
    SELECT o.org_id, :caller, u.role, :now, o.version FROM used u JOIN organization o USING (org_id)
    RETURNING org_id AS log, user_id AS actor, (SELECT id FROM used) AS object, role),
{activity_note}
SELECT o.org_id AS id, o.name, c.role, o.created_at, o.updated_at, o.version
  FROM changed c JOIN organization o ON o.org_id = c.log

-- name: own_invitation_accept :opt
WITH used AS (
    DELETE FROM organization_invitation i USING account me
     WHERE me.id = :caller AND i.invited IN (me.username, me.email_key) AND i.id = :id AND i.expires_at > :now
       AND is_invited(i, me.id, me.username, me.email_key, false)
    RETURNING i.id, i.org_id, i.role),
{invitation_joined}

-- name: own_invitation_redeem :opt
-- Accepts by the token. No row: invitation_token_find tells why.
WITH used AS (
    DELETE FROM organization_invitation i USING account me
     WHERE me.id = :caller AND i.hash = :token_hash AND i.expires_at > :now
       AND is_invited(i, me.id, me.username, me.email_key, true)
    RETURNING i.id, i.org_id, i.role),
{invitation_joined}

-- name: invitation_token_find :opt
-- The invitation of a token, unless it was used, has ended or is late.
SELECT id FROM organization_invitation WHERE hash = :token_hash AND expires_at > :now

-- name: invitation_for_new :opt
-- The same, and whether it is for the account that is about to be made.
SELECT is_invited(i, :new_id, :username, :email_key, true) AS is_mine
  FROM organization_invitation i
 WHERE hash = :token_hash AND expires_at > :now

-- name: own_invitation_decline :opt
WITH changed AS (
    DELETE FROM organization_invitation i USING account me
     WHERE me.id = :caller AND i.invited IN (me.username, me.email_key) AND i.id = :id AND i.expires_at > :now
       AND is_invited(i, me.id, me.username, me.email_key, false)
    RETURNING i.org_id AS log, me.id AS actor, i.id AS object),
{activity_note}
SELECT object FROM changed

-- name: org_invitation_expire :one
WITH gone AS (
    DELETE FROM organization_invitation
     WHERE (org_id, id) IN (SELECT org_id, id FROM organization_invitation WHERE expires_at < now()
                             ORDER BY expires_at LIMIT :batch FOR UPDATE SKIP LOCKED)
    RETURNING org_id, id)
SELECT (SELECT count(*) FROM gone) AS taken,
       greatest(0, extract(epoch FROM now() - (SELECT min(expires_at) FROM organization_invitation
                WHERE expires_at < now() AND (org_id, id) NOT IN (SELECT org_id, id FROM gone))))::bigint AS age
