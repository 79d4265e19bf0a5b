-- All users, for operators and for the command line.

-- name: operator_role :one
-- An operator may do everything here, everybody else nothing.
SELECT CASE WHEN EXISTS (SELECT FROM account WHERE id = :caller AND operator) THEN 'operator' END

-- name: user_list :many
-- sort created_at: id
-- sort username: username
SELECT id, username, email, display_name, operator, status, created_at, updated_at, {sort} AS sort_key
  FROM account
 WHERE true
   AND fold(username || ' ' || email || ' ' || coalesce(display_name, '')) --? q
       LIKE contains_pattern(:q)                            --? q, planned with its value
   AND status = :status                                     --? status
   AND ({sort}, id) {beyond} (:after_key, :after_id)        --? after_id
 ORDER BY {sort} {direction}, id {direction}                --? limit
 LIMIT :limit                                               --? limit

-- name: user_get :opt
SELECT id, username, email, display_name, operator, status, created_at, updated_at, version
  FROM account
 WHERE id = :id

-- name: user_change :opt
-- Who is disabled is signed out everywhere: user_sign_out follows.
WITH changed AS (
    UPDATE account
       SET version = version + 1, updated_at = :now
         , status = :status                                 --? status
     WHERE id = :id
       AND version = ANY (:if_match)                        --? if_match
       AND version <> ALL (:if_none_match)                  --? if_none_match
    RETURNING :caller::uuid AS log, :caller::uuid AS actor, id AS object, *),
{activity_note}
SELECT id, username, email, display_name, operator, status, created_at, updated_at, version FROM changed

-- name: user_sign_out :exec
-- After user_change, in its transaction: by then logins that were under way have been waited for.
DELETE FROM session
 WHERE user_id = :id AND EXISTS (SELECT FROM account WHERE id = :id AND status = 'disabled')

-- name: user_sole_owner :many
-- The organizations with other members of which the user is the only owner.
SELECT o.org_id, o.name
  FROM membership mine JOIN organization o USING (org_id)
 WHERE mine.user_id = :id AND mine.role = 'owner'
   AND NOT EXISTS (SELECT FROM membership m WHERE m.org_id = mine.org_id AND m.role = 'owner'
                      AND m.user_id <> mine.user_id)
   AND EXISTS (SELECT FROM membership m WHERE m.org_id = mine.org_id AND m.user_id <> mine.user_id)
 ORDER BY o.name, o.org_id

-- name: user_delete :opt
-- The account with its tasks and sessions, and the organizations that had nobody else.
WITH alone AS (
    SELECT org_id FROM membership mine
     WHERE user_id = :id
       AND NOT EXISTS (SELECT FROM membership m WHERE m.org_id = mine.org_id
                          AND m.user_id <> mine.user_id)),
changed AS (
    DELETE FROM account
     WHERE id = :id
       AND version = ANY (:if_match)                        --? if_match
       AND version <> ALL (:if_none_match)                  --? if_none_match
    RETURNING :caller::uuid AS log, :caller::uuid AS actor, id AS object),
orphans AS (
    DELETE FROM organization WHERE org_id IN (SELECT org_id FROM alone) AND EXISTS (SELECT FROM changed)),
own_log AS (
    DELETE FROM activity
     WHERE EXISTS (SELECT FROM changed) AND (org_id = :id OR org_id IN (SELECT org_id FROM alone))),
{activity_note}
SELECT object FROM changed

-- name: user_find :opt
SELECT id, username, email FROM account WHERE username = :name

-- name: user_set_operator :opt
WITH changed AS (
    UPDATE account SET operator = :value, version = version + 1, updated_at = :now
     WHERE id = :user_id
    RETURNING id AS log, :nobody::uuid AS actor, id AS object),
{activity_note}
SELECT object FROM changed

-- name: user_set_status :opt
WITH changed AS (
    UPDATE account SET status = :value, version = version + 1, updated_at = :now
     WHERE id = :user_id
    RETURNING id AS log, :nobody::uuid AS actor, id AS object),
{activity_note}
SELECT object FROM changed

-- name: user_set_password :opt
-- An administrator helps somebody in.
WITH changed AS (
    UPDATE account SET password_hash = :value, version = version + 1, updated_at = :now
     WHERE id = :user_id
    RETURNING id AS log, :nobody::uuid AS actor, id AS object),
forgiven AS (
    DELETE FROM login_failure WHERE subject = login_subject('account', (SELECT object FROM changed)::text, '')),
{activity_note}
SELECT object FROM changed

-- name: user_end_sessions :exec
-- After one of those, in its transaction: by then logins that were under way have been waited for.
DELETE FROM session WHERE user_id = :user_id

-- name: user_print :many
SELECT username, email, status, operator, created_at FROM account ORDER BY username
