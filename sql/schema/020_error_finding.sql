-- Errors are found by facets in their own rows, by one index, and in a bounded number of steps.

-- The facets of the newest hundred events of each group of an error; `last_n` says of each which event was the last
-- that had it: the how manieth of the group. At most a thousand, the newest. Merging and splitting change `error_id`.
CREATE TABLE error_recent (
    org_id   uuid     NOT NULL,
    error_id uuid     NOT NULL,
    group_id uuid     NOT NULL,
    facets   bigint[] NOT NULL,
    last_n   bigint[] NOT NULL,
    PRIMARY KEY (org_id, error_id, group_id)
) WITH (fillfactor = 70);
COMMENT ON TABLE error_recent IS
    'org_id: Releases, transactions, loggers, users and tags of the newest events of an error, as digests.';
INSERT INTO error_recent (org_id, error_id, group_id, facets, last_n)
SELECT org_id, error_id, group_id, (array_agg(facet ORDER BY last_n DESC, facet))[:1000],
       (array_agg(last_n ORDER BY last_n DESC, facet))[:1000]
  FROM (SELECT f.org_id, f.error_id, f.group_id, f.facet, f.last_n
          FROM error_facet f
          JOIN error_group g ON g.org_id = f.org_id AND g.id = f.error_id
          JOIN error_key k ON k.org_id = f.org_id AND k.id = f.group_id
         WHERE f.last_n > coalesce(k.events, g.events) - 100) AS newest
 GROUP BY 1, 2, 3;

-- The facets of all groups of an error.
CREATE FUNCTION error_facets(org uuid, error uuid) RETURNS bigint[] LANGUAGE sql STABLE
    RETURN ARRAY(SELECT DISTINCT facet FROM error_recent r, unnest(r.facets) facet
                  WHERE r.org_id = org AND r.error_id = error);

-- What an error of these groups shows, in the order of the columns of error_group.
DROP FUNCTION error_total(uuid, uuid[]);
CREATE FUNCTION error_total(org uuid, keys uuid[],
                            OUT title text, OUT culprit text, OUT level text, OUT environment text, OUT origin text,
                            OUT release text, OUT events bigint, OUT users bigint, OUT first_seen timestamptz,
                            OUT last_seen timestamptz, OUT latest_event uuid, OUT facets bigint[])
    LANGUAGE sql STABLE AS $$
    SELECT n.title, n.culprit, n.level, n.environment, n.origin, n.release, t.events,
           (SELECT count(DISTINCT user_hash) FROM error_user WHERE org_id = org AND group_id = ANY (keys)),
           t.first_seen, t.last_seen, n.latest_event,
           ARRAY(SELECT DISTINCT facet
                   FROM error_key k
                   JOIN error_recent r ON r.org_id = k.org_id AND r.error_id = k.error_id AND r.group_id = k.id
                  CROSS JOIN unnest(r.facets) facet
                  WHERE k.org_id = org AND k.id = ANY (keys))
      FROM (SELECT sum(events)::bigint AS events, min(first_seen) AS first_seen, max(last_seen) AS last_seen
              FROM error_key WHERE org_id = org AND id = ANY (keys)) t
     CROSS JOIN LATERAL (SELECT title, culprit, level, environment, origin, release, latest_event
                           FROM error_key WHERE org_id = org AND id = ANY (keys)
                          ORDER BY latest_event DESC LIMIT 1) n
$$;

-- When events come, the row of their error is written anew, and with it an entry into each index of error_group. So the
-- index of facets collects what is new, and sorts it in when there are 256 KiB of it, which a search reads as well.
ALTER TABLE error_group ADD COLUMN facets bigint[] NOT NULL DEFAULT '{}';
UPDATE error_group g SET facets = error_facets(org_id, id)
 WHERE EXISTS (SELECT FROM error_recent r WHERE r.org_id = g.org_id AND r.error_id = g.id);
CREATE INDEX error_group_facets ON error_group USING gin (facets) WITH (gin_pending_list_limit = 256);

DROP TABLE error_facet;
DROP FUNCTION error_facet_count(uuid, bigint, integer);
DROP FUNCTION error_nearest(uuid, text, text, text, uuid, jsonb);

-- --- finding ---

-- PostgreSQL's statistics know nothing of an organization that is new, and nothing of how facets, words, status and
-- time depend on each other. So error_find decides itself how to find the errors of a page. Its `filters` are those of
-- the lists' statement (sql/queries/errors.sql): some are columns of each sort's index (project, level, status, since,
-- until), some are of the row (level_words, unassigned), and the others have an index of their own: event (one of its
-- ids), facets, words (a text) with field, assignee, environment. In the texts of queries below g is an error, and $1
-- the organization.

-- Runs a query for ids, which reads the errors in the order of an index.
CREATE FUNCTION error_ids_in_order(query text, org uuid) RETURNS uuid[] LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, public
    SET enable_sort = off SET enable_bitmapscan = off SET enable_seqscan = off AS $$
DECLARE
    found uuid[];
