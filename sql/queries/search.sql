-- The search over everything that a person may read. Each type has three ways to find rows, none of which reads more
-- than a bounded number of them: the newest thousand rows, the titles that begin with what is searched for, and, if
-- those thousand have fewer than five of it, the trigram index (for which a word needs three characters). The rows are
-- then read by their keys. Every part limits its rows to :org or :caller, or to what everybody may read.

-- name: search_tasks :part
SELECT 'task' AS type, t.id, t.title, nullif(left(t.description, 200), '') AS detail, t.updated_at AS at,
       NULL::uuid AS error, t.title_folded AS folded
  FROM (SELECT ARRAY(SELECT id FROM (SELECT id, title_folded FROM task WHERE owner_id = :caller
                                      ORDER BY id DESC LIMIT 1000) newest
                      WHERE finds(title_folded, word_patterns(:q)) LIMIT 5) AS near OFFSET 0) n
 CROSS JOIN LATERAL (
       SELECT DISTINCT unnest(near || ARRAY(
              SELECT id FROM task
               WHERE owner_id = :caller AND title_folded >= fold(:q) AND title_folded < fold(:q) || chr(1114111)
               ORDER BY title_folded, id LIMIT 5)
           || CASE WHEN cardinality(near) < 5 THEN ARRAY(    --? indexed
              SELECT id FROM task                           --? indexed
               WHERE owner_id = :caller AND finds(title_folded, word_patterns(:q)) LIMIT 500) END --? indexed
              ) AS id) found
 CROSS JOIN LATERAL (SELECT id, title, description, updated_at, title_folded FROM task
                      WHERE owner_id = :caller AND id = found.id OFFSET 0) t

-- name: search_customers :part
-- By name, or by what the hook has recognised as a CPF, the beginning of an e-mail or the end of a phone.
SELECT 'customer', c.id, c.name, mask_cpf(c.cpf), c.updated_at, NULL::uuid,
       CASE WHEN c.sure THEN fold(:q) ELSE c.name_folded END
  FROM (SELECT ARRAY(SELECT id FROM (SELECT id, name_folded FROM customer WHERE org_id = :org
                                      ORDER BY id DESC LIMIT 1000) newest
                      WHERE finds(name_folded, word_patterns(:q)) LIMIT 5) AS near OFFSET 0) n
 CROSS JOIN LATERAL (
       SELECT id, bool_or(sure) AS sure FROM (
              SELECT unnest(near || ARRAY(
              SELECT id FROM customer
               WHERE org_id = :org AND name_folded >= fold(:q) AND name_folded < fold(:q) || chr(1114111)
               ORDER BY name_folded, id LIMIT 5)
           || CASE WHEN cardinality(near) < 5 THEN ARRAY(    --? indexed
              SELECT id FROM customer                       --? indexed
               WHERE org_id = :org AND finds(name_folded, word_patterns(:q)) LIMIT 500) END --? indexed
              ) AS id, false AS sure
              UNION ALL SELECT id, true FROM customer WHERE org_id = :org AND cpf = :cpf --? cpf
              UNION ALL SELECT id, true FROM (SELECT id FROM customer WHERE org_id = :org --? email
                AND lower(email COLLATE "C") >= :email AND lower(email COLLATE "C") < :email || chr(1114111) --? email
                ORDER BY lower(email COLLATE "C"), id LIMIT 5) e --? email
              UNION ALL SELECT id, true FROM (SELECT id FROM customer WHERE org_id = :org --? phone
                AND reverse(phone) COLLATE "C" >= reverse(:phone) --? phone
                AND reverse(phone) COLLATE "C" < reverse(:phone) || 'a' --? phone
                ORDER BY reverse(phone) COLLATE "C", id LIMIT 5) p --? phone
              UNION ALL SELECT id, true FROM (SELECT id FROM customer WHERE org_id = :org --? phone_or
                AND reverse(phone) COLLATE "C" >= reverse(:phone_or) --? phone_or
                AND reverse(phone) COLLATE "C" < reverse(:phone_or) || 'a' --? phone_or
                ORDER BY reverse(phone) COLLATE "C", id LIMIT 5) p --? phone_or
              ) every GROUP BY id) found
 CROSS JOIN LATERAL (SELECT id, name, cpf, updated_at, name_folded, found.sure FROM customer
                      WHERE org_id = :org AND id = found.id OFFSET 0) c

-- name: search_errors :part
-- Errors are new by when they were last seen. Their texts stand in another table, which has no index for beginnings.
SELECT 'error', g.id, g.title, coalesce(g.culprit, g.origin), g.last_seen, NULL::uuid, g.folded
  FROM (SELECT ARRAY(SELECT e.id
                       FROM error_newest(:org, 1000) e (id)
                      WHERE EXISTS (SELECT FROM error_text t WHERE t.org_id = :org AND t.group_id = e.id
                                       AND finds_in_either(t.title, t.origin, word_patterns(:q)) OFFSET 0)
                      LIMIT 5) AS near OFFSET 0) n
 CROSS JOIN LATERAL (
       SELECT DISTINCT unnest(near
           || CASE WHEN cardinality(near) < 5 THEN ARRAY(    --? indexed
              SELECT group_id FROM error_text               --? indexed
               WHERE org_id = :org AND finds_in_either(title, origin, word_patterns(:q)) LIMIT 500) END --? indexed
              ) AS id) found
 CROSS JOIN LATERAL (SELECT e.id, e.title, e.culprit, e.origin, e.last_seen,
                            (SELECT title FROM error_text WHERE org_id = :org AND group_id = found.id) AS folded
                       FROM error_group e WHERE e.org_id = :org AND e.id = found.id OFFSET 0) g

