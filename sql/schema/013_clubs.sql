-- Bans from clubs, who added a book, which books the public statistics may show, and the numbers that meetings and
-- topics show of their answers and posts.

-- --- bans ---

CREATE TABLE club_ban (
    club_id    uuid           NOT NULL CONSTRAINT club_ban_club REFERENCES club ON DELETE CASCADE,
    user_id    uuid           NOT NULL CONSTRAINT club_ban_user REFERENCES account ON DELETE CASCADE,
    banned_by  uuid           CONSTRAINT club_ban_by REFERENCES account ON DELETE SET NULL,
    created_at timestamptz(3) NOT NULL,
    PRIMARY KEY (club_id, user_id)
);
COMMENT ON TABLE club_ban IS 'club_id: Who may not become a member of a club again.';
CREATE INDEX club_ban_of ON club_ban (user_id);
CREATE INDEX club_ban_from ON club_ban (banned_by);
CREATE INDEX club_ban_since ON club_ban (club_id, created_at, user_id);

-- --- who added a book, and who may change it ---

-- The log of activity, while it goes back so far, says who added the books that exist.
ALTER TABLE book ADD COLUMN added_by uuid CONSTRAINT book_added_by REFERENCES account ON DELETE SET NULL;
UPDATE book b SET added_by = a.actor
  FROM activity a JOIN account p ON p.id = a.actor
 WHERE a.action = 'book.create' AND a.object = b.id;
CREATE INDEX book_of ON book (added_by);

-- Who added the book, moderators and owners of clubs that list it, and operators.
CREATE FUNCTION book_keeper(of_book uuid, person uuid) RETURNS boolean
    LANGUAGE sql STABLE STRICT PARALLEL SAFE
    RETURN EXISTS (SELECT FROM public.book b WHERE b.id = of_book AND b.added_by = person)
        OR EXISTS (SELECT FROM public.account a WHERE a.id = person AND a.operator)
        OR EXISTS (SELECT FROM public.club_member m
                     JOIN public.club c USING (club_id)
                     JOIN public.club_book l USING (club_id)
                    WHERE m.user_id = person AND l.book_id = of_book
                      AND (m.role = 'moderator' OR c.owner_id = person));

-- --- the books that the public statistics show ---

-- Nobody alone may put a text on a public page: the lists show what at least five people have read. Triggers count
-- them: the readers whose progress is 100, the reviews, and the public clubs of at least five members that have
-- finished the book. The weighted rating adds five ratings of 3 to those that a book has, so that few good ones don't
-- outweigh many.
ALTER TABLE book
    ADD COLUMN readers bigint NOT NULL DEFAULT 0,
    ADD COLUMN large_clubs_finished bigint NOT NULL DEFAULT 0;
UPDATE book b SET readers = n FROM (SELECT book_id, count(*) AS n FROM progress WHERE percent = 100 GROUP BY 1) p
 WHERE p.book_id = b.id;
UPDATE book b SET large_clubs_finished = n
  FROM (SELECT l.book_id, count(*) AS n FROM club_book l JOIN club c USING (club_id)
         WHERE l.state = 'finished' AND c.visibility = 'public' AND c.members >= 5 GROUP BY 1) f
 WHERE f.book_id = b.id;
ALTER TABLE book
    ADD COLUMN widely_read boolean GENERATED ALWAYS AS
        (readers >= 5 OR ratings_count >= 5 OR large_clubs_finished > 0) STORED,
    ADD COLUMN weighted_rating numeric GENERATED ALWAYS AS
        (CASE WHEN ratings_count >= 5 THEN round((rating_sum / 2.0 + 5 * 3) / (ratings_count + 5), 4) END) STORED;
DROP INDEX book_best, book_most_read;
CREATE INDEX book_best ON book (weighted_rating, ratings_count, id) WHERE weighted_rating IS NOT NULL;
CREATE INDEX book_most_read ON book (clubs_finished DESC, id) WHERE clubs_finished > 0 AND widely_read;

