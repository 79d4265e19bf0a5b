-- Accounts.

-- name: account_home :part
-- The personal organization of the account that was made.
home AS (
    INSERT INTO organization (org_id, name, created_at, updated_at)
    SELECT :home, username, created_at, created_at FROM changed),
role AS (
    INSERT INTO membership (org_id, user_id, role, created_at)
    SELECT :home, id, 'owner', created_at FROM changed),

-- name: account_register :opt
-- Creates the account and its personal organization together, and makes it a member where the invitation is from. A
-- login starts in the oldest membership: this one is older by a millisecond. No row: the invitation has ended.
WITH used AS (
    DELETE FROM organization_invitation i
     WHERE i.hash = :token_hash AND i.expires_at > :now AND is_invited(i, :new_id, :username, :email_key, true)
    RETURNING i.id, i.org_id, i.role),
changed AS (
    INSERT INTO account (id, username, email, email_key, password_hash, created_at, updated_at)
    SELECT :new_id, :username, :email, :email_key, :password_hash, :now, :now
     WHERE :token_hash::bytea IS NULL OR EXISTS (SELECT FROM used)
    RETURNING id AS log, id AS actor, id AS object, *),
{account_home}
seen AS (
    INSERT INTO seen_network (user_id, network, last_at)
    SELECT id, client_network(:address), :now FROM changed),
joined AS (
    INSERT INTO membership (org_id, user_id, role, created_at, version)
    SELECT o.org_id, c.id, u.role, c.created_at - interval '1 millisecond', o.version
      FROM used u JOIN organization o USING (org_id) CROSS JOIN changed c),
joined_noted AS (
    INSERT INTO activity (org_id, id, at, actor, action, object, request_id, address)
    SELECT org_id, :activity_id, uuid_time(:activity_id), :new_id, 'invitation.accept', id, :request_id, :address
      FROM used),
{activity_note}
SELECT id, username, email, display_name, operator, created_at, updated_at, version
  FROM changed

-- name: account_taken :one
-- Whether another account has the username, and whether another has the e-mail. :caller is null for a new account.
SELECT EXISTS (SELECT FROM account WHERE username = :username AND id IS DISTINCT FROM :caller) AS username,
       EXISTS (SELECT FROM account WHERE email_key = :email_key AND id IS DISTINCT FROM :caller) AS email

-- name: account_get :opt
SELECT id, username, email, display_name, operator, created_at, updated_at, version
  FROM account
 WHERE id = :caller

-- name: account_change :opt
WITH changed AS (
    UPDATE account
       SET version = version + 1, updated_at = :now
         , username = :username                             --? username
         , email = :email, email_key = :email_key           --? email
         , display_name = :display_name                     --? display_name
     WHERE id = :caller
       AND version = ANY (:if_match)                        --? if_match
       AND version <> ALL (:if_none_match)                  --? if_none_match
    RETURNING id AS log, id AS actor, id AS object, *),
{activity_note}
SELECT id, username, email, display_name, operator, created_at, updated_at, version FROM changed

-- name: account_password :opt
-- Also returns how long the caller must wait after failures here, from this address or (at most a minute) from any.
SELECT password_hash, password_version, username, email, email_key,
       (SELECT coalesce(max(login_delay(f.failures - t.free, f.last_at, :now, t.most)), 0)
          FROM (VALUES ('pair', :tries::int, 900), ('account', 2 * :tries::int, 60)) t (kind, free, most)
          JOIN login_failure f ON f.subject = login_subject(t.kind, 'confirm ' || a.id, :address)) AS delay_ms
  FROM account a
 WHERE id = :caller

-- name: account_new_password :opt
-- No row: the password has changed since it was checked. account_sign_out follows.
WITH changed AS (
    UPDATE account SET password_hash = :new_hash, password_version = password_version + 1
     WHERE id = :caller AND password_version = :password_version
    RETURNING id AS log, id AS actor, id AS object),
forgiven AS (
    DELETE FROM login_failure WHERE name = (SELECT login_name('confirm ' || object) FROM changed)),
{activity_note}
SELECT object FROM changed

-- name: account_sign_out :exec
-- Ends every other session; runs in the transaction of account_new_password, after it: at that point
-- logins with the old password have finished.
DELETE FROM session
 WHERE user_id = :caller AND id <> :session
   AND EXISTS (SELECT FROM account WHERE id = :caller AND password_hash = :new_hash)
