-- Facets of the newest events of errors (014_error_facets.sql): how the digest notes them, and how they find errors.

-- name: error_batch_facets :exec
-- Notes for each facet of a group which of its events was the last to have it. Only the newest hundred count.
-- planned anew
WITH numbered AS (
    SELECT seat, place, row_number() OVER (PARTITION BY seat ORDER BY id) AS nth FROM error_batch WHERE counts)
INSERT INTO error_facet AS f (org_id, error_id, facet, group_id, last_n)
SELECT s.org_id, s.error_id, i.facet, s.group_id, max(s.events_before + b.nth)
  FROM numbered b JOIN error_share s USING (seat)
 CROSS JOIN LATERAL (SELECT facets FROM error_inbox WHERE ctid = b.place LIMIT 1) e
 CROSS JOIN LATERAL unnest(e.facets) AS i (facet)
 WHERE b.nth > s.events - 100
 GROUP BY 1, 2, 3, 4
 ORDER BY 1, 2, 3, 4
    ON CONFLICT (org_id, error_id, facet, group_id) DO UPDATE SET last_n = excluded.last_n

-- name: error_batch_facets_old :exec
-- Removes the facets of older events, when a group has got another hundred.
-- planned anew
DELETE FROM error_facet f
 USING error_share s
 WHERE (s.events_before + s.events) / 100 > s.events_before / 100
   AND f.org_id = s.org_id AND f.error_id = s.error_id AND f.group_id = s.group_id
   AND f.last_n <= s.events_before + s.events - 100

-- name: error_facets_held :part
-- Conditions of an error g of a list with facets: each is tried by the key of another table, and by no other index.
   AND (SELECT count(DISTINCT f.facet) FROM error_facet f   --? facets
         WHERE f.org_id = :org AND f.error_id = g.id AND f.facet = ANY (:facets::bigint[]) --? facets
           AND f.last_n > coalesce((SELECT k.events FROM error_key k --? facets
                                     WHERE k.org_id = :org AND k.id = f.group_id), g.events) - 100) --? facets
       = cardinality(:facets::bigint[])                     --? facets
   AND EXISTS (SELECT FROM error_place p                    --? facets and environment
                WHERE p.org_id = :org AND p.environment = :environment --? facets and environment
                  AND p.error_id = g.id OFFSET 0)           --? facets and environment
   AND EXISTS (SELECT FROM error_text t WHERE t.org_id = :org AND t.group_id = g.id --? facets and in_any
                  AND finds_in_either(t.title, t.origin, word_patterns(:in_any)) OFFSET 0) --? facets and in_any
   AND EXISTS (SELECT FROM error_text t WHERE t.org_id = :org AND t.group_id = g.id --? facets and in_title
                  AND finds(t.title, word_patterns(:in_title)) OFFSET 0) --? facets and in_title
   AND EXISTS (SELECT FROM error_text t WHERE t.org_id = :org AND t.group_id = g.id --? facets and in_origin
                  AND finds(t.origin, word_patterns(:in_origin)) OFFSET 0) --? facets and in_origin
   AND EXISTS (SELECT FROM error_log l WHERE l.org_id = :org AND l.group_id = g.id --? facets and in_details
                  AND finds(l.details, word_patterns(:in_details)) OFFSET 0) --? facets and in_details
   AND EXISTS (SELECT FROM error_text t LEFT JOIN error_log l USING (org_id, group_id) --? facets and in_description
                WHERE t.org_id = :org AND t.group_id = g.id --? facets and in_description
                  AND finds_in_either(t.title, coalesce(l.details, ''), --? facets and in_description
                                      word_patterns(:in_description)) OFFSET 0) --? facets and in_description

-- name: error_nearby :part
-- For lists with facets: how to find a page. An event finds its error. A facet that few errors have finds them, and so
-- does the assignee of few. If all facets are common, most pages are among the nearest two thousand errors in the order
-- of the sort that pass the filters of its index; the first three hundred tell whether it is worth while to try
-- the others. Otherwise the rarest of the other filters finds the errors, as far as ten thousand tell it.
WITH rare AS MATERIALIZED (                                 --? facets, planned with its value
    SELECT kind, facet                                      --? facets
      FROM (SELECT 'facet' AS kind, facet, error_facet_count(:org, facet, 1001) AS n --? facets
              FROM unnest(:facets::bigint[]) facet          --? facets
             UNION ALL SELECT 'event', NULL, 0              --? facets and event
             UNION ALL SELECT 'assignee', NULL, count(*) FROM (SELECT FROM error_group --? facets and assigned_to
              WHERE org_id = :org AND assignee = :assigned_to LIMIT 1001) c --? facets and assigned_to
           ) AS counted                                     --? facets
     WHERE n <= 1000 ORDER BY n LIMIT 1),                   --? facets
