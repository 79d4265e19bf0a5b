-- Setting a password by a link, without the old password.

-- name: password_link_find :opt
-- Whose link it is, unless it was used, has ended or is late.
SELECT a.id AS user_id, a.username, a.email, a.email_key, a.password_hash
  FROM password_link l JOIN account a ON a.id = l.user_id
 WHERE l.hash = :token_hash AND l.expires_at > :now AND a.status = 'active'

-- name: password_link_lock :exec
-- Runs before password_link_use, in its transaction: whoever ends links locks the account first, too.
SELECT FROM account WHERE id = :user_id FOR NO KEY UPDATE

-- name: password_link_use :opt
-- A trigger ends the account's other links. No row: this one has ended since it was found.
WITH used AS (
    DELETE FROM password_link WHERE user_id = :user_id AND hash = :token_hash AND expires_at > :now
    RETURNING user_id),
changed AS (
    UPDATE account SET password_hash = :new_hash, password_version = password_version + 1
     WHERE id IN (SELECT user_id FROM used)
    RETURNING id AS log, id AS actor, id AS object, username, email_key),
forgiven AS (
    DELETE FROM login_failure f USING changed c
     WHERE f.name IN (login_name(c.username), login_name(c.email_key), login_name('confirm ' || c.object))),
{activity_note}
SELECT object FROM changed

-- name: password_link_sign_out :exec
-- Ends every session; runs after password_link_use, in its transaction: at that point logins with the old password
-- have finished.
DELETE FROM session
 WHERE user_id = :user_id AND EXISTS (SELECT FROM account WHERE id = :user_id AND password_hash = :new_hash)

-- name: password_link_create :one
-- An account has three links at the most: the oldest ends.
WITH older AS (
    DELETE FROM password_link
     WHERE (user_id, hash) IN (SELECT user_id, hash FROM password_link WHERE user_id = :user_id
                                ORDER BY created_at DESC, hash OFFSET 2)),
changed AS (
    INSERT INTO password_link (user_id, hash, created_at, expires_at)
    VALUES (:user_id, :token_hash, :now, :expires_at)
    RETURNING user_id AS log, :nobody::uuid AS actor, user_id AS object),
{activity_note}
SELECT object FROM changed

-- name: password_link_expire :one
WITH gone AS (
    DELETE FROM password_link
     WHERE (user_id, hash) IN (SELECT user_id, hash FROM password_link WHERE expires_at < now()
                                ORDER BY expires_at LIMIT :batch FOR UPDATE SKIP LOCKED)
    RETURNING user_id, hash)
SELECT (SELECT count(*) FROM gone) AS taken,
       greatest(0, extract(epoch FROM now() - (SELECT min(expires_at) FROM password_link
                WHERE expires_at < now() AND (user_id, hash) NOT IN (SELECT user_id, hash FROM gone))))::bigint AS age
