-- Signing in, staying signed in, signing out.

-- name: account_for_login :one
-- Finds an account by username or e-mail, with the requested organization, or else the oldest, which is the
-- personal one. It always returns a row, because the row also has the milliseconds until the next try. delay_ms: after
-- failures at this name from this address, and, at most a minute, at any name from this address or at this name from
-- any address. The last two do not apply where the account has a session, and the last not where the account was seen,
-- nor to the first try from an address at this name, so strangers can't lock anyone out. wait_ms: how long a network
-- where the account was never seen waits after 100 failures at this name in an hour; login_wait notes that it waits.
-- dearest_cost is the greatest cost of all passwords; a try at an unknown name must cost the same.
SELECT a.id, a.password_hash, a.status, m.org_id, d.delay_ms, w.wait_ms, a.password_version,
       coalesce((SELECT max(password_cost(password_hash)) FROM account), 0) AS dearest_cost
  FROM (SELECT coalesce((SELECT id FROM account WHERE username = :username_key),
                        (SELECT id FROM account WHERE email_key = :email_key)) AS id) who
  LEFT JOIN account a ON a.id = who.id
  LEFT JOIN LATERAL (
       SELECT org_id FROM membership
        WHERE user_id = a.id
          AND (:organization::uuid IS NULL OR org_id = :organization)
        ORDER BY created_at, org_id LIMIT 1) m ON true
 CROSS JOIN LATERAL (
       SELECT EXISTS (SELECT FROM session s
                       WHERE s.user_id = who.id AND client_block(s.address) = client_block(:address)) AS at_home,
              EXISTS (SELECT FROM seen_network n
                       WHERE n.user_id = who.id AND n.network = client_network(:address)
                         AND n.last_at > :now::timestamptz - interval '90 days')
              OR EXISTS (SELECT FROM session s
                          WHERE s.user_id = who.id AND client_network(s.address) = client_network(:address)) AS seen) k
 CROSS JOIN LATERAL (
       SELECT coalesce(max(login_delay(f.failures - t.free, f.last_at, :now, t.most)), 0) AS delay_ms
         FROM (VALUES ('pair', :tries::int, 900), ('address', 20 * :tries::int, 60), ('account', 2 * :tries::int, 60))
              t (kind, free, most)
         JOIN login_failure f ON f.subject = login_subject(t.kind, :subject, :address)
        WHERE (t.kind = 'pair' OR NOT k.at_home)
          AND (t.kind <> 'account'
               OR (NOT k.seen
                   AND EXISTS (SELECT FROM login_failure WHERE subject = login_subject('pair', :subject, :address))))) d
 CROSS JOIN LATERAL (
       SELECT CASE WHEN h.excess < 0 OR k.seen THEN 0 ELSE coalesce(
                  (SELECT login_delay(f.failures, f.last_at, :now, 900) FROM login_failure f
                    WHERE f.subject = login_subject('network', :subject, :address)
                      AND f.last_at > :now::timestamptz - interval '1 hour'),
                  login_delay(h.excess, :now, :now, 900)) END AS wait_ms
         FROM (SELECT login_excess(:subject, :now) AS excess) h) w

-- name: login_wait :exec
-- A network where the account was never seen begins to wait; who waits already goes on.
INSERT INTO login_failure AS f (subject, name, failures, last_at)
VALUES (login_subject('network', :subject, :address), login_name(:subject), login_excess(:subject, :now), :now)
    ON CONFLICT (subject) DO UPDATE
   SET failures = excluded.failures, last_at = excluded.last_at
 WHERE f.last_at <= excluded.last_at - interval '1 hour'

-- name: session_create :opt
-- No row: the account was changed, or the membership ended, since the password was checked. The
-- account and the membership are locked: a change of the password, the status or the role
-- waits, and then also ends this session, or revokes its token.
WITH person AS (
    SELECT id, username, email, display_name, operator, created_at, updated_at
      FROM account
     WHERE id = :user_id AND password_version = :password_version AND status = 'active'
       FOR NO KEY UPDATE),
member AS (
    UPDATE membership SET token_until = greatest(token_until, now() + :token_life::interval)
     WHERE user_id = (SELECT id FROM person) AND org_id = :org_id
    RETURNING user_id, org_id, role),
changed AS (
    INSERT INTO session (user_id, id, org_id, address, user_agent, created_at, last_used_at, expires_at, token_until)
    SELECT user_id, :new_id, org_id, :address, :user_agent, :now, :now, :refresh_expires_at,
           now() + :token_life::interval
      FROM member
    RETURNING user_id AS log, user_id AS actor, id AS object),