-- A reading list averages the progress of a club's members, and reads it from this index alone.
ALTER TABLE progress
    DROP CONSTRAINT progress_pkey,
    ADD CONSTRAINT progress_pkey PRIMARY KEY (user_id, book_id) INCLUDE (percent);

CREATE FUNCTION progress_counted() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    more integer := 0;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        more := more - (OLD.percent = 100)::integer;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        more := more + (NEW.percent = 100)::integer;
    END IF;
    IF more <> 0 THEN
        UPDATE book SET readers = readers + more
         WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.book_id ELSE NEW.book_id END;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER progress_counted AFTER INSERT OR DELETE OR UPDATE OF percent ON progress
    FOR EACH ROW EXECUTE FUNCTION progress_counted();

-- As before, and counts large clubs, too.
CREATE OR REPLACE FUNCTION club_book_counted() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public AS $$
DECLARE
    of_club uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.club_id ELSE NEW.club_id END;
    of_book uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.book_id ELSE NEW.book_id END;
    more integer := 0;
    large integer;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        more := more - (OLD.state = 'finished')::integer;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        more := more + (NEW.state = 'finished')::integer;
    END IF;
    IF more = 0 THEN
        RETURN NULL;
    END IF;
    SELECT (members >= 5)::integer INTO large FROM club WHERE club_id = of_club AND visibility = 'public' FOR SHARE;
    IF FOUND THEN -- not while the club is deleted: club_counted has counted then
        UPDATE book
           SET clubs_finished = clubs_finished + more, large_clubs_finished = large_clubs_finished + more * large
         WHERE id = of_book;
        UPDATE reading_total SET books_finished = books_finished + more WHERE part = part_of(of_club);
    END IF;
    RETURN NULL;
END $$;

-- As before, and counts a club when it becomes large or small.
CREATE OR REPLACE FUNCTION club_counted() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public AS $$
DECLARE
    of_club uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.club_id ELSE NEW.club_id END;
    more integer := 0;
    large integer := 0;
    finished uuid[];
BEGIN
    IF TG_OP <> 'INSERT' THEN
        more := more - (OLD.visibility = 'public')::integer;
        large := large - (OLD.visibility = 'public' AND OLD.members >= 5)::integer;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        more := more + (NEW.visibility = 'public')::integer;
        large := large + (NEW.visibility = 'public' AND NEW.members >= 5)::integer;
    END IF;
    IF more <> 0 OR large <> 0 THEN
        finished := ARRAY(SELECT book_id FROM club_book WHERE club_id = of_club AND state = 'finished');
        PERFORM FROM book WHERE id = ANY (finished) ORDER BY id FOR NO KEY UPDATE;
        UPDATE book SET clubs_finished = clubs_finished + more, large_clubs_finished = large_clubs_finished + large
         WHERE id = ANY (finished);
        UPDATE reading_total SET clubs = clubs + more, books_finished = books_finished + more * cardinality(finished)
         WHERE part = part_of(of_club) AND more <> 0;
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
DROP TRIGGER club_counted ON club;
CREATE TRIGGER club_counted AFTER INSERT OR UPDATE OF visibility, members ON club
    FOR EACH ROW EXECUTE FUNCTION club_counted();

-- --- answers to meetings ---

ALTER TABLE meeting
    ADD COLUMN declining integer NOT NULL DEFAULT 0, -- answered no
    ADD COLUMN doubtful  integer NOT NULL DEFAULT 0; -- answered maybe
UPDATE meeting m SET declining = n.declining, doubtful = n.doubtful
  FROM (SELECT club_id, meeting_id, count(*) FILTER (WHERE answer = 'no') AS declining,
               count(*) FILTER (WHERE answer = 'maybe') AS doubtful
          FROM meeting_answer GROUP BY 1, 2) n
 WHERE n.club_id = m.club_id AND n.meeting_id = m.id;

