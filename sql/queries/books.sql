-- The catalogue of books, which all users share, and the readers' progress.

-- name: book_shown :part
       title, authors, isbn, pages, published_year, language, rating_average, ratings_count,
       created_at, updated_at, version

-- name: book_list :many
-- sort created_at: id
-- sort title: title_folded
-- sort rating: coalesce(rating_average, 0)
SELECT id,
{book_shown}
       , {sort} AS sort_key
  FROM book
 WHERE true
   AND finds(search_folded, word_patterns(:q))              --? q, planned with its value
   AND isbn = :isbn                                         --? isbn
   AND ({sort}, id) {beyond} (:after_key, :after_id)        --? after_id
 ORDER BY {sort} {direction}, id {direction}                --? limit
 LIMIT :limit                                               --? limit

-- name: book_get :opt
SELECT id,
{book_shown}
  FROM book
 WHERE id = :id

-- name: book_create :opt
-- No row: another book has this ISBN, perhaps added at this moment.
WITH changed AS (
    INSERT INTO book (id, title, authors, isbn, pages, published_year, language, added_by, created_at, updated_at)
    VALUES (:new_id, :title, :authors, :isbn, :pages, :published_year, :language, :caller, :now, :now)
        ON CONFLICT (isbn) DO NOTHING
    RETURNING :caller::uuid AS log, :caller::uuid AS actor, id AS object, *),
{activity_note}
SELECT id,
{book_shown}
  FROM changed

-- name: book_by_isbn :opt
-- The other book that has the ISBN. :id is null for a new book.
SELECT id FROM book WHERE isbn = :isbn AND id IS DISTINCT FROM :id

-- name: book_keeper :opt
-- Whoever may change the book counts as a moderator.
SELECT CASE WHEN book_keeper(id, :caller) THEN 'moderator' END AS role FROM book WHERE id = :id

-- name: book_change :opt
-- No row, too: another book has the ISBN.
WITH changed AS (
    UPDATE book
       SET version = version + 1, updated_at = :now
         , title = :title                                   --? title
         , authors = :authors                               --? authors
         , isbn = :isbn                                     --? isbn
         , pages = :pages                                   --? pages
         , published_year = :published_year                 --? published_year
         , language = :language                             --? language
     WHERE id = :id AND book_keeper(id, :caller)
       AND NOT EXISTS (SELECT FROM book o WHERE o.isbn = :isbn AND o.id <> :id) --? isbn
       AND version = ANY (:if_match)                        --? if_match
       AND version <> ALL (:if_none_match)                  --? if_none_match
    RETURNING :caller::uuid AS log, :caller::uuid AS actor, id AS object, *),
{activity_note}
SELECT id,
{book_shown}
  FROM changed

-- name: progress_get :opt
SELECT b.id AS book_id, coalesce(p.percent, 0) AS percent, p.updated_at, coalesce(p.version, 1) AS version
  FROM book b LEFT JOIN progress p ON p.book_id = b.id AND p.user_id = :caller
 WHERE b.id = :id

-- name: progress_put :opt
INSERT INTO progress AS p (user_id, book_id, percent, updated_at)
       SELECT :caller, b.id, :percent, :now
         FROM book b LEFT JOIN progress o ON o.book_id = b.id AND o.user_id = :caller
        WHERE b.id = :id
          AND coalesce(o.version, 1) = ANY (:if_match)      --? if_match
          AND coalesce(o.version, 1) <> ALL (:if_none_match) --? if_none_match
    ON CONFLICT (user_id, book_id) DO UPDATE
   SET percent = EXCLUDED.percent, updated_at = EXCLUDED.updated_at, version = p.version + 1
 WHERE true
   AND p.version = ANY (:if_match)                          --? if_match
   AND p.version <> ALL (:if_none_match)                    --? if_none_match
RETURNING book_id, percent, updated_at, version