token AS (
    INSERT INTO refresh_token (hash, user_id, session_id, issued_at, expires_at)
    SELECT :refresh_hash, actor, object, now(), :refresh_expires_at FROM changed),
seen AS (
    INSERT INTO seen_network AS n (user_id, network, last_at)
    SELECT actor, client_network(:address), :now FROM changed
        ON CONFLICT (user_id, network) DO UPDATE
       SET last_at = excluded.last_at
     WHERE n.last_at < excluded.last_at - interval '1 day'),
rehashed AS (
    UPDATE account SET password_hash = :fresh_hash
     WHERE id = (SELECT actor FROM changed) AND :fresh_hash::text IS NOT NULL),
forgiven AS (
    DELETE FROM login_failure
     WHERE EXISTS (SELECT FROM changed)
       AND subject IN (login_subject('pair', :subject, :address), login_subject('account', :subject, :address))),
{activity_note}
SELECT p.id, p.username, p.email, p.display_name, p.operator, p.created_at, p.updated_at,
       o.org_id AS organization_id, o.name AS organization_name, m.role AS organization_role,
       c.object AS session_id, floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS issued_ms,
       floor(extract(epoch FROM :refresh_expires_at::timestamptz - :now))::bigint AS left_seconds
  FROM changed c, person p, member m JOIN organization o USING (org_id)

-- name: refresh_lock :exec
-- Runs before session_refresh, in its transaction and round trip: refreshes of one session take turns, and each sees
-- all that the one before it did, also the tokens that it made. The session is locked before its tokens, as by every
-- statement that ends a session and deletes its tokens; the opposite order would deadlock.
SELECT FROM session
 WHERE (user_id, id) = (SELECT user_id, session_id FROM refresh_token WHERE hash = :old_hash)
   FOR UPDATE

-- name: presented_token :part
-- The token that was sent, if it and its session live. A `sibling` is for the second tab of a client. `stolen`: it is
-- dead, or a living successor of it was used (or none is known), and it is not the second tab. The moments of use are
-- the database's.
token AS (
    SELECT t.user_id, t.session_id, s.org_id, s.created_at + :session_life::interval AS ends_at, c.sibling,
           t.dead OR (t.used_at IS NOT NULL AND c.followed AND NOT c.sibling) AS stolen
      FROM refresh_token t
      JOIN session s ON s.user_id = t.user_id AND s.id = t.session_id
     CROSS JOIN LATERAL (
           SELECT coalesce(t.used_at > now() - interval '10 seconds'
                           AND client_block(t.used_address) = client_block(:address)
                           AND t.used_agent IS NOT DISTINCT FROM :user_agent, false) AS sibling,
                  coalesce((SELECT bool_or(f.used_at IS NOT NULL) FROM refresh_token f
                             WHERE f.parent = t.hash AND NOT f.dead), true) AS followed) c
     WHERE t.hash = :old_hash AND t.expires_at > :now AND s.created_at + :session_life::interval > :now),

-- name: session_refresh :opt
-- Uses a refresh token and gives the session a new one. If the token was used before, its living successors die, unless
-- the new one is their sibling. No row: nothing was changed; refresh_refused tells why. refresh_lock runs before.
WITH
{presented_token}
target AS (
    SELECT t.user_id, t.session_id, t.sibling, m.org_id, m.role,
           least(:refresh_expires_at::timestamptz, t.ends_at) AS expires_at
      FROM token t
      JOIN account p ON p.id = t.user_id AND p.status = 'active'
      JOIN LATERAL (
           SELECT org_id, role FROM membership
            WHERE user_id = t.user_id AND (:organization::uuid IS NULL OR org_id = :organization)
            ORDER BY org_id IS DISTINCT FROM t.org_id, created_at, org_id LIMIT 1
              FOR NO KEY UPDATE) m ON true
     WHERE NOT t.stolen
       AND (SELECT count(*) FROM refresh_token f
             WHERE f.user_id = t.user_id AND f.session_id = t.session_id
               AND f.issued_at > now() - interval '1 minute') < :most::int),
used AS (
    UPDATE refresh_token r
       SET used_at = coalesce(r.used_at, now()), used_address = :address, used_agent = :user_agent
      FROM target t
     WHERE r.hash = :old_hash AND NOT t.sibling),
killed AS (
    UPDATE refresh_token r SET dead = true
      FROM target t
     WHERE r.parent = :old_hash AND NOT r.dead AND NOT t.sibling),
