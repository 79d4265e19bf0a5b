-- Discussions of a club. The database does not even return the text of a post that is locked for the caller.

-- name: topic_found :part
-- A topic that the caller can see, with the caller's role in its club.
  FROM topic t JOIN club c USING (club_id) CROSS JOIN LATERAL club_role(c.club_id, :caller) AS r (role)
 WHERE t.id = :id AND (c.visibility = 'public' OR r.role IS NOT NULL)

-- name: topic_role :opt
-- Null and no row mean the same as in club_role.
SELECT r.role
{topic_found}

-- name: topic_author :opt
-- The author, while still a member.
SELECT CASE WHEN t.author_id = :caller AND r.role IS NOT NULL THEN 'author' END AS role
{topic_found}

-- name: topic_keeper :opt
-- The author while a member, or a moderator.
SELECT CASE WHEN (t.author_id = :caller AND r.role IS NOT NULL) OR club_rank(r.role) >= club_rank('moderator')
            THEN 'author' END AS role
{topic_found}

-- name: topic_shown :part
-- An open topic has an odd ETag, a locked one an even ETag; otherwise both would have the same.
       t.club_id, t.title, t.book_id, t.spoiler_until_percent, t.author_id AS author,
       a.username AS author_username,
       NOT has_read(:caller, t.book_id, t.spoiler_until_percent) AS locked,
       t.posts, t.last_post_at, t.created_at, t.updated_at,
       2 * t.version - has_read(:caller, t.book_id, t.spoiler_until_percent)::int AS version

-- name: topic_expected :part
   AND 2 * version - has_read(:caller, book_id, spoiler_until_percent)::int = ANY (:if_match) --? if_match
   AND 2 * version - has_read(:caller, book_id, spoiler_until_percent)::int <> ALL (:if_none_match) --? if_none_match

-- name: topic_list :many
-- sort created_at: t.id
SELECT t.id,
{topic_shown}
       , {sort} AS sort_key
  FROM topic t LEFT JOIN account a ON a.id = t.author_id
 WHERE t.club_id = :id
   AND t.book_id = :book_id                                 --? book_id
   AND ({sort}, t.id) {beyond} (:after_key, :after_id)      --? after_id
 ORDER BY {sort} {direction}                                --? limit
 LIMIT :limit                                               --? limit

-- name: topic_get :opt
SELECT t.id,
{topic_shown}
  FROM topic t LEFT JOIN account a ON a.id = t.author_id
 WHERE t.id = :id

-- name: topic_create :opt
WITH
{club_me}
changed AS (
    INSERT INTO topic (club_id, id, author_id, title, book_id, spoiler_until_percent, created_at, updated_at)
    SELECT :id, :new_id, :caller, :title, :book_id, :spoiler_until_percent, :now, :now FROM me WHERE rank > 0
    RETURNING club_id AS log, author_id AS actor, id AS object, *),
{activity_note}
SELECT t.id,
{topic_shown}
  FROM changed t JOIN account a ON a.id = t.author_id

-- name: topic_change :opt
WITH changed AS (
    UPDATE topic
       SET version = version + 1, updated_at = :now
         , title = :title                                   --? title
         , book_id = :book_id                               --? book_id
         , spoiler_until_percent = :spoiler_until_percent   --? spoiler_until_percent
     WHERE id = :id AND author_id = :caller AND club_role(club_id, :caller) IS NOT NULL
{topic_expected}
    RETURNING club_id AS log, author_id AS actor, id AS object, *),
{activity_note}
SELECT t.id,
{topic_shown}
  FROM changed t JOIN account a ON a.id = t.author_id

-- name: topic_delete :opt
WITH changed AS (
    DELETE FROM topic
     WHERE id = :id
       AND club_rank(club_role(club_id, :caller))
           >= CASE author_id WHEN :caller THEN club_rank('member') ELSE club_rank('moderator') END
{topic_expected}
    RETURNING club_id AS log, :caller::uuid AS actor, id AS object),
{activity_note}
SELECT object FROM changed

