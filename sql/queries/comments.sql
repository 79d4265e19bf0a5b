-- Comments on errors. Every statement limits its rows to :org.

-- name: comment_shown :part
       c.id, c.author_id AS author, a.username AS author_username, a.display_name AS author_display_name, c.text,
       c.created_at, c.updated_at, c.version

-- name: comment_list :many
-- sort created_at: c.id
SELECT
{comment_shown}
       , {sort} AS sort_key
  FROM error_group g
  JOIN error_comment c ON c.org_id = g.org_id AND c.error_id = g.id
  LEFT JOIN account a ON a.id = c.author_id
 WHERE g.org_id = :org AND g.id = :id
   AND ({sort}, c.id) {beyond} (:after_key, :after_id)      --? after_id
 ORDER BY {sort} {direction}                                --? limit
 LIMIT :limit                                               --? limit

-- name: comment_get :opt
SELECT
{comment_shown}
  FROM error_group g
  JOIN error_comment c ON c.org_id = g.org_id AND c.error_id = g.id
  LEFT JOIN account a ON a.id = c.author_id
 WHERE g.org_id = :org AND g.id = :id AND c.id = :comment_id

-- name: comment_create :opt
-- Waits for who merges or deletes the error. No row: the error does not exist.
WITH error AS (
    SELECT org_id, id FROM error_group WHERE org_id = :org AND id = :id FOR KEY SHARE),
changed AS (
    INSERT INTO error_comment (org_id, id, error_id, author_id, text, created_at, updated_at)
    SELECT org_id, :new_id, id, :caller, :text, :now, :now FROM error
    RETURNING org_id AS log, :caller::uuid AS actor, id AS object, *),
{activity_note}
SELECT
{comment_shown}
  FROM changed c LEFT JOIN account a ON a.id = c.author_id

-- name: comment_author :opt
-- Who may change a comment: its author, while an editor.
SELECT CASE WHEN c.author_id = :caller AND :caller_role::text <> 'viewer' THEN 'author' END AS role
  FROM error_comment c
 WHERE c.org_id = :org AND c.error_id = :id AND c.id = :comment_id

-- name: comment_keeper :opt
-- Who may delete a comment: its author, while an editor, and admins.
SELECT CASE WHEN :caller_role::text IN ('admin', 'owner')
              OR (c.author_id = :caller AND :caller_role::text <> 'viewer') THEN 'author' END AS role
  FROM error_comment c
 WHERE c.org_id = :org AND c.error_id = :id AND c.id = :comment_id

-- name: comment_change :opt
WITH changed AS (
    UPDATE error_comment
       SET version = version + 1, updated_at = :now
         , text = :text                                     --? text
     WHERE org_id = :org AND error_id = :id AND id = :comment_id AND author_id = :caller
       AND version = ANY (:if_match)                        --? if_match
       AND version <> ALL (:if_none_match)                  --? if_none_match
    RETURNING org_id AS log, :caller::uuid AS actor, id AS object, *),
{activity_note}
SELECT
{comment_shown}
  FROM changed c LEFT JOIN account a ON a.id = c.author_id

-- name: comment_delete :opt
WITH changed AS (
    DELETE FROM error_comment
     WHERE org_id = :org AND error_id = :id AND id = :comment_id
       AND (author_id = :caller OR :caller_role::text IN ('admin', 'owner'))
       AND version = ANY (:if_match)                        --? if_match
       AND version <> ALL (:if_none_match)                  --? if_none_match
    RETURNING org_id AS log, :caller::uuid AS actor, id AS object),
{activity_note}
SELECT object FROM changed