member AS (
    UPDATE membership m SET token_until = greatest(m.token_until, now() + :token_life::interval)
      FROM target t
     WHERE m.org_id = t.org_id AND m.user_id = t.user_id),
going_on AS (
    UPDATE session s
       SET last_used_at = :now, expires_at = t.expires_at, address = :address,
           user_agent = :user_agent, org_id = t.org_id,
           token_until = greatest(s.token_until, now() + :token_life::interval)
      FROM target t
     WHERE s.user_id = t.user_id AND s.id = t.session_id),
fresh AS (
    INSERT INTO refresh_token (hash, user_id, session_id, parent, issued_at, expires_at)
    SELECT :refresh_hash, user_id, session_id, :old_hash, now(), expires_at FROM target)
SELECT p.id, p.username, p.email, p.display_name, p.operator, p.created_at, p.updated_at,
       o.org_id AS organization_id, o.name AS organization_name, t.role AS organization_role,
       t.session_id, floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS issued_ms,
       floor(extract(epoch FROM t.expires_at - :now))::bigint AS left_seconds
  FROM target t JOIN account p ON p.id = t.user_id JOIN organization o ON o.org_id = t.org_id

-- name: refresh_refused :opt
-- Ends the session of a stolen token: another person has it, or its successor. One row if the token is known: whether
-- it is stolen, and whether the session got too many tokens in a minute. What is stolen stays so, so it does not
-- matter what happened since session_refresh.
WITH
{presented_token}
changed AS (
    DELETE FROM session s USING token t
     WHERE t.stolen AND s.user_id = t.user_id AND s.id = t.session_id
    RETURNING s.user_id AS log, s.user_id AS actor, s.id AS object),
{activity_note}
SELECT user_id, session_id, stolen,
       (SELECT count(*) FROM refresh_token f
         WHERE f.user_id = t.user_id AND f.session_id = t.session_id
           AND f.issued_at > now() - interval '1 minute') >= :most::int AS too_often
  FROM token t

-- name: session_home :one
-- The oldest organization of a user. A user without one gets one new personal one, however many requests ask.
WITH old AS MATERIALIZED (
    SELECT home_of(:user_id) AS org_id),
home AS (
    INSERT INTO organization (org_id, name, created_at, updated_at)
    SELECT :home, username, :now, :now FROM account, old
     WHERE id = :user_id AND status = 'active' AND old.org_id IS NULL
    RETURNING org_id),
member AS (
    INSERT INTO membership (org_id, user_id, role, created_at)
    SELECT org_id, :user_id, 'owner', :now FROM home),
noted AS (
    INSERT INTO activity (org_id, id, at, actor, action, object, request_id, address)
    SELECT org_id, :activity_id, uuid_time(:activity_id), :user_id, 'organization.create', org_id, :request_id, :address
      FROM home)
SELECT coalesce(old.org_id, home.org_id) AS org_id FROM old LEFT JOIN home ON true

-- name: session_list :many
-- sort created_at: id
-- sort last_used_at: last_used_at
SELECT id, created_at, last_used_at, address, user_agent, id = :session AS current, {sort} AS sort_key
  FROM session
 WHERE user_id = :caller AND expires_at > :now
   AND ({sort}, id) {beyond} (:after_key, :after_id)        --? after_id
 ORDER BY {sort} {direction}, id {direction}                --? limit
 LIMIT :limit                                               --? limit

-- name: session_end :opt
WITH changed AS (
    DELETE FROM session WHERE user_id = :caller AND id = :id
    RETURNING user_id AS log, user_id AS actor, id AS object),
{activity_note}
SELECT object FROM changed

-- name: session_logout :exec
-- Ends the session of the access token and that of the cookie, or all sessions of their users. A cookie counts whatever
-- became of its token.
WITH mine AS (
    SELECT user_id, id FROM session WHERE user_id = :caller AND id = :session
     UNION
    SELECT user_id, session_id FROM refresh_token WHERE hash = :cookie_hash),
gone AS (
    DELETE FROM session s USING mine m
     WHERE s.user_id = m.user_id AND (s.id = m.id OR :everywhere)
    RETURNING s.user_id, s.id),
changed AS (
    SELECT DISTINCT ON (user_id) user_id AS log, user_id AS actor, id AS object
      FROM mine JOIN gone USING (user_id, id)
     ORDER BY user_id, id),
{activity_note}
SELECT count(*) FROM gone

