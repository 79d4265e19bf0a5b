-- The members of a club.

-- name: club_member_list :many
-- sort username: a.username
-- sort created_at: m.created_at
SELECT a.id, a.username, a.display_name, CASE WHEN c.owner_id = m.user_id THEN 'owner' ELSE m.role END AS role,
       m.created_at, m.version + a.version AS version, {sort} AS sort_key
  FROM club_member m JOIN club c USING (club_id) JOIN account a ON a.id = m.user_id
 WHERE m.club_id = :id
   AND ({sort}, m.user_id) {beyond} (:after_key, :after_id) --? after_id
 ORDER BY {sort} {direction}, m.user_id {direction}         --? limit
 LIMIT :limit                                               --? limit

-- name: club_member_get :opt
-- A member's version changes with the membership and with the account.
SELECT a.id, a.username, a.display_name, club_role(m.club_id, m.user_id) AS role, m.created_at,
       m.version + a.version AS version
  FROM club_member m JOIN account a ON a.id = m.user_id
 WHERE m.club_id = :id AND m.user_id = :user_id

-- name: club_join :opt
WITH changed AS (
    INSERT INTO club_member (club_id, user_id, role, created_at, version)
    SELECT c.club_id, :caller, 'member', :now, c.version
      FROM club c
     WHERE c.club_id = :id AND (c.visibility = 'public' OR club_role(c.club_id, :caller) IS NOT NULL)
       AND NOT EXISTS (SELECT FROM club_ban b WHERE b.club_id = c.club_id AND b.user_id = :caller)
    RETURNING club_id AS log, user_id AS actor, user_id AS object, role, created_at, version),
{activity_note}
SELECT a.id, a.username, a.display_name, c.role, c.created_at, c.version + a.version AS version
  FROM changed c JOIN account a ON a.id = c.object

-- name: club_member_change :opt
-- A new owner replaces the caller, who stays as a moderator. No row: there is no such member, the caller may not do it,
-- the club would lose its owner, or the version differs.
WITH
{club_me}
old AS (
    SELECT m.user_id, a.username, a.display_name, a.version, club_role(m.club_id, m.user_id) AS role
      FROM me, club_member m JOIN account a ON a.id = m.user_id
     WHERE m.club_id = :id AND m.user_id = :user_id
       AND rank >= club_rank('moderator') AND club_rank(club_role(m.club_id, m.user_id)) <= rank
       AND club_rank(:role) <= rank                         --? role
       AND (:role = 'owner' OR club_role(m.club_id, m.user_id) <> 'owner') --? role
       AND m.version + a.version = ANY (:if_match)          --? if_match
       AND m.version + a.version <> ALL (:if_none_match)    --? if_none_match
),
owned AS (
    UPDATE club SET owner_id = :user_id
     WHERE club_id = :id AND :role = 'owner' AND EXISTS (SELECT FROM old WHERE role <> 'owner')),
deposed AS (
    UPDATE club_member SET version = version + 1
     WHERE club_id = :id AND user_id = :caller AND :role = 'owner' AND EXISTS (SELECT FROM old WHERE role <> 'owner')),
ranked AS (
    UPDATE club_member m
       SET version = m.version + (old.role <> coalesce(:role, old.role))::int
         , role = CASE :role WHEN 'member' THEN 'member' ELSE 'moderator' END --? role
      FROM old
     WHERE m.club_id = :id AND m.user_id = old.user_id
    RETURNING m.user_id, m.created_at, m.version),
changed AS (
    SELECT :id::uuid AS log, :caller::uuid AS actor, user_id AS object, user_id AS about
      FROM old WHERE role <> coalesce(:role, role)),
{activity_note_about}
SELECT user_id AS id, o.username, o.display_name, coalesce(:role, o.role) AS role, r.created_at,
       r.version + o.version AS version
  FROM ranked r JOIN old o USING (user_id)

-- name: club_member_remove :opt
-- Every member but the owner may leave. No row: as above.
WITH
{club_me}
changed AS (
    DELETE FROM club_member m USING me, account a
     WHERE m.club_id = :id AND m.user_id = :user_id AND a.id = m.user_id
       AND club_role(m.club_id, m.user_id) <> 'owner'
       AND (m.user_id = :caller OR (rank >= club_rank('moderator') AND club_rank(m.role) <= rank))
       AND m.version + a.version = ANY (:if_match)          --? if_match
       AND m.version + a.version <> ALL (:if_none_match)    --? if_none_match
    RETURNING m.club_id AS log, :caller::uuid AS actor, m.user_id AS object, m.user_id AS about),
{activity_note_about}
SELECT object FROM changed

-- name: club_banned :opt
SELECT created_at FROM club_ban WHERE club_id = :id AND user_id = :caller

-- name: club_ban_list :many
-- sort created_at: b.created_at
SELECT a.id, a.username, a.display_name, b.banned_by, b.created_at, {sort} AS sort_key
  FROM club_ban b JOIN account a ON a.id = b.user_id
 WHERE b.club_id = :id
   AND ({sort}, b.user_id) {beyond} (:after_key, :after_id) --? after_id
 ORDER BY {sort} {direction}, b.user_id {direction}         --? limit
 LIMIT :limit                                               --? limit

