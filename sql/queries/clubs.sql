-- Clubs, their members, and how users join. Each change checks the caller's role in the club; a user without a role
-- does not find a private club.

-- name: club_role :opt
-- No row: the caller can see no such club. Null: a public club to which the caller doesn't belong.
SELECT r.role
  FROM club c CROSS JOIN LATERAL club_role(c.club_id, :caller) AS r (role)
 WHERE c.club_id = :id AND (c.visibility = 'public' OR r.role IS NOT NULL)

-- name: club_lock :exec
-- Runs before each change of a club or of its members' rights, in the same transaction.
SELECT FROM club WHERE club_id = :id FOR NO KEY UPDATE

-- name: club_me :part
me AS (
    SELECT coalesce(club_rank(club_role(:id, :caller)), 0) AS rank),

-- name: club_by_moderator :part
-- The lock for a change of a club's contents by a moderator, to the version named in If-Match.
       AND (SELECT rank FROM me) >= club_rank('moderator')
       AND version = ANY (:if_match)                        --? if_match
       AND version <> ALL (:if_none_match)                  --? if_none_match

-- name: club_shown :part
       c.name, c.description, c.visibility, CASE WHEN c.owner_id = m.user_id THEN 'owner' ELSE m.role END AS role,
       c.members, c.created_at, c.updated_at, c.version

-- name: club_list :many
-- Without a caller it lists the public clubs.
-- sort created_at: c.club_id
-- sort name: c.name_folded
-- sort members: c.members
SELECT c.club_id AS id,
{club_shown}
       , {sort} AS sort_key
  FROM club c LEFT JOIN club_member m ON m.club_id = c.club_id AND m.user_id = :caller
 WHERE (c.visibility = 'public' OR m.user_id IS NOT NULL)
   AND (NOT :mine::boolean OR m.user_id IS NOT NULL)        --? mine
   AND finds(c.name_folded, word_patterns(:q))              --? q, planned with its value
   AND ({sort}, c.club_id) {beyond} (:after_key, :after_id) --? after_id
 ORDER BY {sort} {direction}, c.club_id {direction}         --? limit
 LIMIT :limit                                               --? limit

-- name: club_get :opt
SELECT c.club_id AS id,
{club_shown}
  FROM club c LEFT JOIN club_member m ON m.club_id = c.club_id AND m.user_id = :caller
 WHERE c.club_id = :id AND (c.visibility = 'public' OR m.user_id IS NOT NULL)

-- name: club_create :one
WITH changed AS (
    INSERT INTO club (club_id, name, description, visibility, owner_id, created_at, updated_at)
    VALUES (:new_id, :name, :description, :visibility, :caller, :now, :now)
    RETURNING club_id AS log, owner_id AS actor, club_id AS object, *),
member AS (
    INSERT INTO club_member (club_id, user_id, role, created_at)
    VALUES (:new_id, :caller, 'moderator', :now)),
{activity_note}
SELECT club_id AS id, name, description, visibility, 'owner' AS role, members, created_at, updated_at, version
  FROM changed

-- name: club_change :opt
WITH
{club_me}
changed AS (
    UPDATE club
       SET version = version + 1, updated_at = :now
         , name = :name                                     --? name
         , description = :description                       --? description
         , visibility = :visibility                         --? visibility
     WHERE club_id = :id AND (SELECT rank FROM me) >= club_rank('owner')
       AND version = ANY (:if_match)                        --? if_match
       AND version <> ALL (:if_none_match)                  --? if_none_match
    RETURNING club_id AS log, :caller::uuid AS actor, club_id AS object, *),
{activity_note}
SELECT club_id AS id, name, description, visibility, 'owner' AS role, members, created_at, updated_at, version
  FROM changed

-- name: club_delete :opt
WITH
{club_me}
changed AS (
    DELETE FROM club
     WHERE club_id = :id AND (SELECT rank FROM me) >= club_rank('owner')
       AND version = ANY (:if_match)                        --? if_match
       AND version <> ALL (:if_none_match)                  --? if_none_match
    RETURNING :caller::uuid AS log, :caller::uuid AS actor, club_id AS object),
{activity_note}
SELECT object FROM changed