-- name: revocation_listen :exec
LISTEN revocation

-- name: revocation_backend :one
SELECT pg_backend_pid() AS backend

-- name: revocation_hello :one
SELECT pg_notify('revocation', :hello)

-- name: revocation_list :many
-- A batch of the revocations that concern tokens that are still alive.
SELECT user_id, session_id, org_id, floor(extract(epoch FROM at) * 1000)::bigint AS at_ms,
       ceil(extract(epoch FROM until - now()) * 1000)::bigint AS left_ms, id
  FROM revocation
 WHERE until > now() AND (user_id, id) > (:past_user, :past_id)
 ORDER BY user_id, id
 LIMIT :batch

-- name: session_expire :one
-- Removes a batch of expired sessions; answers how many, and the age in seconds of the oldest still there.
WITH gone AS (
    DELETE FROM session
     WHERE (user_id, id) IN (SELECT user_id, id FROM session WHERE expires_at < now()
                              ORDER BY expires_at LIMIT :batch FOR UPDATE SKIP LOCKED)
    RETURNING id)
SELECT (SELECT count(*) FROM gone) AS taken,
       greatest(0, extract(epoch FROM now() - (SELECT min(expires_at) FROM session
                WHERE expires_at < now() AND id NOT IN (SELECT id FROM gone))))::bigint AS age

-- name: revocation_expire :one
WITH gone AS (
    DELETE FROM revocation
     WHERE (user_id, id) IN (SELECT user_id, id FROM revocation WHERE until < now() LIMIT :batch)
    RETURNING id)
SELECT (SELECT count(*) FROM gone) AS taken,
       greatest(0, extract(epoch FROM now() - (SELECT min(until) FROM revocation
                            WHERE until < now() AND id NOT IN (SELECT id FROM gone))))::bigint AS age

-- name: refresh_token_expire :one
WITH gone AS (
    DELETE FROM refresh_token
     WHERE hash IN (SELECT hash FROM refresh_token WHERE expires_at < now() LIMIT :batch)
    RETURNING hash)
SELECT (SELECT count(*) FROM gone) AS taken,
       greatest(0, extract(epoch FROM now() - (SELECT min(expires_at) FROM refresh_token
                            WHERE expires_at < now() AND hash NOT IN (SELECT hash FROM gone))))::bigint AS age

-- name: login_failed :exec
-- After a quarter of an hour without failures counting begins anew, but for the last hour's. A network that has waited
-- for this try waits longer for the next.
WITH next_wait AS (
    UPDATE login_failure SET last_at = :now, failures = least(failures + 1, 10)
     WHERE subject = login_subject('network', :subject, :address))
INSERT INTO login_failure AS f (subject, name, failures, last_at, recent)
       SELECT login_subject(kind, :subject, :address), CASE WHEN kind <> 'address' THEN login_name(:subject) END,
              1, :now, CASE WHEN kind = 'hour' THEN ARRAY[:now::timestamptz] END
         FROM (VALUES ('pair'), ('address'), ('account'), ('hour')) t (kind)
    ON CONFLICT (subject) DO UPDATE
   SET last_at = :now
     , failures = CASE WHEN f.last_at < :now::timestamptz - interval '15 minutes' THEN 1 ELSE f.failures + 1 END
     , recent = login_recent(f.recent, :now)

-- name: login_failure_expire :one
WITH gone AS (
    DELETE FROM login_failure
     WHERE subject IN (SELECT subject FROM login_failure
                        WHERE last_at < now() - interval '1 day' LIMIT :batch)
    RETURNING subject)
SELECT (SELECT count(*) FROM gone) AS taken,
       greatest(0, extract(epoch FROM now() - interval '1 day' - (SELECT min(last_at) FROM login_failure
                            WHERE subject NOT IN (SELECT subject FROM gone))))::bigint AS age

-- name: seen_network_expire :one
WITH gone AS (
    DELETE FROM seen_network
     WHERE (user_id, network) IN (SELECT user_id, network FROM seen_network
                                   WHERE last_at < now() - interval '90 days'
                                   ORDER BY last_at LIMIT :batch FOR UPDATE SKIP LOCKED)
    RETURNING user_id, network)
SELECT (SELECT count(*) FROM gone) AS taken,
       greatest(0, extract(epoch FROM now() - interval '90 days' - (SELECT min(last_at) FROM seen_network
                WHERE last_at < now() - interval '90 days'
                  AND (user_id, network) NOT IN (SELECT user_id, network FROM gone))))::bigint AS age
