-- Tasks. Every statement limits its rows to :caller, so another user's task is not found.

-- name: task_list :many
-- sort created_at: id
-- sort due_at: coalesce(due_at, 'infinity')
-- sort -due_at: coalesce(due_at, '-infinity')
-- sort priority: priority
-- sort title: title_folded
-- sort updated_at: updated_at
SELECT id, title, description, status, priority, due_at, labels,
       created_at, updated_at, completed_at, version, {sort} AS sort_key
  FROM task
 WHERE owner_id = :caller
   AND status = :status                                     --? status
   AND finds(title_folded, word_patterns(:q))               --? q, planned with its value
   AND labels @> ARRAY[:label]                              --? label, planned with its value
   AND priority >= :priority_min                            --? priority_min
   AND due_at < :due_before                                 --? due_before
   AND due_at > :due_after                                  --? due_after
   AND ({sort}, id) {beyond} (:after_key, :after_id)        --? after_id
 ORDER BY {sort} {direction}, id {direction}                --? limit
 LIMIT :limit                                               --? limit

-- name: task_get :opt
SELECT id, title, description, status, priority, due_at, labels,
       created_at, updated_at, completed_at, version
  FROM task
 WHERE owner_id = :caller AND id = :id

-- name: task_create :one
INSERT INTO task (owner_id, id, title, description, status, priority, due_at, labels,
                  created_at, updated_at, completed_at)
VALUES (:caller, :new_id, :title, :description, :status, :priority, :due_at, :labels,
        :now, :now, CASE WHEN :status = 'done' THEN :now::timestamptz END)
RETURNING id, title, description, status, priority, due_at, labels,
          created_at, updated_at, completed_at, version

-- name: task_change :opt
-- PUT sends every field, PATCH only the fields to change.
UPDATE task
   SET version = version + 1, updated_at = :now
     , title = :title                                       --? title
     , description = :description                           --? description
     , status = :status                                     --? status
     , completed_at = CASE WHEN :status = 'done' THEN coalesce(completed_at, :now) END --? status
     , priority = :priority                                 --? priority
     , due_at = :due_at                                     --? due_at
     , labels = :labels                                     --? labels
 WHERE owner_id = :caller AND id = :id
   AND version = ANY (:if_match)                            --? if_match
   AND version <> ALL (:if_none_match)                      --? if_none_match
RETURNING id, title, description, status, priority, due_at, labels,
          created_at, updated_at, completed_at, version

-- name: task_delete :opt
DELETE FROM task
 WHERE owner_id = :caller AND id = :id
   AND version = ANY (:if_match)                            --? if_match
   AND version <> ALL (:if_none_match)                      --? if_none_match
RETURNING version
