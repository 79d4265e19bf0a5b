-- The reading list of a club. Members suggest books, moderators do the rest.

-- name: club_book_shown :part
       b.title, b.authors, b.isbn, b.pages, b.rating_average, b.ratings_count, c.state, c.position, c.starts_on,
       c.ends_on, c.suggested_by, r.progress_average, c.created_at, c.updated_at, c.finished_at, c.version

-- name: club_progress :part
-- The average of the progress of at least three members, as r. To tell that of fewer would tell on them.
  LEFT JOIN LATERAL (
      SELECT round(avg(p.percent), 2) AS progress_average
        FROM club_member m JOIN progress p ON p.user_id = m.user_id AND p.book_id = c.book_id
       WHERE m.club_id = c.club_id
      HAVING count(*) >= 3) r ON true

-- name: club_book_list :many
-- Each member's progress is read once for the whole page, by the member: the planner can't choose another way.
-- sort position: coalesce(c.position, 2147483647)
-- sort created_at: c.created_at
WITH page AS (
    SELECT c.club_id, c.book_id, c.state, c.position, c.starts_on, c.ends_on, c.suggested_by, c.created_at,
           c.updated_at, c.finished_at, c.version, {sort} AS sort_key
      FROM club_book c
     WHERE c.club_id = :id
       AND c.state = :state                                 --? state
       AND ({sort}, c.book_id) {beyond} (:after_key, :after_id) --? after_id
     ORDER BY {sort} {direction}, c.book_id {direction}     --? limit
     LIMIT :limit                                           --? limit
),
progressed AS (
    SELECT p.book_id, round(avg(p.percent), 2) AS progress_average
      FROM club_member m
     CROSS JOIN LATERAL (SELECT o.book_id, o.percent FROM progress o WHERE o.user_id = m.user_id OFFSET 0) p
     WHERE m.club_id = :id AND p.book_id IN (SELECT book_id FROM page)
     GROUP BY p.book_id
    HAVING count(*) >= 3)
SELECT c.book_id,
{club_book_shown}
       , c.sort_key
  FROM page c JOIN book b ON b.id = c.book_id LEFT JOIN progressed r ON r.book_id = c.book_id
 ORDER BY c.sort_key {direction}, c.book_id {direction}     --? limit

-- name: club_book_get :opt
SELECT c.book_id,
{club_book_shown}
  FROM club_book c JOIN book b ON b.id = c.book_id
{club_progress}
 WHERE c.club_id = :id AND c.book_id = :book_id

-- name: club_book_add :opt
WITH
{club_me}
changed AS (
    INSERT INTO club_book (club_id, book_id, state, position, starts_on, ends_on, suggested_by, created_at, updated_at,
                           finished_at)
    SELECT :id, :book_id, :state, :position, :starts_on, :ends_on, :caller, :now, :now,
           CASE WHEN :state = 'finished' THEN :now::timestamptz END
      FROM me
     WHERE rank >= CASE WHEN :state = 'suggested' THEN 1 ELSE club_rank('moderator') END
    RETURNING club_id AS log, :caller::uuid AS actor, book_id AS object, *),
{activity_note}
SELECT c.book_id,
{club_book_shown}
  FROM changed c JOIN book b ON b.id = c.book_id
{club_progress}

-- name: club_book_taken :one
SELECT EXISTS (SELECT FROM club_book WHERE club_id = :id AND book_id = :book_id) AS book_id

-- name: club_book_change :opt
WITH
{club_me}
changed AS (
    UPDATE club_book
       SET version = version + 1, updated_at = :now
         , state = :state                                   --? state
         , finished_at = CASE WHEN :state = 'finished' THEN coalesce(finished_at, :now) END --? state
         , position = :position                             --? position
         , starts_on = :starts_on                           --? starts_on
         , ends_on = :ends_on                               --? ends_on
     WHERE club_id = :id AND book_id = :book_id
{club_by_moderator}
    RETURNING club_id AS log, :caller::uuid AS actor, book_id AS object, *),
{activity_note}
SELECT c.book_id,
{club_book_shown}
  FROM changed c JOIN book b ON b.id = c.book_id
{club_progress}

-- name: club_book_remove :opt
WITH
{club_me}
changed AS (
    DELETE FROM club_book
     WHERE club_id = :id AND book_id = :book_id
{club_by_moderator}
    RETURNING club_id AS log, :caller::uuid AS actor, book_id AS object),
{activity_note}
SELECT object FROM changed
