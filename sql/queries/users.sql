-- All users, for operators and for the command line.

-- name: operator_role :one
-- An operator may use all these routes, every other user none.
SELECT CASE WHEN EXISTS (SELECT FROM account WHERE id = :caller AND operator) THEN 'operator' END AS role

-- name: operator_lock :exec
-- Runs before a change, in its transaction, so that an operator who has just lost the right can't make it. It locks in
-- one order, because two operators who change each other would otherwise deadlock. It tells the triggers whether the
-- operator insists (organization_check_owner).
SELECT FROM account
 WHERE id IN (:caller, :id) AND set_config('balcao.force', coalesce(:force::boolean, false)::text, true) IS NOT NULL
 ORDER BY id
   FOR NO KEY UPDATE

-- name: operator_ids :part
operators AS (
    SELECT id FROM account WHERE operator AND status = 'active'),

-- name: user_list :many
-- sort created_at: id
-- sort username: username
SELECT id, username, email, display_name, operator, status, created_at, updated_at, {sort} AS sort_key
  FROM account
 WHERE true
   AND finds(search_folded, word_patterns(:q))              --? q, planned with its value
   AND status = :status                                     --? status
   AND ({sort}, id) {beyond} (:after_key, :after_id)        --? after_id
 ORDER BY {sort} {direction}, id {direction}                --? limit
 LIMIT :limit                                               --? limit

-- name: user_get :opt
SELECT id, username, email, display_name, operator, status, created_at, updated_at, version
  FROM account
 WHERE id = :id

-- name: user_change :opt
-- A disabled user is signed out everywhere: user_sign_out follows. No row: there is no such user, or an organization
-- would be left without an active owner.
WITH
{operator_ids}
{sole_owned}
target AS (
    UPDATE account
       SET version = version + 1, updated_at = :now
         , status = :status                                 --? status
     WHERE id = :id AND :caller IN (SELECT id FROM operators)
       AND (status = 'disabled' OR :status IS DISTINCT FROM 'disabled' OR NOT EXISTS (SELECT FROM sole_owned)
            OR :force::boolean                              --? force
           )
       AND version = ANY (:if_match)                        --? if_match
       AND version <> ALL (:if_none_match)                  --? if_none_match
    RETURNING *),
changed AS (
    SELECT :caller::uuid AS log, :caller::uuid AS actor, id AS object FROM target
     UNION
    SELECT id, :caller, id FROM target),
{activity_note}
SELECT id, username, email, display_name, operator, status, created_at, updated_at, version FROM target

-- name: user_sign_out :exec
-- Runs after user_change, in its transaction: at that point logins that were under way have finished.
DELETE FROM session
 WHERE user_id = :id AND EXISTS (SELECT FROM account WHERE id = :id AND status = 'disabled')

-- name: sole_owned :part
-- The organizations with other members that have no active owner but, perhaps, the user.
sole_owned AS (
    SELECT org_id FROM membership mine
     WHERE user_id = :id AND role = 'owner'
       AND NOT EXISTS (SELECT FROM membership m JOIN account a ON a.id = m.user_id
                        WHERE m.org_id = mine.org_id AND m.role = 'owner' AND m.user_id <> mine.user_id
                          AND a.status = 'active')
       AND EXISTS (SELECT FROM membership m WHERE m.org_id = mine.org_id AND m.user_id <> mine.user_id)),

-- name: user_only_owner :many
-- What prevents user_change from disabling the user.
WITH
{sole_owned}
named AS (
    SELECT org_id, name FROM sole_owned JOIN organization USING (org_id))
SELECT org_id, name FROM named ORDER BY name, org_id

-- name: user_sole_owner :many
-- What prevents user_delete: organizations, and clubs with other members. Only the owner of a private club is told
-- its name.
WITH
{sole_owned}
named AS (
    SELECT org_id, name FROM sole_owned JOIN organization USING (org_id)
     UNION ALL
    SELECT club_id, CASE WHEN visibility = 'public' OR owner_id = :caller THEN name ELSE '***' END
      FROM club WHERE owner_id = :id AND members > 1)
SELECT org_id, name FROM named ORDER BY name, org_id

-- name: user_lock :exec
-- Runs before user_delete, in its transaction. A locked account can't join organizations, and nobody can join a locked
-- organization or club; an operator who has just lost the right can't delete. It locks accounts in one order, as
-- operator_lock does, and sessions before the account's memberships, as a refresh does. Counting the rows locks them.
-- It tells the triggers what operator_lock does.
WITH people AS MATERIALIZED (
    SELECT id FROM account
     WHERE id IN (:caller, :id) AND set_config('balcao.force', coalesce(:force::boolean, false)::text, true) IS NOT NULL
     ORDER BY id FOR NO KEY UPDATE),