-- name: post_found :part
-- As topic_found.
  FROM post p JOIN club c USING (club_id) CROSS JOIN LATERAL club_role(c.club_id, :caller) AS r (role)
 WHERE p.id = :id AND (c.visibility = 'public' OR r.role IS NOT NULL)

-- name: post_role :opt
SELECT r.role
{post_found}

-- name: post_author :opt
SELECT CASE WHEN p.author_id = :caller AND r.role IS NOT NULL THEN 'author' END AS role
{post_found}

-- name: post_keeper :opt
SELECT CASE WHEN (p.author_id = :caller AND r.role IS NOT NULL) OR club_rank(r.role) >= club_rank('moderator')
            THEN 'author' END AS role
{post_found}

-- name: post_shown :part
-- The shown columns of a post of the topic t.
       p.author_id IS DISTINCT FROM :caller AND NOT has_read(:caller, t.book_id, t.spoiler_until_percent) AS locked,
       CASE WHEN p.author_id IS DISTINCT FROM :caller AND NOT has_read(:caller, t.book_id, t.spoiler_until_percent)
            THEN t.spoiler_until_percent END AS unlock_at_percent,
       p.topic_id, p.author_id AS author, a.username AS author_username,
       CASE WHEN p.author_id = :caller OR has_read(:caller, t.book_id, t.spoiler_until_percent) THEN p.text END AS text,
       p.created_at, p.updated_at, p.version

-- name: post_list :many
-- sort created_at: p.id
SELECT p.id,
{post_shown}
       , {sort} AS sort_key
  FROM post p JOIN topic t ON t.club_id = p.club_id AND t.id = p.topic_id LEFT JOIN account a ON a.id = p.author_id
 WHERE p.club_id = (SELECT club_id FROM topic WHERE id = :id) AND p.topic_id = :id
   AND ({sort}, p.id) {beyond} (:after_key, :after_id)      --? after_id
 ORDER BY {sort} {direction}                                --? limit
 LIMIT :limit                                               --? limit

-- name: post_get :opt
SELECT p.id,
{post_shown}
  FROM post p JOIN topic t ON t.club_id = p.club_id AND t.id = p.topic_id LEFT JOIN account a ON a.id = p.author_id
 WHERE p.id = :id

-- name: post_create :opt
WITH changed AS (
    INSERT INTO post (club_id, topic_id, id, author_id, text, created_at, updated_at)
    SELECT t.club_id, t.id, :new_id, :caller, :text, :now, :now
      FROM topic t
     WHERE t.id = :id AND club_role(t.club_id, :caller) IS NOT NULL
    RETURNING club_id AS log, author_id AS actor, id AS object, *),
{activity_note}
SELECT p.id,
{post_shown}
  FROM changed p JOIN topic t ON t.club_id = p.club_id AND t.id = p.topic_id JOIN account a ON a.id = p.author_id

-- name: post_change :opt
WITH changed AS (
    UPDATE post
       SET version = version + 1, updated_at = :now
         , text = :text                                     --? text
     WHERE id = :id AND author_id = :caller AND club_role(club_id, :caller) IS NOT NULL
       AND version = ANY (:if_match)                        --? if_match
       AND version <> ALL (:if_none_match)                  --? if_none_match
    RETURNING club_id AS log, author_id AS actor, id AS object, *),
{activity_note}
SELECT p.id,
{post_shown}
  FROM changed p JOIN topic t ON t.club_id = p.club_id AND t.id = p.topic_id JOIN account a ON a.id = p.author_id

-- name: post_delete :opt
WITH changed AS (
    DELETE FROM post
     WHERE id = :id
       AND club_rank(club_role(club_id, :caller))
           >= CASE author_id WHEN :caller THEN club_rank('member') ELSE club_rank('moderator') END
       AND version = ANY (:if_match)                        --? if_match
       AND version <> ALL (:if_none_match)                  --? if_none_match
    RETURNING club_id AS log, :caller::uuid AS actor, id AS object),
{activity_note}
SELECT object FROM changed
