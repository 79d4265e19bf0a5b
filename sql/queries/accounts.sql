-- Accounts.

-- name: account_register :one
-- The account and its personal organization, at once.
WITH person AS (
    INSERT INTO account (id, username, email, email_key, password_hash, created_at, updated_at)
    VALUES (:new_id, :username, :email, :email_key, :password_hash, :now, :now)
    RETURNING *),
home AS (
    INSERT INTO organization (org_id, name, created_at, updated_at)
    VALUES (:home, :username, :now, :now)),
role AS (
    INSERT INTO membership (org_id, user_id, role, created_at)
    VALUES (:home, :new_id, 'owner', :now))
SELECT id, username, email, display_name, operator, created_at, updated_at, version
  FROM person

-- name: account_for_login :opt
-- By username or e-mail; with the organization asked for, or else the oldest, which is the personal one.
SELECT a.id, a.password_hash, m.org_id, m.role
  FROM account a
  LEFT JOIN LATERAL (
       SELECT org_id, role FROM membership
        WHERE user_id = a.id
          AND (:organization::uuid IS NULL OR org_id = :organization)
        ORDER BY created_at, org_id LIMIT 1) m ON true
 WHERE a.id = coalesce((SELECT id FROM account WHERE username = :username_key),
                       (SELECT id FROM account WHERE email_key = :email_key))

-- name: session_create :opt
-- No row: the account or the membership went away since the password was checked.
WITH person AS (SELECT * FROM account WHERE id = :user_id AND password_hash = :password_hash),
fresh AS (
    INSERT INTO session (user_id, id, refresh_hash, address, user_agent,
                         created_at, last_used_at, expires_at)
    SELECT id, :new_id, :refresh_hash, :address, :user_agent, :now, :now, :refresh_expires_at
      FROM person)
SELECT p.id, p.username, p.email, p.display_name, p.operator, p.created_at, p.updated_at,
       o.org_id AS organization_id, o.name AS organization_name, m.role AS organization_role
  FROM person p JOIN membership m ON m.user_id = p.id JOIN organization o USING (org_id)
 WHERE o.org_id = :org_id

-- name: account_get :opt
SELECT id, username, email, display_name, operator, created_at, updated_at, version
  FROM account
 WHERE id = :caller

-- name: account_change :opt
UPDATE account
   SET version = version + 1, updated_at = :now
     , username = :username                                 --? username
     , email = :email, email_key = :email_key               --? email
     , display_name = :display_name                         --? display_name
 WHERE id = :caller
   AND version = ANY (:if_match)                            --? if_match
   AND version <> ALL (:if_none_match)                      --? if_none_match
RETURNING id, username, email, display_name, operator, created_at, updated_at, version

-- name: account_password :opt
SELECT password_hash FROM account WHERE id = :caller

-- name: account_sole_owner :many
-- The organizations with other members of which the caller is the only owner.
SELECT o.org_id, o.name
  FROM membership mine JOIN organization o USING (org_id)
 WHERE mine.user_id = :caller AND mine.role = 'owner'
   AND NOT EXISTS (SELECT FROM membership m WHERE m.org_id = mine.org_id AND m.role = 'owner'
                      AND m.user_id <> mine.user_id)
   AND EXISTS (SELECT FROM membership m WHERE m.org_id = mine.org_id AND m.user_id <> mine.user_id)
 ORDER BY o.name, o.org_id

-- name: account_delete :opt
-- The account with its tasks and sessions, and the organizations that had nobody else.
WITH alone AS (
    SELECT org_id FROM membership mine
     WHERE user_id = :caller
       AND NOT EXISTS (SELECT FROM membership m WHERE m.org_id = mine.org_id
                          AND m.user_id <> mine.user_id)),
orphans AS (DELETE FROM organization WHERE org_id IN (SELECT org_id FROM alone))
DELETE FROM account WHERE id = :caller
RETURNING id