-- name: search_events :part
-- An event is found by either of its ids.
 UNION ALL                                                  --? event_id
SELECT 'event', e.id, e.title, e.environment, uuid_time(e.id), g.id, fold(:q) --? event_id
  FROM error_event e                                        --? event_id
  JOIN error_key k ON k.org_id = e.org_id AND k.id = e.group_id --? event_id
  JOIN error_group g ON g.org_id = k.org_id AND g.id = k.error_id --? event_id
 WHERE e.org_id = :org AND (e.id = :event_id::text::uuid OR e.client_id = :event_id::text::uuid) --? event_id

-- name: search_projects :part
-- An organization has few projects.
SELECT 'project', p.id, p.name, p.platform, p.updated_at, NULL::uuid, fold(p.name)
  FROM (SELECT id, name, platform, updated_at FROM project WHERE org_id = :org ORDER BY id DESC LIMIT 1000) p
 WHERE finds(fold(p.name), word_patterns(:q))

-- name: search_clubs :part
-- Public clubs, and those of the caller, of which a person has few.
SELECT 'club', c.club_id, c.name, nullif(left(c.description, 200), ''), c.updated_at, NULL::uuid, c.name_folded
  FROM (SELECT ARRAY(SELECT club_id FROM (SELECT club_id, name_folded, visibility FROM club
                                           ORDER BY club_id DESC LIMIT 1000) newest
                      WHERE visibility = 'public' AND finds(name_folded, word_patterns(:q)) LIMIT 5) AS near
        OFFSET 0) n
 CROSS JOIN LATERAL (
       SELECT DISTINCT unnest(near || ARRAY(
              SELECT club_id FROM (SELECT club_id, visibility FROM club
                                    WHERE name_folded >= fold(:q) AND name_folded < fold(:q) || chr(1114111)
                                    ORDER BY name_folded, club_id LIMIT 500) first
               WHERE visibility = 'public' LIMIT 5)
           || ARRAY(SELECT club_id FROM club_member WHERE user_id = :caller LIMIT 1000)
           || CASE WHEN cardinality(near) < 5 THEN ARRAY(    --? indexed
              SELECT club_id FROM club                      --? indexed
               WHERE visibility = 'public' AND finds(name_folded, word_patterns(:q)) LIMIT 500) END --? indexed
              ) AS club_id) found
 CROSS JOIN LATERAL (SELECT club_id, name, description, updated_at, name_folded FROM club
                      WHERE club_id = found.club_id OFFSET 0) c
 WHERE finds(c.name_folded, word_patterns(:q)) OR starts_with(c.name_folded, fold(:q))

-- name: search_books :part
SELECT 'book', b.id, b.title, nullif(array_to_string(b.authors, ', '), ''), b.updated_at, NULL::uuid, b.title_folded
  FROM (SELECT ARRAY(SELECT id FROM (SELECT id, search_folded FROM book ORDER BY id DESC LIMIT 1000) newest
                      WHERE finds(search_folded, word_patterns(:q)) LIMIT 5) AS near OFFSET 0) n
 CROSS JOIN LATERAL (
       SELECT DISTINCT unnest(near || ARRAY(
              SELECT id FROM book
               WHERE title_folded >= fold(:q) AND title_folded < fold(:q) || chr(1114111)
               ORDER BY title_folded, id LIMIT 5)
           || CASE WHEN cardinality(near) < 5 THEN ARRAY(    --? indexed
              SELECT id FROM book WHERE finds(search_folded, word_patterns(:q)) LIMIT 500) END --? indexed
              ) AS id) found
 CROSS JOIN LATERAL (SELECT id, title, authors, updated_at, title_folded FROM book WHERE id = found.id OFFSET 0) b

-- name: search_all :many
-- Exact titles come first, then those that begin with the words, then the others; of equal ones the newest.
-- planned anew
WITH hit AS MATERIALIZED (
{search_tasks}
 UNION ALL
{search_customers}
 UNION ALL
{search_errors}
{search_events}
 UNION ALL
{search_projects}
 UNION ALL
{search_clubs}
 UNION ALL
{search_books}
),
ranked AS (
    SELECT type, id, title, detail, at, error,
           CASE WHEN folded = fold(:q) THEN 0 WHEN starts_with(folded, fold(:q)) THEN 1 ELSE 2 END AS rank
      FROM hit),
numbered AS (
    SELECT type, id, title, detail, at, error, rank,
           row_number() OVER (PARTITION BY type ORDER BY rank, at DESC, id DESC) AS nth
      FROM ranked)
SELECT type, id, title, detail, at, error
  FROM numbered
 WHERE nth <= 5
 ORDER BY rank, at DESC, id DESC