person AS MATERIALIZED (
    SELECT id FROM account WHERE id = :id AND (SELECT count(*) FROM people) > 0 FOR UPDATE),
sessions AS MATERIALIZED (
    SELECT id FROM session WHERE user_id = :id AND (SELECT count(*) FROM person) > 0 ORDER BY id FOR UPDATE),
clubs AS MATERIALIZED (
    SELECT club_id FROM club
     WHERE owner_id = :id AND (SELECT count(*) FROM sessions) >= 0 ORDER BY club_id FOR UPDATE)
SELECT FROM organization
 WHERE (SELECT count(*) FROM clubs) >= 0 AND org_id IN (SELECT org_id FROM membership WHERE user_id = :id)
 ORDER BY org_id
   FOR UPDATE

-- name: user_delete :opt
-- Deletes the account with its tasks and sessions, and the organizations and clubs without other members. The account
-- is the caller's own, or any if the caller is an operator. The logs of the others and of the operator get an entry.
WITH
{operator_ids}
{sole_owned}
entered AS (
    SELECT org_id, EXISTS (SELECT FROM membership m WHERE m.org_id = mine.org_id
                              AND m.user_id <> mine.user_id) AS goes_on
      FROM membership mine
     WHERE user_id = :id),
gone AS (
    DELETE FROM account
     WHERE id = :id AND :caller IN (SELECT id FROM operators UNION ALL SELECT :id)
       AND (coalesce(:force::boolean, false) OR NOT EXISTS (SELECT FROM sole_owned))
       AND NOT EXISTS (SELECT FROM club WHERE owner_id = :id AND members > 1)
       AND version = ANY (:if_match)                        --? if_match
       AND version <> ALL (:if_none_match)                  --? if_none_match
    RETURNING id),
orphans AS (
    DELETE FROM organization
     WHERE org_id IN (SELECT org_id FROM entered WHERE NOT goes_on) AND EXISTS (SELECT FROM gone)
    RETURNING org_id),
lonely_clubs AS (
    DELETE FROM club WHERE owner_id IN (SELECT id FROM gone)
    RETURNING club_id),
old_logs AS (
    DELETE FROM activity
     WHERE org_id IN (SELECT org_id FROM orphans UNION ALL SELECT club_id FROM lonely_clubs
                       UNION ALL SELECT id FROM gone)),
changed AS (
    SELECT org_id AS log, :caller::uuid AS actor, id AS object FROM gone, entered WHERE goes_on
     UNION
    SELECT club_id, :caller, user_id FROM club_member
     WHERE user_id IN (SELECT id FROM gone) AND club_id NOT IN (SELECT club_id FROM lonely_clubs)
     UNION
    SELECT :caller, :caller, id FROM gone WHERE id <> :caller),
{activity_note}
SELECT id FROM gone

-- name: user_find :opt
SELECT id, username, email, email_key FROM account WHERE username = :name

-- name: user_create :exec
-- Makes an account that nobody can sign in to yet, with its personal organization and a link to set a password.
WITH changed AS (
    INSERT INTO account (id, username, email, email_key, password_hash, created_at, updated_at)
    VALUES (:user_id, :username, :email, :email_key, '*', :now, :now)
    RETURNING id AS log, :nobody::uuid AS actor, id AS object, *),
{account_home}
link AS (
    INSERT INTO password_link (user_id, hash, created_at, expires_at)
    SELECT id, :token_hash, created_at, :expires_at FROM changed),
{activity_note}
SELECT FROM changed

-- name: user_force :exec
-- Tells the triggers that the command insists, as operator_lock does.
SELECT set_config('balcao.force', 'true', true)

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
-- An administrator sets the password of a user.
WITH changed AS (
    UPDATE account
       SET password_hash = :value, password_version = password_version + 1, version = version + 1, updated_at = :now
     WHERE id = :user_id
    RETURNING id AS log, :nobody::uuid AS actor, id AS object),
forgiven AS (
    DELETE FROM login_failure f USING account a
     WHERE a.id = :user_id
       AND f.name IN (login_name(a.username), login_name(a.email_key), login_name('confirm ' || a.id))),
{activity_note}
SELECT object FROM changed

-- name: user_end_sessions :exec
-- Runs after one of those, in its transaction: at that point logins that were under way have finished.
DELETE FROM session WHERE user_id = :user_id

-- name: user_print :many
SELECT username, email, status, operator, created_at FROM account ORDER BY username
