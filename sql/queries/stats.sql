-- Statistics of reading. docs/clubs.md defines each number; t/smoke/clubstats.sh recomputes them from the rows.

-- name: club_stats :one
-- Statistics of one club, with the last :months calendar months of the time zone, the newest first. Members, meetings
-- and reviews are read once and summed up by month.
WITH zone AS (
    SELECT coalesce(:tz, :default_zone) AS name),
finished AS (
    SELECT book_id, date_trunc('month', finished_at AT TIME ZONE name) AS month
      FROM zone, club_book WHERE club_id = :id AND state = 'finished'),
done AS (
    SELECT month, count(*) AS books FROM finished GROUP BY month),
rated AS (
    SELECT f.month, count(*) AS ratings, sum(r.rating) AS halves
      FROM finished f
      JOIN club_member m ON m.club_id = :id
      JOIN review r ON r.user_id = m.user_id AND r.book_id = f.book_id
     GROUP BY f.month),
held AS (
    SELECT date_trunc('month', starts_at AT TIME ZONE name) AS month, count(*) AS meetings, sum(going) AS going
      FROM zone, meeting WHERE club_id = :id AND starts_at <= :now GROUP BY 1),
joined AS (
    SELECT date_trunc('month', created_at AT TIME ZONE name) AS month, count(*) AS members
      FROM zone, club_member WHERE club_id = :id GROUP BY 1),
month AS (
    SELECT date_trunc('month', :now::timestamptz AT TIME ZONE name) - make_interval(months => n) AS at
      FROM zone, generate_series(0, :months::int - 1) n),
numbers AS (
    SELECT to_char(at, 'YYYY-MM') AS month,
           coalesce(d.books, 0) AS books_finished,
           round(r.halves / 2.0 / r.ratings, 2) AS average_rating,
           (SELECT coalesce(sum(j.members), 0) FROM joined j WHERE j.month <= at) AS members,
           coalesce(h.meetings, 0) AS meetings,
           coalesce(h.going, 0) AS attendance
      FROM month
      LEFT JOIN done d ON d.month = at
      LEFT JOIN rated r ON r.month = at
      LEFT JOIN held h ON h.month = at)
SELECT (SELECT coalesce(sum(books), 0)::bigint FROM done) AS books_finished,
       (SELECT round(sum(halves) / 2 / sum(ratings), 2) FROM rated) AS average_rating,
       (SELECT coalesce(sum(members), 0)::bigint FROM joined) AS members,
       (SELECT coalesce(sum(meetings), 0)::bigint FROM held) AS meetings,
       (SELECT coalesce(sum(going), 0)::bigint FROM held) AS attendance,
       (SELECT json_agg(n ORDER BY n.month DESC) FROM numbers n) AS months

-- name: reading_stats :one
-- Statistics over all clubs. They include nothing of private clubs. Triggers keep these counters, so the cost does
-- not grow with the data. The lists show only what at least five people have read.
WITH total AS (
    SELECT sum(clubs)::bigint AS clubs, sum(books_finished)::bigint AS books_finished,
           sum(ratings_count)::bigint AS ratings, sum(rating_sum) AS halves
      FROM reading_total),
most_read AS (
    SELECT id, title, authors, isbn, clubs_finished AS clubs
      FROM book
     WHERE clubs_finished > 0 AND widely_read
     ORDER BY clubs_finished DESC, id LIMIT 10),
best_rated AS (
    SELECT id, title, authors, isbn, rating_average, ratings_count,
           row_number() OVER (ORDER BY weighted_rating DESC, ratings_count DESC, id DESC) AS place
      FROM book
     WHERE weighted_rating IS NOT NULL
     ORDER BY weighted_rating DESC, ratings_count DESC, id DESC LIMIT 10)
SELECT t.clubs, t.books_finished,
       round(t.books_finished::numeric / nullif(t.clubs, 0), 2) AS average_books_finished,
       t.ratings AS ratings_count,
       round(t.halves / 2 / nullif(t.ratings, 0), 2) AS average_rating,
       (SELECT coalesce(json_agg(m ORDER BY m.clubs DESC, m.id), '[]') FROM most_read m) AS most_read,
       (SELECT coalesce(json_agg(json_build_object('id', id, 'title', title, 'authors', authors, 'isbn', isbn,
                   'rating_average', rating_average, 'ratings_count', ratings_count) ORDER BY place), '[]')
          FROM best_rated) AS best_rated
  FROM total t
