-- Meetings of a club, and the members' answers.

-- name: meeting_shown :part
       m.title, m.starts_at, m.duration_minutes, m.place, m.url, m.book_id, m.capacity,
       m.going AS yes, m.declining AS no, m.doubtful AS maybe, m.waiting, a.answer AS my_answer,
       coalesce(a.waitlisted, false) AS waitlisted, m.created_at, m.updated_at, m.version

-- name: meeting_answered :part
-- A meeting with the caller's own answer.
  FROM meeting m
  LEFT JOIN meeting_answer a ON a.club_id = m.club_id AND a.meeting_id = m.id AND a.user_id = :caller

-- name: meeting_list :many
-- sort starts_at: m.starts_at
-- sort created_at: m.id
SELECT m.id,
{meeting_shown}
       , {sort} AS sort_key
{meeting_answered}
 WHERE m.club_id = :id
   AND m.starts_at >= :since                                --? since
   AND m.starts_at < :until                                 --? until
   AND ({sort}, m.id) {beyond} (:after_key, :after_id)      --? after_id
 ORDER BY {sort} {direction}, m.id {direction}              --? limit
 LIMIT :limit                                               --? limit

-- name: meeting_get :opt
SELECT m.id,
{meeting_shown}
{meeting_answered}
 WHERE m.club_id = :id AND m.id = :meeting_id

-- name: meeting_create :opt
WITH
{club_me}
changed AS (
    INSERT INTO meeting (club_id, id, title, starts_at, duration_minutes, place, url, book_id, capacity,
                         created_at, updated_at)
    SELECT :id, :new_id, :title, :starts_at, :duration_minutes, :place, :url, :book_id, :capacity, :now, :now
      FROM me
     WHERE rank >= club_rank('moderator')
    RETURNING club_id AS log, :caller::uuid AS actor, id AS object, *),
{activity_note}
SELECT id, title, starts_at, duration_minutes, place, url, book_id, capacity,
       going AS yes, declining AS no, doubtful AS maybe, waiting, NULL::text AS my_answer,
       false AS waitlisted, created_at, updated_at, version
  FROM changed

-- name: meeting_lock :exec
-- Runs before an answer, in the same transaction, so that later answers wait. It locks the membership first, in the
-- same order as leaving a club does; counting the rows locks them.
WITH member AS MATERIALIZED (
    SELECT user_id FROM club_member WHERE club_id = :id AND user_id = :caller FOR KEY SHARE)
SELECT FROM meeting
 WHERE club_id = :id AND id = :meeting_id AND (SELECT count(*) FROM member) >= 0
   FOR NO KEY UPDATE

-- name: meeting_change :opt
WITH
{club_me}
changed AS (
    UPDATE meeting
       SET version = version + 1, updated_at = :now
         , title = :title                                   --? title
         , starts_at = :starts_at                           --? starts_at
         , duration_minutes = :duration_minutes             --? duration_minutes
         , place = :place                                   --? place
         , url = :url                                       --? url
         , book_id = :book_id                               --? book_id
         , capacity = :capacity                             --? capacity
     WHERE club_id = :id AND id = :meeting_id
{club_by_moderator}
    RETURNING club_id AS log, :caller::uuid AS actor, id AS object, *),
{activity_note}
SELECT m.id, m.title, m.starts_at, m.duration_minutes, m.place, m.url, m.book_id, m.capacity,
       m.going AS yes, m.declining AS no, m.doubtful AS maybe, m.waiting, a.answer AS my_answer,
       coalesce(a.answer = 'yes' AND m.capacity <= (
           SELECT count(*) FROM meeting_answer o
            WHERE o.club_id = m.club_id AND o.meeting_id = m.id AND o.place_number < a.place_number), false)
       AS waitlisted,
       m.created_at, m.updated_at, m.version
  FROM changed m
  LEFT JOIN meeting_answer a ON a.club_id = m.club_id AND a.meeting_id = m.id AND a.user_id = :caller

-- name: meeting_delete :opt
WITH
{club_me}
changed AS (
    DELETE FROM meeting
     WHERE club_id = :id AND id = :meeting_id
{club_by_moderator}
    RETURNING club_id AS log, :caller::uuid AS actor, id AS object),
{activity_note}
SELECT object FROM changed

-- name: meeting_answer :opt
-- The triggers of meeting_answer decide whether there is a place. meeting_lock keeps the membership from ending. The
-- version is that of the meeting, whose GET shows the answer.
WITH member AS (
    SELECT user_id FROM club_member WHERE club_id = :id AND user_id = :caller)
INSERT INTO meeting_answer (club_id, meeting_id, user_id, answer)
       SELECT m.club_id, m.id, member.user_id, :answer
         FROM meeting m, member
        WHERE m.club_id = :id AND m.id = :meeting_id
          AND m.version = ANY (:if_match)                   --? if_match
          AND m.version <> ALL (:if_none_match)             --? if_none_match
    ON CONFLICT (club_id, meeting_id, user_id) DO UPDATE SET answer = EXCLUDED.answer
RETURNING answer, waitlisted

-- name: meeting_role :opt
-- As club_role, if the club has the meeting.
SELECT r.role
  FROM club c JOIN meeting m USING (club_id) CROSS JOIN LATERAL club_role(c.club_id, :caller) AS r (role)
 WHERE c.club_id = :id AND m.id = :meeting_id AND (c.visibility = 'public' OR r.role IS NOT NULL)

-- name: rsvp_list :many
-- sort answer: answer_order(a.answer, a.waitlisted, a.place_number)
SELECT a.user_id, p.username, p.display_name, a.answer, a.waitlisted, {sort} AS sort_key
  FROM meeting_answer a JOIN account p ON p.id = a.user_id
 WHERE a.club_id = :id AND a.meeting_id = :meeting_id
   AND a.answer = :answer                                   --? answer
   AND ({sort}, a.user_id) {beyond} (:after_key, :after_id) --? after_id
 ORDER BY {sort} {direction}, a.user_id {direction}         --? limit
 LIMIT :limit                                               --? limit
