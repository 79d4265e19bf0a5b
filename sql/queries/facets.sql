-- Facets of the newest events of errors (020_error_finding.sql): how the digest notes them, and how a list is found.

-- name: error_batch_facets :exec
-- Notes for each facet of a group which of its events was the last to have it. Only the newest hundred count.
-- planned anew
WITH numbered AS (
    SELECT seat, place, row_number() OVER (PARTITION BY seat ORDER BY id) AS nth FROM error_batch WHERE counts),
recent AS (
    SELECT s.seat, facet, s.events_before + b.nth AS last_n
      FROM numbered b JOIN error_share s USING (seat)
     CROSS JOIN LATERAL (SELECT facets FROM error_inbox WHERE ctid = b.place LIMIT 1) e
     CROSS JOIN LATERAL unnest(e.facets) AS i (facet)
     WHERE b.nth > s.events - 100
     UNION ALL
    SELECT s.seat, k.facet, k.last_n
      FROM error_share s
     CROSS JOIN LATERAL (SELECT facets, last_n FROM error_recent r
                          WHERE r.org_id = s.org_id AND r.error_id = s.error_id AND r.group_id = s.group_id LIMIT 1) r
     CROSS JOIN LATERAL unnest(r.facets, r.last_n) AS k (facet, last_n)),
last AS (
    SELECT seat, facet, max(last_n) AS last_n FROM recent GROUP BY 1, 2),
newest AS (
    SELECT seat, facet, l.last_n, row_number() OVER (PARTITION BY seat ORDER BY l.last_n DESC, facet) AS place
      FROM last l JOIN error_share s USING (seat)
     WHERE l.last_n > s.events_before + s.events - 100),
list AS (
    SELECT seat, array_agg(facet ORDER BY place) AS facets, array_agg(last_n ORDER BY place) AS last_n
      FROM newest
     WHERE place <= 1000
     GROUP BY 1)
INSERT INTO error_recent (org_id, error_id, group_id, facets, last_n)
SELECT s.org_id, s.error_id, s.group_id, l.facets, l.last_n
  FROM error_share s JOIN list l USING (seat)
 ORDER BY 1, 2, 3
    ON CONFLICT (org_id, error_id, group_id) DO UPDATE SET facets = excluded.facets, last_n = excluded.last_n

-- name: error_found :part
-- In place of the table error_group: the errors of the page if filters of other tables or facets are given, else all.
  FROM error_group g                                        --? without found
  FROM error_with(:org, error_find(:org, '{sort}', '{direction}', jsonb_strip_nulls(jsonb_build_object( --? found
           'facets', :facets::text                          --? found
           , 'event', :event::uuid                          --? found and event
           , 'environment', :environment::text              --? found and environment
           , 'words', :words::text                          --? found and words
           , 'field', :words_of::text                       --? found and words
           , 'project', :project::uuid                      --? found and project
           , 'level', :level::text                          --? found and level
           , 'level_words', :in_level::text                 --? found and in_level
           , 'status', :one_status::text                    --? found and one_status
           , 'assignee', :assigned_to::uuid                 --? found and assigned_to
           , 'unassigned', true                             --? found and unassigned
           , 'since', :since::timestamptz                   --? found and since
           , 'until', :until::timestamptz                   --? found and until
           , 'most', :limit::bigint                         --? found and limit
           , 'after_id', :after_id::uuid                    --? found and after_id
           , 'after_key', (SELECT CASE WHEN false THEN {sort} ELSE :after_key END::text --? found and after_id
                             FROM (VALUES ('', now(), now(), 0::bigint, 0::bigint)) --? found and after_id
                                  g (level, last_seen, first_seen, events, users)) --? found and after_id
       )))) g                                               --? found
