-- Projects of an organization and the keys that report to them. Every statement limits its rows to :org.

-- name: project_columns :part
       id, number, name, platform, retention_days,
       scrub, scrub_names,
       fingerprint_rules,
       created_at, updated_at, version

-- name: project_list :many
-- sort name: fold(name)
-- sort created_at: id
SELECT
{project_columns}
     , {sort} AS sort_key
  FROM project
 WHERE org_id = :org
   AND ({sort}, id) {beyond} (:after_key, :after_id)        --? after_id
 ORDER BY {sort} {direction}, id {direction}                --? limit
 LIMIT :limit                                               --? limit

-- name: project_get :opt
SELECT
{project_columns}
  FROM project
 WHERE org_id = :org AND id = :id

-- name: project_create :one
-- project_number generates the number. Its foreign key to project is checked at the end of the transaction.
WITH directory AS (
    INSERT INTO project_number (org_id, project_id) VALUES (:org, :new_id) RETURNING number),
changed AS (
    INSERT INTO project (org_id, id, number, name, platform, retention_days,
                         scrub, scrub_names,
                         fingerprint_rules,
                         created_at, updated_at)
    SELECT :org, :new_id, number, :name, :platform, :retention_days,
           :scrub, :scrub_names::text[],
           :fingerprint_rules::jsonb,
           :now, :now
      FROM directory
    RETURNING org_id AS log, :caller::uuid AS actor, id AS object, *),
{activity_note}
SELECT
{project_columns}
  FROM changed

-- name: project_change :opt
WITH changed AS (
    UPDATE project
       SET version = version + 1, updated_at = :now
         , name = :name                                     --? name
         , platform = :platform                             --? platform
         , retention_days = :retention_days                 --? retention_days
         , scrub = :scrub                                   --? scrub
         , scrub_names = :scrub_names::text[]               --? scrub_names
         , fingerprint_rules = :fingerprint_rules::jsonb    --? fingerprint_rules
     WHERE org_id = :org AND id = :id
       AND version = ANY (:if_match)                        --? if_match
       AND version <> ALL (:if_none_match)                  --? if_none_match
    RETURNING org_id AS log, :caller::uuid AS actor, id AS object, *),
{activity_note}
SELECT
{project_columns}
  FROM changed

-- name: project_delete :opt
-- Deletes the project with its keys, errors and events.
WITH changed AS (
    DELETE FROM project
     WHERE org_id = :org AND id = :id
       AND version = ANY (:if_match)                        --? if_match
       AND version <> ALL (:if_none_match)                  --? if_none_match
    RETURNING org_id AS log, :caller::uuid AS actor, id AS object),
{activity_note}
SELECT object FROM changed

-- name: key_list :many
-- sort created_at: k.id
SELECT k.id, k.name, k.public_key, :dsn_scheme || k.public_key || :dsn_rest || p.number AS dsn,
       a.username AS created_by, k.created_at, k.last_used_at, {sort} AS sort_key
  FROM project p
  JOIN project_key k ON k.org_id = p.org_id AND k.project_id = p.id
  LEFT JOIN account a ON a.id = k.created_by
 WHERE p.org_id = :org AND p.id = :id
   AND ({sort}, k.id) {beyond} (:after_key, :after_id)      --? after_id
 ORDER BY {sort} {direction}                                --? limit
 LIMIT :limit                                               --? limit

-- name: project_role :opt
-- The caller's role in the organization, if the project exists.
SELECT :caller_role::text AS role FROM project WHERE org_id = :org AND id = :id

-- name: key_create :opt
-- Returns no row if the project does not exist.
WITH changed AS (
    INSERT INTO project_key (org_id, id, project_id, name, public_key, created_by, created_at)
    SELECT org_id, :new_id, id, :name, :public_key, :caller, :now FROM project WHERE org_id = :org AND id = :id
    RETURNING org_id AS log, :caller::uuid AS actor, id AS object, *),
directory AS (
    INSERT INTO public_key (public_key, org_id, key_id) SELECT public_key, org_id, object FROM changed),
{activity_note}
SELECT c.id, c.name, c.public_key, :dsn_scheme || c.public_key || :dsn_rest || p.number AS dsn,
       (SELECT username FROM account WHERE id = :caller) AS created_by, c.created_at, c.last_used_at
  FROM changed c JOIN project p ON p.org_id = c.org_id AND p.id = c.project_id

-- name: key_delete :opt
WITH changed AS (
    DELETE FROM project_key WHERE org_id = :org AND project_id = :id AND id = :key_id
    RETURNING org_id AS log, :caller::uuid AS actor, id AS object),
{activity_note}
SELECT object FROM changed

-- name: key_find :opt
-- The project of a public key. A worker caches the result, so that it asks about once per key.
SELECT k.org_id, k.project_id, k.id, p.number, p.platform,
       p.scrub, p.scrub_names,
       p.fingerprint_rules
  FROM public_key d
  JOIN project_key k ON k.org_id = d.org_id AND k.id = d.key_id
  JOIN project p ON p.org_id = k.org_id AND p.id = k.project_id
 WHERE d.public_key = :public_key
