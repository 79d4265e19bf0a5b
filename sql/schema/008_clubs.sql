-- Reading clubs: a catalogue of books that all clubs share, progress and reviews, and clubs with their
-- members, reading lists, meetings and discussions.

-- array_to_string() is only STABLE because the text of some types depends on settings; that of text does not.
CREATE FUNCTION join_texts(texts text[]) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN array_to_string(texts, ' ');

-- --- books ---

-- A directory: an ISBN is unique over all clubs. A trigger keeps the sum and the number of all ratings.
CREATE TABLE book (
    id             uuid           PRIMARY KEY,
    title          text           NOT NULL CHECK (char_length(title) BETWEEN 1 AND 300),
    title_folded   text           COLLATE "C" NOT NULL GENERATED ALWAYS AS (fold(title)) STORED,
    authors        text[]         NOT NULL CHECK (cardinality(authors) <= 20),
    search_folded  text           COLLATE "C" NOT NULL
                                  GENERATED ALWAYS AS (fold(title || ' ' || join_texts(authors))) STORED,
    isbn           text           CONSTRAINT book_isbn_key UNIQUE CHECK (isbn ~ '^97[89][0-9]{10}$'),
    pages          integer        CHECK (pages BETWEEN 1 AND 100000),
    published_year integer        CHECK (published_year BETWEEN -3000 AND 2200),
    language       text           CHECK (char_length(language) BETWEEN 2 AND 35),
    rating_sum     bigint         NOT NULL DEFAULT 0, -- in half stars
    ratings_count  bigint         NOT NULL DEFAULT 0,
    rating_average numeric        GENERATED ALWAYS AS (CASE WHEN ratings_count > 0
                                      THEN round(rating_sum / 2.0 / ratings_count, 2) END) STORED,
    clubs_finished bigint         NOT NULL DEFAULT 0, -- the public clubs that have finished it
    created_at     timestamptz(3) NOT NULL,
    updated_at     timestamptz(3) NOT NULL,
    version        bigint         NOT NULL DEFAULT 1
);
COMMENT ON TABLE book IS 'directory: The catalogue of books, whose ISBNs are unique over everything.';
CREATE INDEX book_title ON book (title_folded, id);
CREATE INDEX book_rating ON book (coalesce(rating_average, 0), id);
CREATE INDEX book_best ON book (rating_average, ratings_count, id) WHERE ratings_count > 0;
CREATE INDEX book_most_read ON book (clubs_finished DESC, id) WHERE clubs_finished > 0;
CREATE INDEX book_search ON book USING gin (search_folded gin_trgm_ops);

-- Counters for the statistics over all clubs. A total is the sum over all rows; there are several rows so that
-- transactions rarely wait for the same one.
CREATE TABLE reading_total (
    part           smallint       PRIMARY KEY,
    clubs          bigint         NOT NULL DEFAULT 0, -- public clubs
    books_finished bigint         NOT NULL DEFAULT 0, -- pairs of a public club and a book
    ratings_count  bigint         NOT NULL DEFAULT 0,
    rating_sum     bigint         NOT NULL DEFAULT 0  -- in half stars
);
COMMENT ON TABLE reading_total IS 'directory: Counters over all public clubs and all reviews.';
INSERT INTO reading_total (part) SELECT generate_series(0, 15);

-- The row of reading_total that counts the changes of a person or club.
CREATE FUNCTION part_of(id uuid) RETURNS integer
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN get_byte(uuid_send(id), 15) % 16;

-- A reader's progress in a book.
CREATE TABLE progress (
    user_id    uuid           NOT NULL CONSTRAINT progress_user REFERENCES account ON DELETE CASCADE,
    book_id    uuid           NOT NULL CONSTRAINT progress_book REFERENCES book ON DELETE CASCADE,
    percent    smallint       NOT NULL CHECK (percent BETWEEN 0 AND 100),
    updated_at timestamptz(3) NOT NULL,
    version    bigint         NOT NULL DEFAULT 2, -- version 1 stands for a progress that was never set
    PRIMARY KEY (user_id, book_id)
);
COMMENT ON TABLE progress IS 'user_id: How far a person has read in a book.';