-- name: club_ban :opt
-- Ends the membership, too, if there is one. No row: there is no such user, the caller may not do it, or the user is
-- the caller or the owner. Who knows nothing of a private club doesn't find it in the own log.
WITH
{club_me}
target AS (
    SELECT a.id
      FROM me, account a CROSS JOIN LATERAL coalesce(club_rank(club_role(:id, a.id)), 0) AS r (rank)
     WHERE a.id = :user_id AND a.id <> :caller
       AND me.rank >= club_rank('moderator') AND r.rank <= me.rank AND r.rank < club_rank('owner')),
gone AS (
    DELETE FROM club_member m USING target t WHERE m.club_id = :id AND m.user_id = t.id
    RETURNING m.user_id),
banned AS (
    INSERT INTO club_ban (club_id, user_id, banned_by, created_at)
    SELECT :id, id, :caller, :now FROM target
        ON CONFLICT (club_id, user_id) DO NOTHING
    RETURNING club_id, user_id),
changed AS (
    SELECT club_id AS log, :caller::uuid AS actor, b.user_id AS object,
           CASE WHEN c.visibility = 'public' OR EXISTS (SELECT FROM gone) THEN b.user_id END AS about
      FROM banned b JOIN club c USING (club_id)),
{activity_note_about}
SELECT id FROM target

-- name: club_unban :opt
WITH
{club_me}
changed AS (
    DELETE FROM club_ban b USING club c
     WHERE b.club_id = :id AND b.user_id = :user_id AND c.club_id = b.club_id
       AND (SELECT rank FROM me) >= club_rank('moderator')
    RETURNING b.club_id AS log, :caller::uuid AS actor, b.user_id AS object,
              CASE WHEN c.visibility = 'public' THEN b.user_id END AS about),
{activity_note_about}
SELECT object FROM changed

-- name: invitation_list :many
-- sort created_at: id
SELECT id, expires_at, max_uses, uses, created_at, 1::bigint + uses AS version, {sort} AS sort_key
  FROM invitation
 WHERE club_id = :id
   AND ({sort}, id) {beyond} (:after_key, :after_id)        --? after_id
 ORDER BY {sort} {direction}                                --? limit
 LIMIT :limit                                               --? limit

-- name: invitation_get :opt
-- The version counts the uses of the invitation.
SELECT id, expires_at, max_uses, uses, created_at, 1::bigint + uses AS version
  FROM invitation
 WHERE club_id = :id AND id = :invitation_id

-- name: invitation_create :opt
WITH
{club_me}
changed AS (
    INSERT INTO invitation (hash, club_id, id, expires_at, max_uses, created_at)
    SELECT :token_hash, :id, :new_id, :expires_at, :max_uses, :now FROM me WHERE rank >= club_rank('moderator')
    RETURNING club_id AS log, :caller::uuid AS actor, id AS object, expires_at, max_uses, uses, created_at),
{activity_note}
SELECT object AS id, expires_at, max_uses, uses, created_at, 1::bigint + uses AS version FROM changed

-- name: invitation_delete :opt
WITH
{club_me}
changed AS (
    DELETE FROM invitation
     WHERE club_id = :id AND id = :invitation_id AND (SELECT rank FROM me) >= club_rank('moderator')
       AND 1::bigint + uses = ANY (:if_match)               --? if_match
       AND 1::bigint + uses <> ALL (:if_none_match)         --? if_none_match
    RETURNING club_id AS log, :caller::uuid AS actor, id AS object),
{activity_note}
SELECT object FROM changed

-- name: invitation_lock :exec
SELECT FROM club
 WHERE club_id = (SELECT club_id FROM invitation WHERE hash = :token_hash)
   FOR NO KEY UPDATE

-- name: invitation_accept :opt
-- An unknown, expired, used up or withdrawn invitation gives no row, nor does one for a user who is banned. A user who
-- is already a member uses none up.
WITH used AS (
    UPDATE invitation i SET uses = uses + 1
     WHERE hash = :token_hash AND expires_at > :now AND (max_uses IS NULL OR uses < max_uses)
       AND NOT EXISTS (SELECT FROM club_ban b WHERE b.club_id = i.club_id AND b.user_id = :caller)
    RETURNING club_id),
changed AS (
    INSERT INTO club_member (club_id, user_id, role, created_at, version)
    SELECT club_id, :caller, 'member', :now, version FROM used JOIN club USING (club_id)
    RETURNING club_id AS log, user_id AS actor, user_id AS object),
{activity_note}
SELECT c.club_id AS id, c.name, c.description, c.visibility, 'member' AS role, c.members + 1 AS members, c.created_at,
       c.updated_at, c.version + 1 AS version
  FROM changed JOIN club c ON c.club_id = changed.log

-- name: invitation_banned :opt
-- Whether the invitation would be good but for the ban. To a banned user a private club isn't there.
SELECT c.club_id
  FROM invitation i JOIN club c USING (club_id) JOIN club_ban b USING (club_id)
 WHERE i.hash = :token_hash AND i.expires_at > :now AND (i.max_uses IS NULL OR i.uses < i.max_uses)
   AND b.user_id = :caller AND c.visibility = 'public'

-- name: invitation_expire :one
WITH gone AS (
    DELETE FROM invitation
     WHERE hash IN (SELECT hash FROM invitation WHERE expires_at < now() LIMIT :batch)
    RETURNING hash)
SELECT (SELECT count(*) FROM gone) AS taken,
       greatest(0, extract(epoch FROM now() - (SELECT min(expires_at) FROM invitation
                            WHERE expires_at < now() AND hash NOT IN (SELECT hash FROM gone))))::bigint AS age
