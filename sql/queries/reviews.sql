-- Reviews of books. All signed-in users read them; a user changes only their own.

-- name: review_shown :part
       r.book_id, r.user_id, a.username, r.rating, r.text, r.spoiler, r.user_id = :caller AS mine,
       r.created_at, r.updated_at, r.version

-- name: review_list :many
-- sort created_at: r.id
-- sort rating: r.rating
SELECT r.id,
{review_shown}
       , {sort} AS sort_key
  FROM review r JOIN account a ON a.id = r.user_id
 WHERE r.book_id = :id
   AND (NOT :mine::boolean OR r.user_id = :caller)          --? mine
   AND ({sort}, r.id) {beyond} (:after_key, :after_id)      --? after_id
 ORDER BY {sort} {direction}, r.id {direction}              --? limit
 LIMIT :limit                                               --? limit

-- name: review_get :opt
SELECT r.id,
{review_shown}
  FROM review r JOIN account a ON a.id = r.user_id
 WHERE r.id = :id

-- name: review_create :opt
-- Only a user who has read the book may review it: to its end, or with one of their clubs. No row: no book, or unread.
WITH made AS (
    INSERT INTO review (user_id, book_id, id, rating, text, spoiler, created_at, updated_at)
    SELECT :caller, b.id, :new_id, :rating, :text, :spoiler, :now, :now
      FROM book b
     WHERE b.id = :id
       AND (has_read(:caller, b.id, 100)
            OR EXISTS (SELECT FROM club_member m JOIN club_book c USING (club_id)
                        WHERE m.user_id = :caller AND c.book_id = b.id AND c.state = 'finished'))
    RETURNING id, book_id, user_id, rating, text, spoiler, created_at, updated_at, version)
SELECT r.id,
{review_shown}
  FROM made r JOIN account a ON a.id = r.user_id

-- name: review_role :opt
SELECT CASE WHEN user_id = :caller THEN 'author' END AS role FROM review WHERE id = :id

-- name: review_change :opt
WITH changed AS (
    UPDATE review
       SET version = version + 1, updated_at = :now
         , rating = :rating                                 --? rating
         , text = :text                                     --? text
         , spoiler = :spoiler                               --? spoiler
     WHERE id = :id AND user_id = :caller
       AND version = ANY (:if_match)                        --? if_match
       AND version <> ALL (:if_none_match)                  --? if_none_match
    RETURNING id, book_id, user_id, rating, text, spoiler, created_at, updated_at, version)
SELECT r.id,
{review_shown}
  FROM changed r JOIN account a ON a.id = r.user_id

-- name: review_delete :opt
DELETE FROM review
 WHERE id = :id AND user_id = :caller
   AND version = ANY (:if_match)                            --? if_match
   AND version <> ALL (:if_none_match)                      --? if_none_match
RETURNING id

-- name: book_role :opt
-- Nobody has a role in a book, but the book must exist.
SELECT NULL::text AS role FROM book WHERE id = :id AND :caller::uuid IS NOT NULL