-- A reader's review of a book; each reader has one.
CREATE TABLE review (
    user_id    uuid           NOT NULL CONSTRAINT review_user REFERENCES account ON DELETE CASCADE,
    book_id    uuid           NOT NULL CONSTRAINT review_book REFERENCES book ON DELETE CASCADE,
    id         uuid           NOT NULL,
    rating     smallint       NOT NULL CHECK (rating BETWEEN 1 AND 10), -- half stars
    text       text           CHECK (char_length(text) BETWEEN 1 AND 10000),
    spoiler    boolean        NOT NULL,
    created_at timestamptz(3) NOT NULL,
    updated_at timestamptz(3) NOT NULL,
    version    bigint         NOT NULL DEFAULT 1,
    CONSTRAINT review_pkey PRIMARY KEY (user_id, book_id)
);
COMMENT ON TABLE review IS 'user_id: A person''s ratings and reviews of books.';
CREATE INDEX review_id ON review (id);
CREATE INDEX review_of_book ON review (book_id, id);
CREATE INDEX review_rating ON review (book_id, rating, id);

-- A book shows its ratings, so another rating makes another version.
CREATE FUNCTION review_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE book SET rating_sum = rating_sum - OLD.rating, ratings_count = ratings_count - 1, version = version + 1
         WHERE id = OLD.book_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE book SET rating_sum = rating_sum + NEW.rating, ratings_count = ratings_count + 1, version = version + 1
         WHERE id = NEW.book_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER review_counted AFTER INSERT OR DELETE OR UPDATE OF rating ON review
    FOR EACH ROW EXECUTE FUNCTION review_counted();