-- As before, and counts those who don't come or don't know.
CREATE OR REPLACE FUNCTION answer_counted() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public AS $$
DECLARE
    one record;
    now_going integer;
    now_waiting integer;
    no integer := 0;
    maybe integer := 0;
    moved integer;
BEGIN
    SELECT club_id, id, capacity, going, waiting INTO one FROM meeting
     WHERE club_id = CASE WHEN TG_OP = 'DELETE' THEN OLD.club_id ELSE NEW.club_id END
       AND id = CASE WHEN TG_OP = 'DELETE' THEN OLD.meeting_id ELSE NEW.meeting_id END
       FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN NULL; -- the meeting is being deleted with its answers
    END IF;
    now_going := one.going;
    now_waiting := one.waiting;
    IF TG_OP <> 'INSERT' THEN
        now_going := now_going - (OLD.answer = 'yes' AND NOT OLD.waitlisted)::integer;
        now_waiting := now_waiting - OLD.waitlisted::integer;
        no := no - (OLD.answer = 'no')::integer;
        maybe := maybe - (OLD.answer = 'maybe')::integer;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        now_going := now_going + (NEW.answer = 'yes' AND NOT NEW.waitlisted)::integer;
        now_waiting := now_waiting + NEW.waitlisted::integer;
        no := no + (NEW.answer = 'no')::integer;
        maybe := maybe + (NEW.answer = 'maybe')::integer;
    END IF;
    moved := meeting_seat(one.club_id, one.id, one.capacity, now_going, now_waiting);
    UPDATE meeting SET version = version + 1, going = now_going + moved, waiting = now_waiting - moved,
                       declining = declining + no, doubtful = doubtful + maybe
     WHERE club_id = one.club_id AND id = one.id;
    RETURN NULL;
END $$;

-- The order in which a meeting lists its answers: who has a place, who waits, each in the order of the line; then
-- maybe, then no.
CREATE FUNCTION answer_order(answer text, waitlisted boolean, place_number bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE answer WHEN 'yes' THEN waitlisted::integer * 1000000000000 + place_number
                       WHEN 'maybe' THEN 2000000000000 ELSE 3000000000000 END;
CREATE INDEX meeting_answer_order ON meeting_answer
    (club_id, meeting_id, answer_order(answer, waitlisted, place_number), user_id);

-- --- posts of a topic ---

ALTER TABLE topic
    ADD COLUMN posts        bigint NOT NULL DEFAULT 0,
    ADD COLUMN last_post_at timestamptz(3);
UPDATE topic t SET posts = n.posts, last_post_at = n.last
  FROM (SELECT club_id, topic_id, count(*) AS posts, max(created_at) AS last FROM post GROUP BY 1, 2) n
 WHERE n.club_id = t.club_id AND n.topic_id = t.id;

-- A topic shows both, so another post makes another version. The lock comes first: which post is the last one must be
-- read after every other change of the topic's posts. A deleted topic is not found any more.
CREATE FUNCTION post_counted() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    of_club  uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.club_id ELSE NEW.club_id END;
    of_topic uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.topic_id ELSE NEW.topic_id END;
BEGIN
    PERFORM FROM topic WHERE club_id = of_club AND id = of_topic FOR NO KEY UPDATE;
    UPDATE topic SET version = version + 1, posts = posts + CASE WHEN TG_OP = 'DELETE' THEN -1 ELSE 1 END,
                     last_post_at = (SELECT created_at FROM post WHERE club_id = of_club AND topic_id = of_topic
                                      ORDER BY id DESC LIMIT 1)
     WHERE club_id = of_club AND id = of_topic;
    RETURN NULL;
END $$;
CREATE TRIGGER post_counted AFTER INSERT OR DELETE ON post
    FOR EACH ROW EXECUTE FUNCTION post_counted();