BEGIN
    EXECUTE query INTO found USING org;
    RETURN found;
END $$;

-- Runs a query for ids, which reads all that an index finds; $2 are ids of errors.
CREATE FUNCTION error_ids_at_once(query text, org uuid, ids uuid[] DEFAULT NULL) RETURNS uuid[] LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, public
    SET enable_seqscan = off SET max_parallel_workers_per_gather = 0 AS $$
DECLARE
    found uuid[];
BEGIN
    EXECUTE query INTO found USING org, ids;
    RETURN found;
END $$;

-- The condition of a filter that has an index of its own. OFFSET 0 makes PostgreSQL try each error by the key of the
-- other table.
CREATE FUNCTION error_condition(filter text, filters jsonb) RETURNS text LANGUAGE sql STABLE
    RETURN CASE filter
    WHEN 'event' THEN ''
    WHEN 'facets' THEN format(' AND g.facets @> %L', filters->>'facets')
    WHEN 'assignee' THEN format(' AND g.assignee = %L', filters->>'assignee')
    WHEN 'environment' THEN format(' AND EXISTS (SELECT FROM error_place p WHERE p.org_id = $1
        AND p.environment = %L AND p.error_id = g.id OFFSET 0)', filters->>'environment')
    ELSE format(CASE filters->>'field'
        WHEN 'any' THEN ' AND EXISTS (SELECT FROM error_text t WHERE t.org_id = $1 AND t.group_id = g.id
            AND finds_in_either(t.title, t.origin, %L) OFFSET 0)'
        WHEN 'title' THEN ' AND EXISTS (SELECT FROM error_text t WHERE t.org_id = $1 AND t.group_id = g.id
            AND finds(t.title, %L) OFFSET 0)'
        WHEN 'origin' THEN ' AND EXISTS (SELECT FROM error_text t WHERE t.org_id = $1 AND t.group_id = g.id
            AND finds(t.origin, %L) OFFSET 0)'
        WHEN 'details' THEN ' AND EXISTS (SELECT FROM error_log l WHERE l.org_id = $1 AND l.group_id = g.id
            AND finds(l.details, %L) OFFSET 0)'
        WHEN 'description' THEN ' AND EXISTS (SELECT FROM error_text t LEFT JOIN error_log l USING (org_id, group_id)
            WHERE t.org_id = $1 AND t.group_id = g.id
              AND finds_in_either(t.title, coalesce(l.details, ''''), %L) OFFSET 0)'
        END, word_patterns(filters->>'words'))
    END;

-- A query for the ids of the errors that pass such a filter; of the words of a description only the longest counts.
CREATE FUNCTION error_source(filter text, filters jsonb) RETURNS text LANGUAGE sql STABLE
    RETURN CASE filter
    WHEN 'event' THEN format('SELECT k.error_id AS id FROM error_event e
        JOIN error_key k ON k.org_id = e.org_id AND k.id = e.group_id
        WHERE e.org_id = $1 AND (e.id = %1$L OR e.client_id = %1$L)', filters->>'event')
    WHEN 'facets' THEN format('SELECT id FROM error_group WHERE facets @> %L', filters->>'facets')
    WHEN 'assignee' THEN format('SELECT id FROM error_group WHERE org_id = $1 AND assignee = %L', filters->>'assignee')
    WHEN 'environment' THEN format('SELECT error_id AS id FROM error_place WHERE org_id = $1 AND environment = %L',
        filters->>'environment')
    ELSE format(CASE filters->>'field'
        WHEN 'any' THEN 'SELECT group_id AS id FROM error_text
            WHERE org_id = $1 AND finds_in_either(title, origin, %1$L)'
        WHEN 'title' THEN 'SELECT group_id AS id FROM error_text WHERE org_id = $1 AND finds(title, %1$L)'
        WHEN 'origin' THEN 'SELECT group_id AS id FROM error_text WHERE org_id = $1 AND finds(origin, %1$L)'
        WHEN 'details' THEN 'SELECT group_id AS id FROM error_log WHERE org_id = $1 AND finds(details, %1$L)'
        WHEN 'description' THEN 'SELECT group_id AS id FROM error_text WHERE org_id = $1 AND title LIKE %2$L UNION
            SELECT group_id FROM error_log WHERE org_id = $1 AND details LIKE %2$L'
        END, word_patterns(filters->>'words'), (word_patterns(filters->>'words'))[1])
    END;

-- The ranks of the levels whose names have all the words.
CREATE FUNCTION levels_named(words text) RETURNS integer[] LANGUAGE sql IMMUTABLE
    RETURN ARRAY(SELECT level_rank(name) FROM unnest(ARRAY['debug', 'info', 'warning', 'error', 'fatal']) name
                  WHERE finds(name, word_patterns(words)));

-- The conditions of the columns of the sorts' indexes.
CREATE FUNCTION error_columns_pass(filters jsonb) RETURNS text LANGUAGE sql STABLE
    RETURN concat(
        CASE WHEN filters ? 'project' THEN format(' AND g.project_id = %L', filters->>'project') END,
        CASE WHEN filters ? 'level' THEN format(' AND level_rank(g.level) = level_rank(%L)', filters->>'level') END,
        CASE WHEN filters ? 'status' THEN format(' AND g.status = %L', filters->>'status') END,
        CASE WHEN filters ? 'since' THEN format(' AND g.last_seen >= %L', filters->>'since') END,
        CASE WHEN filters ? 'until' THEN format(' AND g.first_seen < %L', filters->>'until') END);

-- The conditions of other columns of the row.
CREATE FUNCTION error_row_passes(filters jsonb) RETURNS text LANGUAGE sql STABLE
    RETURN concat(
        CASE WHEN filters ? 'level_words'
             THEN format(' AND level_rank(g.level) = ANY (%L)', levels_named(filters->>'level_words')) END,
        CASE WHEN filters ? 'unassigned' THEN ' AND g.assignee IS NULL' END);

-- The filter by whose index the errors of a page are found: the first that few pass, as far as that can be told by
-- counting a few.
CREATE FUNCTION error_best_filter(org uuid, filters jsonb, names text[]) RETURNS text LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, public AS $$
DECLARE
    few integer;
    name text;
BEGIN
    FOREACH few IN ARRAY CASE WHEN cardinality(names) > 1 THEN ARRAY[500, 5000, 20000] ELSE '{}' END LOOP
        FOREACH name IN ARRAY names LOOP
            IF cardinality(error_ids_at_once(format('SELECT ARRAY(SELECT id FROM (%s) s LIMIT %s)',
                                                    error_source(name, filters), few + 1), org)) <= few THEN
                RETURN name;
            END IF;
        END LOOP;
    END LOOP;
    RETURN names[1];
END $$;

-- The ids of the first `most` errors in the order of a sort, after the position `after_key`, `after_id` if there is
-- one, that pass the filters; of all in any order without `most`. `sort` is an expression over g and `direction` ASC or
-- DESC: texts of the statement, not of a user. Most pages are among the nearest thousand errors in the order of the
-- sort. If this one is not, all errors that pass one of the filters with an index are tried. An event has one error.
CREATE FUNCTION error_find(org uuid, sort text, direction text, filters jsonb)
    RETURNS uuid[] LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public AS $$
DECLARE
    most bigint := filters->>'most';
    names text[] := ARRAY(SELECT name
                            FROM unnest(ARRAY['event', 'facets', 'words', 'assignee', 'environment']) name
                           WHERE filters ? name);
    passing text := error_columns_pass(filters)
        || CASE WHEN NOT filters ? 'after_id' THEN ''
                ELSE format(' AND (%s, g.id) %s (%L, %L)', sort, CASE direction WHEN 'ASC' THEN '>' ELSE '<' END,
                            filters->>'after_key', filters->>'after_id') END;
    tried text := concat(error_row_passes(filters),
                         (SELECT string_agg(error_condition(name, filters), '') FROM unnest(names) name));
    ordered text := CASE WHEN most IS NULL THEN ''
                         ELSE format(' ORDER BY %1$s %2$s, g.id %2$s', sort, direction) END;
    ids uuid[];
    best text;
BEGIN
    IF most IS NOT NULL AND NOT filters ? 'event' THEN
        ids := error_ids_in_order(format('WITH nearest AS MATERIALIZED (
                SELECT g.id, g.facets, g.level, g.assignee FROM error_group g WHERE g.org_id = $1 %1$s %2$s LIMIT 1000)
            SELECT CASE WHEN cardinality(ids) >= %4$s OR (SELECT count(*) FROM nearest) < 1000 THEN ids END
              FROM (SELECT ARRAY(SELECT id FROM nearest g WHERE true %3$s LIMIT %4$s) AS ids) AS page',
            passing, ordered, tried, most), org);
        IF ids IS NOT NULL THEN
            RETURN ids;
        END IF;
    END IF;
    best := error_best_filter(org, filters, names);
    IF best <> 'facets' THEN
        ids := error_ids_at_once(format('SELECT ARRAY(%s)', error_source(best, filters)), org);
    END IF;
    RETURN error_ids_at_once(format('SELECT ARRAY(SELECT g.id FROM %s g WHERE g.org_id = $1 %s %s LIMIT %L)',
        CASE best WHEN 'facets' THEN format('(SELECT * FROM error_group WHERE facets @> %L OFFSET 0)',
                                            filters->>'facets')
                  ELSE 'error_with($1, $2)' END, passing || tried, ordered, most), org, ids);
END $$;

-- The ids of the errors that occurred last, the newest first, for a search that tries them before others.
CREATE FUNCTION error_newest(org uuid, most integer) RETURNS SETOF uuid LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, public
    SET enable_sort = off SET enable_bitmapscan = off SET enable_seqscan = off AS $$
BEGIN
    RETURN QUERY SELECT g.id FROM error_group g WHERE g.org_id = org ORDER BY g.last_seen DESC, g.id DESC LIMIT most;
END $$;
