-- By what errors are found besides their texts: facets of their newest events, and the ids of events.

-- A facet is a release, transaction, logger, user or tag that an event has, as a number: the first 64 bits of the
-- SHA-256 of the organization and the facet (src/errors/reporting/facets.h). So the tables below hold no personal data.
-- The worker computes them, because the digest does not read events.
ALTER TABLE error_inbox ADD COLUMN facets bigint[] NOT NULL DEFAULT '{}';
ALTER TABLE error_aside ADD COLUMN facets bigint[] NOT NULL DEFAULT '{}';

-- The facets of the newest hundred events of a group of an error (error_key; 015_triage.sql). `last_n` says which event
-- was the last that had the facet: the how manieth of the group. So a facet counts while last_n > events - 100. The
-- digest removes the others each time a group has got another hundred events, so it has at most the facets of its
-- newest two hundred. Merging and splitting change `error_id`.
CREATE TABLE error_facet (
    org_id   uuid   NOT NULL,
    error_id uuid   NOT NULL,
    facet    bigint NOT NULL,
    group_id uuid   NOT NULL,
    last_n   bigint NOT NULL,
    PRIMARY KEY (org_id, error_id, facet, group_id)
) WITH (fillfactor = 90);
CREATE INDEX error_facet_found ON error_facet (org_id, facet, error_id);
COMMENT ON TABLE error_facet IS
    'org_id: Releases, transactions, loggers, users and tags of the newest events of an error, as digests.';

-- Errors whose events came before are found by the releases and tags of their stored events.
CREATE FUNCTION pg_temp.facet(org uuid, kind text, value text) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT
    RETURN ('x' || encode(substr(sha256(convert_to(org || ' ' || kind || ' ' || value, 'UTF8')), 1, 8), 'hex'))
           ::bit(64)::bigint;
INSERT INTO error_facet (org_id, error_id, facet, group_id, last_n)
SELECT g.org_id, g.id, f.facet, g.id, max(g.events - e.age)
  FROM error_group g
 CROSS JOIN LATERAL (SELECT release, tags, row_number() OVER (ORDER BY id DESC) - 1 AS age
                       FROM error_event
                      WHERE org_id = g.org_id AND group_id = g.id
                      ORDER BY id DESC
                      LIMIT 100) e
 CROSS JOIN LATERAL (SELECT pg_temp.facet(g.org_id, 'release', e.release) AS facet
                      UNION ALL
                     SELECT pg_temp.facet(g.org_id, 'tag', key || ':' || value) FROM jsonb_each_text(e.tags)) f
 WHERE f.facet IS NOT NULL
 GROUP BY 1, 2, 3;

-- --- finding by facets ---

-- PostgreSQL's statistics know nothing of an organization that is new, and nothing of how facets, status and time
-- depend on each other, so the statement that lists errors decides itself how to find them (sql/queries/errors.sql).
-- These functions keep the planner from other ways than the one that is meant.

-- The first errors in the order of a sort, after a position if there is one, that pass the filters of the sort's index:
-- read from that index, whatever the statistics say. `sort` is an expression over g and `direction` ASC or DESC: texts
-- of the statement, not of a user. `filters` has `most`, the greatest number of errors, and may have `project`,
-- `level`, `status`, `assignee`, `unassigned`, `since` and `until`. `nth` counts the errors from 1.
CREATE FUNCTION error_nearest(org uuid, sort text, direction text, after_key text, after_id uuid, filters jsonb)
    RETURNS TABLE (id uuid, events bigint, nth bigint) LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public
    SET enable_sort = off SET enable_bitmapscan = off SET enable_seqscan = off AS $$
DECLARE
    beyond text := CASE direction WHEN 'ASC' THEN '>' ELSE '<' END;
BEGIN
    RETURN QUERY EXECUTE concat(
        'SELECT id, events, row_number() OVER () FROM (SELECT g.id, g.events FROM error_group g WHERE g.org_id = $1',
        CASE WHEN after_id IS NOT NULL
             THEN format(' AND (%s, g.id) %s (%L, %L)', sort, beyond, after_key, after_id) END,
        CASE WHEN filters ? 'project' THEN format(' AND g.project_id = %L', filters->>'project') END,
        CASE WHEN filters ? 'level' THEN format(' AND level_rank(g.level) = level_rank(%L)', filters->>'level') END,
        CASE WHEN filters ? 'status' THEN format(' AND g.status = %L', filters->>'status') END,
        CASE WHEN filters ? 'assignee' THEN format(' AND g.assignee = %L', filters->>'assignee') END,
        CASE WHEN filters ? 'unassigned' THEN ' AND g.assignee IS NULL' END,
        CASE WHEN filters ? 'since' THEN format(' AND g.last_seen >= %L', filters->>'since') END,
        CASE WHEN filters ? 'until' THEN format(' AND g.first_seen < %L', filters->>'until') END,
        format(' ORDER BY %1$s %2$s, g.id %2$s LIMIT %3$s) AS nearest', sort, direction, filters->>'most'))
      USING org;
END $$;

-- These errors, each found by its key, and once if its id is there twice.
CREATE FUNCTION error_with(org uuid, ids uuid[]) RETURNS SETOF error_group LANGUAGE sql STABLE AS $$
    SELECT g.* FROM (SELECT DISTINCT id FROM unnest(ids) AS u (id)) AS wanted
     CROSS JOIN LATERAL (SELECT * FROM public.error_group e WHERE e.org_id = org AND e.id = wanted.id OFFSET 0) g
$$;

-- How many groups of errors have a facet, but at most `most`.
CREATE FUNCTION error_facet_count(org uuid, wanted bigint, most integer) RETURNS bigint
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public
    SET enable_bitmapscan = off SET enable_seqscan = off AS $$
BEGIN
    RETURN (SELECT count(*) FROM (SELECT FROM error_facet WHERE org_id = org AND facet = wanted LIMIT most) f);
END $$;

-- --- ids of events ---

-- SDKs give events ids of their own, by which people look for them.
CREATE INDEX error_event_client ON error_event (org_id, client_id) WHERE client_id IS NOT NULL;

-- --- statistics of an error ---

-- Hours come before environments, so that the last hours of an error are read without its older ones.
ALTER TABLE error_hour
    DROP CONSTRAINT error_hour_pkey,
    ADD CONSTRAINT error_hour_pkey PRIMARY KEY (org_id, group_id, hour, environment);