-- Deferred to the end of the transaction, so that a transaction that has locked a total waits for no book.
CREATE FUNCTION review_totalled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE reading_total SET ratings_count = ratings_count - 1, rating_sum = rating_sum - OLD.rating
         WHERE part = part_of(OLD.user_id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE reading_total SET ratings_count = ratings_count + 1, rating_sum = rating_sum + NEW.rating
         WHERE part = part_of(NEW.user_id);
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER review_totalled AFTER INSERT OR DELETE OR UPDATE OF rating ON review
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION review_totalled();

-- --- clubs ---

-- A club has one owner because the owner is a column, and a foreign key makes the owner a member.
CREATE TABLE club (
    club_id     uuid           PRIMARY KEY,
    name        text           NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
    name_folded text           COLLATE "C" NOT NULL GENERATED ALWAYS AS (fold(name)) STORED,
    description text           CHECK (char_length(description) BETWEEN 1 AND 2000),
    visibility  text           NOT NULL CHECK (visibility IN ('public', 'private')),
    owner_id    uuid           NOT NULL,
    members     integer        NOT NULL DEFAULT 1 CHECK (members >= 1), -- kept by a trigger; starts with the owner
    created_at  timestamptz(3) NOT NULL,
    updated_at  timestamptz(3) NOT NULL,
    version     bigint         NOT NULL DEFAULT 1
);
COMMENT ON TABLE club IS 'club_id: Reading clubs.';
CREATE INDEX club_name ON club (name_folded, club_id);
CREATE INDEX club_members ON club (members, club_id);
CREATE INDEX club_owner_of ON club (owner_id);
CREATE INDEX club_search ON club USING gin (name_folded gin_trgm_ops);

-- The owner's row has the role that the owner would have without being the owner.
CREATE TABLE club_member (
    club_id    uuid           NOT NULL CONSTRAINT club_member_club REFERENCES club ON DELETE CASCADE,
    user_id    uuid           NOT NULL CONSTRAINT club_member_user REFERENCES account ON DELETE CASCADE,
    role       text           NOT NULL CHECK (role IN ('member', 'moderator')),
    created_at timestamptz(3) NOT NULL,
    version    bigint         NOT NULL DEFAULT 1, -- starts at the club's: a member who comes back has a new ETag
    PRIMARY KEY (club_id, user_id)
);
COMMENT ON TABLE club_member IS 'club_id: Who belongs to a club, and with which role.';
CREATE INDEX club_member_of ON club_member (user_id, club_id);
CREATE INDEX club_member_since ON club_member (club_id, created_at, user_id);
ALTER TABLE club ADD CONSTRAINT club_owner FOREIGN KEY (club_id, owner_id) REFERENCES club_member (club_id, user_id)
    DEFERRABLE INITIALLY DEFERRED;

-- A user's role in a club; null: none.
CREATE FUNCTION club_role(club uuid, person uuid) RETURNS text
    LANGUAGE sql STABLE STRICT PARALLEL SAFE
    RETURN (SELECT CASE WHEN c.owner_id = m.user_id THEN 'owner' ELSE m.role END
              FROM public.club_member m JOIN public.club c USING (club_id)
             WHERE m.club_id = club AND m.user_id = person);
CREATE FUNCTION club_rank(role text) RETURNS integer
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN array_position(ARRAY['member', 'moderator', 'owner'], role);

-- Links with which users join. A directory, because a request with a token does not name the club. The table stores
-- only the SHA-256 of the token.
CREATE TABLE invitation (
    hash       bytea          PRIMARY KEY CHECK (octet_length(hash) = 32),
    club_id    uuid           NOT NULL CONSTRAINT invitation_club REFERENCES club ON DELETE CASCADE,
    id         uuid           NOT NULL,
    expires_at timestamptz(3) NOT NULL,
    max_uses   integer        CHECK (max_uses BETWEEN 1 AND 1000),
    uses       integer        NOT NULL DEFAULT 0 CHECK (uses <= max_uses),
    created_at timestamptz(3) NOT NULL
);
COMMENT ON TABLE invitation IS
    'directory: Invitations by the SHA-256 of their token: who sends one does not say for which club it is.';
CREATE INDEX invitation_of_club ON invitation (club_id, id);
CREATE INDEX invitation_expiry ON invitation (expires_at);

-- --- the reading list ---

CREATE TABLE club_book (
    club_id      uuid           NOT NULL CONSTRAINT club_book_club REFERENCES club ON DELETE CASCADE,
    book_id      uuid           NOT NULL CONSTRAINT club_book_book REFERENCES book ON DELETE CASCADE,
    state        text           NOT NULL CHECK (state IN ('suggested', 'planned', 'reading', 'finished', 'dropped')),
    position     integer        CHECK (position BETWEEN 1 AND 10000), -- null: at the end of the list
    starts_on    date,
    ends_on      date,
    suggested_by uuid           CONSTRAINT club_book_suggested_by REFERENCES account ON DELETE SET NULL,
    created_at   timestamptz(3) NOT NULL,
    updated_at   timestamptz(3) NOT NULL,
    finished_at  timestamptz(3) CHECK ((finished_at IS NOT NULL) = (state = 'finished')),
    version      bigint         NOT NULL DEFAULT 1,
    PRIMARY KEY (club_id, book_id),
    CONSTRAINT club_book_dates CHECK (ends_on >= starts_on)
);
COMMENT ON TABLE club_book IS 'club_id: A club''s reading list.';
CREATE INDEX club_book_position ON club_book (club_id, coalesce(position, 2147483647), book_id);
CREATE INDEX club_book_created ON club_book (club_id, created_at, book_id);
CREATE INDEX club_book_finished ON club_book (book_id, club_id) WHERE state = 'finished';
CREATE INDEX club_book_of ON club_book (suggested_by);

-- --- books that public clubs have finished ---

-- Counts one book more or less for a club that is public and stays public.
CREATE FUNCTION club_book_counted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_club uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.club_id ELSE NEW.club_id END;
    of_book uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.book_id ELSE NEW.book_id END;
    more integer := 0;
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
    PERFORM FROM club WHERE club_id = of_club AND visibility = 'public' FOR SHARE;
    IF FOUND THEN -- not while the club is deleted: club_counted has counted then
        UPDATE book SET clubs_finished = clubs_finished + more WHERE id = of_book;
        UPDATE reading_total SET books_finished = books_finished + more WHERE part = part_of(of_club);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER club_book_counted AFTER INSERT OR DELETE OR UPDATE OF state ON club_book
    FOR EACH ROW EXECUTE FUNCTION club_book_counted();

-- Counts a public club with all its finished books when it appears or disappears.
CREATE FUNCTION club_counted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_club uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.club_id ELSE NEW.club_id END;
    more integer := 0;
    finished uuid[];
BEGIN
    IF TG_OP <> 'INSERT' THEN
        more := more - (OLD.visibility = 'public')::integer;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        more := more + (NEW.visibility = 'public')::integer;
    END IF;
    IF more <> 0 THEN
        finished := ARRAY(SELECT book_id FROM club_book WHERE club_id = of_club AND state = 'finished');
        PERFORM FROM book WHERE id = ANY (finished) ORDER BY id FOR NO KEY UPDATE;
        UPDATE book SET clubs_finished = clubs_finished + more WHERE id = ANY (finished);
        UPDATE reading_total SET clubs = clubs + more, books_finished = books_finished + more * cardinality(finished)
         WHERE part = part_of(of_club);
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER club_counted AFTER INSERT OR UPDATE OF visibility ON club
    FOR EACH ROW EXECUTE FUNCTION club_counted();
CREATE TRIGGER club_uncounted BEFORE DELETE ON club -- while its list still exists
    FOR EACH ROW EXECUTE FUNCTION club_counted();

-- --- meetings ---

-- Triggers keep `going` and `waiting`, the numbers of answers, so that a constraint can ensure that no more members
-- go than there are places.
CREATE TABLE meeting (
    club_id          uuid           NOT NULL CONSTRAINT meeting_club REFERENCES club ON DELETE CASCADE,
    id               uuid           NOT NULL,
    title            text           NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
    starts_at        timestamptz(3) NOT NULL,
    duration_minutes integer        CHECK (duration_minutes BETWEEN 1 AND 10080),
    place            text           CHECK (char_length(place) BETWEEN 1 AND 300),
    url              text           CHECK (char_length(url) BETWEEN 1 AND 2000),
    book_id          uuid           CONSTRAINT meeting_book REFERENCES book,
    capacity         integer        CHECK (capacity BETWEEN 1 AND 100000),
    going            integer        NOT NULL DEFAULT 0,
    waiting          integer        NOT NULL DEFAULT 0,
    created_at       timestamptz(3) NOT NULL,
    updated_at       timestamptz(3) NOT NULL,
    version          bigint         NOT NULL DEFAULT 1,
    PRIMARY KEY (club_id, id),
    CONSTRAINT meeting_full CHECK (going <= capacity)
);
COMMENT ON TABLE meeting IS 'club_id: A club''s meetings.';
CREATE INDEX meeting_starts ON meeting (club_id, starts_at, id);

-- The members' answers. `place_number` is the order in which they said yes.
CREATE TABLE meeting_answer (
    club_id      uuid    NOT NULL,
    meeting_id   uuid    NOT NULL,
    user_id      uuid    NOT NULL CONSTRAINT answer_user REFERENCES account ON DELETE CASCADE,
    answer       text    NOT NULL CHECK (answer IN ('yes', 'no', 'maybe')),
    waitlisted   boolean NOT NULL DEFAULT false,
    place_number bigint,
    PRIMARY KEY (club_id, meeting_id, user_id),
    CONSTRAINT answer_meeting FOREIGN KEY (club_id, meeting_id) REFERENCES meeting ON DELETE CASCADE,
    CHECK ((place_number IS NOT NULL) = (answer = 'yes')),
    CHECK (answer = 'yes' OR NOT waitlisted)
);
COMMENT ON TABLE meeting_answer IS
    'club_id: Who comes to a meeting, who waits for a place, who does not come.';
CREATE INDEX meeting_answer_of ON meeting_answer (user_id);
-- The order of the line: first the members with a place, then those who wait.
CREATE INDEX meeting_answer_line ON meeting_answer (club_id, meeting_id, waitlisted, place_number) WHERE answer = 'yes';

-- Locks the meeting. A new yes comes last in the line, and gets a place if one is free.
CREATE FUNCTION answer_placed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    places integer;
    taken  integer;
BEGIN
    IF NEW.answer <> 'yes' THEN
        NEW.place_number := NULL;
        NEW.waitlisted := false;
    ELSIF TG_OP = 'INSERT' OR OLD.answer <> 'yes' THEN
        SELECT m.capacity, m.going INTO places, taken FROM meeting m
         WHERE m.club_id = NEW.club_id AND m.id = NEW.meeting_id FOR NO KEY UPDATE;
        NEW.waitlisted := coalesce(taken >= places, false);
        NEW.place_number := 1 + coalesce((SELECT a.place_number FROM meeting_answer a
                                           WHERE a.club_id = NEW.club_id AND a.meeting_id = NEW.meeting_id
                                             AND a.answer = 'yes'
                                           ORDER BY a.waitlisted DESC, a.place_number DESC LIMIT 1), 0);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answer_placed BEFORE INSERT OR UPDATE OF answer ON meeting_answer
    FOR EACH ROW EXECUTE FUNCTION answer_placed();

-- The meeting is locked and has these numbers of going and waiting members. If places are free, the first waiting
-- members get them; if there are too few, the last going members wait. Returns the change of `going`. Reads only rows
-- that it moves.
CREATE FUNCTION meeting_seat(club uuid, meeting uuid, places integer, going integer, waiting integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    moved integer;
BEGIN
    IF going > places THEN
        UPDATE meeting_answer SET waitlisted = true
         WHERE ctid = ANY (ARRAY(SELECT ctid FROM meeting_answer
                                  WHERE club_id = club AND meeting_id = meeting AND answer = 'yes' AND NOT waitlisted
                                  ORDER BY place_number DESC LIMIT going - places));
        GET DIAGNOSTICS moved = ROW_COUNT;
        RETURN -moved;
    ELSIF waiting > 0 AND going IS DISTINCT FROM places THEN
        UPDATE meeting_answer SET waitlisted = false
         WHERE ctid = ANY (ARRAY(SELECT ctid FROM meeting_answer
                                  WHERE club_id = club AND meeting_id = meeting AND answer = 'yes' AND waitlisted
                                  ORDER BY place_number LIMIT least(waiting, places - going)));
        GET DIAGNOSTICS moved = ROW_COUNT;
        RETURN moved;
    END IF;
    RETURN 0;
END $$;

-- A member who no longer comes leaves their place to the first waiting member. A meeting shows its numbers and the
-- caller's answer, so a change of the answers makes another version.
CREATE FUNCTION answer_counted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one record;
    now_going integer;
    now_waiting integer;
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
    END IF;
    IF TG_OP <> 'DELETE' THEN
        now_going := now_going + (NEW.answer = 'yes' AND NOT NEW.waitlisted)::integer;
        now_waiting := now_waiting + NEW.waitlisted::integer;
    END IF;
    moved := meeting_seat(one.club_id, one.id, one.capacity, now_going, now_waiting);
    UPDATE meeting SET version = version + 1, going = now_going + moved, waiting = now_waiting - moved
     WHERE club_id = one.club_id AND id = one.id;
    RETURN NULL;
END $$;
CREATE TRIGGER answer_counted AFTER INSERT OR UPDATE OF answer OR DELETE ON meeting_answer
    FOR EACH ROW EXECUTE FUNCTION answer_counted();

-- More places go to waiting members; with fewer places the last members wait.
CREATE FUNCTION meeting_resized() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moved integer := meeting_seat(NEW.club_id, NEW.id, NEW.capacity, OLD.going, OLD.waiting);
BEGIN
    NEW.going := OLD.going + moved;
    NEW.waiting := OLD.waiting - moved;
    RETURN NEW;
END $$;
CREATE TRIGGER meeting_resized BEFORE UPDATE OF capacity ON meeting
    FOR EACH ROW WHEN (OLD.capacity IS DISTINCT FROM NEW.capacity) EXECUTE FUNCTION meeting_resized();

-- If a meeting that has begun is put off, the answers of members who have left since are deleted.
CREATE FUNCTION meeting_put_off() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM meeting_answer a
     WHERE a.club_id = NEW.club_id AND a.meeting_id = NEW.id
       AND NOT EXISTS (SELECT FROM club_member m WHERE m.club_id = a.club_id AND m.user_id = a.user_id);
    RETURN NULL;
END $$;
CREATE TRIGGER meeting_put_off AFTER UPDATE OF starts_at ON meeting
    FOR EACH ROW WHEN (OLD.starts_at <= now() AND NEW.starts_at > now()) EXECUTE FUNCTION meeting_put_off();

-- --- members join and leave ---

-- A club shows its number of members and the caller's role, so both make another version. A member who leaves gives up
-- their answers to future meetings.
CREATE FUNCTION club_member_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE club SET members = members + 1, version = version + 1
         WHERE club_id = NEW.club_id AND owner_id <> NEW.user_id; -- a new club already counts its owner
    ELSIF TG_OP = 'UPDATE' THEN
        UPDATE club SET version = version + 1 WHERE club_id = NEW.club_id;
    ELSE
        PERFORM FROM meeting m -- locks meetings before answers, as every change of answers does
          WHERE m.club_id = OLD.club_id AND m.starts_at > now()
            AND EXISTS (SELECT FROM meeting_answer a
                         WHERE a.club_id = m.club_id AND a.meeting_id = m.id AND a.user_id = OLD.user_id)
          ORDER BY m.id
            FOR NO KEY UPDATE;
        DELETE FROM meeting_answer a USING meeting m
         WHERE a.club_id = OLD.club_id AND a.user_id = OLD.user_id
           AND m.club_id = a.club_id AND m.id = a.meeting_id AND m.starts_at > now();
        UPDATE club SET members = members - 1, version = version + 1
         WHERE club_id = OLD.club_id AND owner_id <> OLD.user_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER club_member_changed AFTER INSERT OR DELETE OR UPDATE OF role ON club_member
    FOR EACH ROW EXECUTE FUNCTION club_member_changed();

-- --- discussion ---

-- The posts of a topic are locked for a reader until their progress in the book reaches this percentage.
CREATE TABLE topic (
    club_id               uuid           NOT NULL CONSTRAINT topic_club REFERENCES club ON DELETE CASCADE,
    id                    uuid           NOT NULL,
    author_id             uuid           CONSTRAINT topic_author REFERENCES account ON DELETE SET NULL,
    title                 text           NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
    book_id               uuid           CONSTRAINT topic_book REFERENCES book,
    spoiler_until_percent smallint       CHECK (spoiler_until_percent BETWEEN 1 AND 100),
    created_at            timestamptz(3) NOT NULL,
    updated_at            timestamptz(3) NOT NULL,
    version               bigint         NOT NULL DEFAULT 1,
    PRIMARY KEY (club_id, id),
    CONSTRAINT topic_spoiler CHECK (spoiler_until_percent IS NULL OR book_id IS NOT NULL)
);
COMMENT ON TABLE topic IS 'club_id: A club''s discussions.';
CREATE INDEX topic_id ON topic (id);
CREATE INDEX topic_of_author ON topic (author_id);

CREATE TABLE post (
    club_id    uuid           NOT NULL,
    topic_id   uuid           NOT NULL,
    id         uuid           NOT NULL,
    author_id  uuid           CONSTRAINT post_author REFERENCES account ON DELETE SET NULL,
    text       text           NOT NULL CHECK (char_length(text) BETWEEN 1 AND 10000),
    created_at timestamptz(3) NOT NULL,
    updated_at timestamptz(3) NOT NULL,
    version    bigint         NOT NULL DEFAULT 1,
    PRIMARY KEY (club_id, topic_id, id),
    CONSTRAINT post_topic FOREIGN KEY (club_id, topic_id) REFERENCES topic ON DELETE CASCADE
);
COMMENT ON TABLE post IS 'club_id: Posts in discussions.';
CREATE INDEX post_id ON post (id);
CREATE INDEX post_of_author ON post (author_id);

-- Whether a user has reached a percentage of a book; true if the percentage is null.
CREATE FUNCTION has_read(person uuid, book uuid, percentage integer) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN coalesce((SELECT p.percent FROM public.progress p WHERE p.user_id = person AND p.book_id = book), 0)
           >= coalesce(percentage, 0);

-- The trigger must not depend on the caller's search path.
ALTER FUNCTION review_counted() SET search_path = pg_catalog, public;
ALTER FUNCTION review_totalled() SET search_path = pg_catalog, public;
ALTER FUNCTION club_book_counted() SET search_path = pg_catalog, public;
ALTER FUNCTION club_counted() SET search_path = pg_catalog, public;
ALTER FUNCTION answer_placed() SET search_path = pg_catalog, public;
ALTER FUNCTION meeting_put_off() SET search_path = pg_catalog, public;
ALTER FUNCTION meeting_seat(uuid, uuid, integer, integer, integer) SET search_path = pg_catalog, public;
ALTER FUNCTION answer_counted() SET search_path = pg_catalog, public;
ALTER FUNCTION meeting_resized() SET search_path = pg_catalog, public;
ALTER FUNCTION club_member_changed() SET search_path = pg_catalog, public;
