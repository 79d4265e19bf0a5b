-- Statistics of reading. docs/clubs.md defines each number; t/smoke/clubstats.sh computes them anew from the rows.

-- name: club_stats :one
-- Of one club, with the last :months months by UTC's calendar, the newest first.
WITH finished AS (
    SELECT book_id, date_trunc('month', finished_at AT TIME ZONE 'UTC') AS month
      FROM club_book WHERE club_id = :id AND state = 'finished'),
rated AS (
    SELECT f.month, r.rating
      FROM finished f
      JOIN club_member m ON m.club_id = :id
      JOIN review r ON r.user_id = m.user_id AND r.book_id = f.book_id),
held AS (
    SELECT date_trunc('month', starts_at AT TIME ZONE 'UTC') AS month, going
      FROM meeting WHERE club_id = :id AND starts_at <= :now),
joined AS (
    SELECT date_trunc('month', created_at AT TIME ZONE 'UTC') AS month FROM club_member WHERE club_id = :id),
month AS (
    SELECT date_trunc('month', :now::timestamptz AT TIME ZONE 'UTC') - make_interval(months => n) AS at
      FROM generate_series(0, :months::int - 1) n),
numbers AS (
    SELECT to_char(at, 'YYYY-MM') AS month,
           (SELECT count(*) FROM finished f WHERE f.month = at) AS books_finished,
           (SELECT round(avg(rating) / 2, 2) FROM rated r WHERE r.month = at) AS average_rating,
           (SELECT count(*) FROM joined j WHERE j.month <= at) AS members,
           (SELECT count(*) FROM held h WHERE h.month = at) AS meetings,
           (SELECT coalesce(sum(going), 0) FROM held h WHERE h.month = at) AS attendance
      FROM month)
SELECT (SELECT count(*) FROM finished) AS books_finished,
       (SELECT round(avg(rating) / 2, 2) FROM rated) AS average_rating,
       (SELECT count(*) FROM joined) AS members,
       (SELECT count(*) FROM held) AS meetings,
       (SELECT coalesce(sum(going), 0) FROM held) AS attendance,
       (SELECT json_agg(n ORDER BY n.month DESC) FROM numbers n) AS months

-- name: reading_stats :one
-- Over all clubs: what private ones read is counted nowhere.
WITH finished AS (
    SELECT book_id, count(*) AS clubs
      FROM club_book JOIN club USING (club_id)
     WHERE state = 'finished' AND visibility = 'public'
     GROUP BY book_id),
shown AS (
    SELECT count(*) AS clubs FROM club WHERE visibility = 'public'),
rated AS (
    SELECT coalesce(sum(ratings_count), 0)::bigint AS ratings, sum(rating_sum) AS halves FROM book),
most_read AS (
    SELECT b.id, b.title, b.authors, b.isbn, f.clubs
      FROM (SELECT book_id, clubs FROM finished ORDER BY clubs DESC, book_id LIMIT 10) f
      JOIN book b ON b.id = f.book_id),
best_rated AS (
    SELECT id, title, authors, isbn, rating_average, ratings_count
      FROM book
     WHERE ratings_count > 0
     ORDER BY rating_average DESC, ratings_count DESC, id DESC LIMIT 10)
SELECT p.clubs,
       (SELECT coalesce(sum(f.clubs), 0)::bigint FROM finished f) AS books_finished,
       (SELECT round(sum(f.clubs) / nullif(p.clubs, 0), 2) FROM finished f) AS average_books_finished,
       r.ratings AS ratings_count,
       round(r.halves / 2 / nullif(r.ratings, 0), 2) AS average_rating,
       (SELECT coalesce(json_agg(m ORDER BY m.clubs DESC, m.id), '[]') FROM most_read m) AS most_read,
       (SELECT coalesce(json_agg(b ORDER BY b.rating_average DESC, b.ratings_count DESC, b.id DESC), '[]')
          FROM best_rated b) AS best_rated
  FROM shown p, rated r