nearest AS MATERIALIZED (                                   --? facets
    SELECT id, events, nth                                  --? facets
      FROM error_nearest(:org, '{sort}', '{direction}',     --? facets
               (SELECT CASE WHEN false THEN {sort} ELSE :after_key END::text --? facets
                  FROM (VALUES ('', now(), now(), 0::bigint, 0::bigint)) --? facets
                       g (level, last_seen, first_seen, events, users)), --? facets
               :after_id, jsonb_strip_nulls(jsonb_build_object( --? facets
                   'most', 2000                             --? facets
                   , 'project', :project::uuid              --? facets and project
                   , 'level', :level::text                  --? facets and level
                   , 'status', :one_status::text            --? facets and one_status
                   , 'assignee', :assigned_to::uuid         --? facets and assigned_to
                   , 'unassigned', true                     --? facets and unassigned
                   , 'since', :since::timestamptz           --? facets and since
                   , 'until', :until::timestamptz           --? facets and until
               )))                                          --? facets
     WHERE NOT EXISTS (SELECT FROM rare)),                  --? facets
tried AS MATERIALIZED (                                     --? facets
    SELECT count(*) AS hits                                 --? facets
      FROM nearest g                                        --? facets
     WHERE nth <= 300                                       --? facets
{error_facets_held}
    ),                                                      --? facets
near AS MATERIALIZED (                                      --? facets
    SELECT g.id FROM nearest g                              --? facets
     WHERE ((SELECT count(*) FROM nearest) < 2000 OR (SELECT hits FROM tried) * 10 >= :limit) --? facets
{error_facets_held}
     LIMIT :limit),                                         --? facets
source AS MATERIALIZED (                                    --? facets
    SELECT kind, facet                                      --? facets
      FROM (SELECT 'facet' AS kind, facet, error_facet_count(:org, facet, 10002) AS n --? facets
              FROM unnest(:facets::bigint[]) facet          --? facets
             UNION ALL SELECT 'place', 0, count(*) FROM (SELECT FROM error_place --? facets and environment
              WHERE org_id = :org AND environment = :environment LIMIT 10002) c --? facets and environment
             UNION ALL SELECT 'any', 0, 10001               --? facets and in_any
             UNION ALL SELECT 'title', 0, 10001             --? facets and in_title
             UNION ALL SELECT 'origin', 0, 10001            --? facets and in_origin
             UNION ALL SELECT 'details', 0, 10001           --? facets and in_details
           ) AS counted                                     --? facets
     ORDER BY n LIMIT 1)                                    --? facets

-- name: error_having_facet :part
-- The errors with a facet, which the line after this names, that have all the others, too.
       SELECT r.error_id FROM error_facet r                 --? facets
        WHERE r.org_id = :org                               --? facets
          AND (cardinality(:facets::bigint[]) = 1           --? facets
               OR (SELECT count(DISTINCT o.facet) FROM error_facet o --? facets
                    WHERE o.org_id = :org AND o.error_id = r.error_id --? facets
                      AND o.facet = ANY (array_remove(:facets::bigint[], r.facet))) --? facets
                  = cardinality(:facets::bigint[]) - 1)     --? facets

-- name: error_found :part
-- In place of the table error_group: the errors that error_nearby found.
  FROM error_with(:org, CASE                                --? facets
       WHEN EXISTS (SELECT FROM rare) THEN ARRAY(           --? facets
{error_having_facet}
          AND r.facet = (SELECT facet FROM rare)            --? facets
        UNION ALL SELECT k.error_id FROM error_event e      --? facets and event
          JOIN error_key k ON k.org_id = e.org_id AND k.id = e.group_id --? facets and event
         WHERE e.org_id = :org AND (e.id = :event OR e.client_id = :event) --? facets and event
        UNION ALL SELECT id FROM error_group WHERE (SELECT kind FROM rare) = 'assignee' --? facets and assigned_to
          AND org_id = :org AND assignee = :assigned_to     --? facets and assigned_to
            )                                               --? facets
       WHEN NOT {counted} AND ((SELECT count(*) FROM near) = :limit OR (SELECT count(*) FROM nearest) < 2000) --? facets
       THEN ARRAY(SELECT id FROM near)                      --? facets
       ELSE ARRAY(                                          --? facets
{error_having_facet}
          AND r.facet = (SELECT facet FROM source WHERE kind = 'facet') --? facets
        UNION ALL SELECT error_id FROM error_place WHERE (SELECT kind FROM source) = 'place' --? facets and environment
          AND org_id = :org AND environment = :environment  --? facets and environment
        UNION ALL SELECT group_id FROM error_text WHERE (SELECT kind FROM source) = 'any' --? facets and in_any
          AND org_id = :org AND finds_in_either(title, origin, word_patterns(:in_any)) --? facets and in_any
        UNION ALL SELECT group_id FROM error_text WHERE (SELECT kind FROM source) = 'title' --? facets and in_title
          AND org_id = :org AND finds(title, word_patterns(:in_title)) --? facets and in_title
        UNION ALL SELECT group_id FROM error_text WHERE (SELECT kind FROM source) = 'origin' --? facets and in_origin
          AND org_id = :org AND finds(origin, word_patterns(:in_origin)) --? facets and in_origin
        UNION ALL SELECT group_id FROM error_log WHERE (SELECT kind FROM source) = 'details' --? facets and in_details
          AND org_id = :org AND finds(details, word_patterns(:in_details)) --? facets and in_details
       ) END) g                                             --? facets
