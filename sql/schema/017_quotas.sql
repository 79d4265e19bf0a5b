-- How much projects and keys may report, and how much of it is kept.

-- `quota` has "events_per_minute" and "bytes_per_minute"; where one is missing, the setting counts.
ALTER TABLE project
    ADD COLUMN quota      jsonb  NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(quota) = 'object'),
    ADD COLUMN keep_bytes bigint NOT NULL DEFAULT 2147483648 CHECK (keep_bytes >= 1048576);
ALTER TABLE project_key
    ADD COLUMN quota   jsonb  NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(quota) = 'object'),
    ADD COLUMN version bigint NOT NULL DEFAULT 1;

-- How much room a stored event takes: its texts, and a kibibyte for its other columns and its places in indexes. Only
-- the lengths of the texts are read for this.
CREATE FUNCTION error_bytes(details text, raw bytea) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN 1024 + coalesce(octet_length(details), 0) + coalesce(octet_length(raw), 0);

-- The Monday of the week in which an event was received, by UTC, as the partitions have it.
CREATE FUNCTION error_week(id uuid) RETURNS date
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN date_trunc('week', uuid_time(id) AT TIME ZONE 'UTC')::date;

-- How much room the stored events of a project take, by the week of their receipt, so that a dropped partition takes
-- its sum along. Whoever stores or deletes events changes these rows in the same transaction.
CREATE TABLE error_week (
    org_id     uuid   NOT NULL,
    project_id uuid   NOT NULL,
    week       date   NOT NULL,
    bytes      bigint NOT NULL,
    PRIMARY KEY (org_id, project_id, week),
    CONSTRAINT error_week_project FOREIGN KEY (org_id, project_id) REFERENCES project ON DELETE CASCADE
) WITH (fillfactor = 50);
COMMENT ON TABLE error_week IS 'org_id: How much room the stored events of a project take, by week.';

INSERT INTO error_week (org_id, project_id, week, bytes)
SELECT e.org_id, e.project_id, error_week(e.id), sum(error_bytes(e.details, e.raw))
  FROM error_event e JOIN project p ON p.org_id = e.org_id AND p.id = e.project_id
 GROUP BY 1, 2, 3;

-- How much room the stored events of a project take.
CREATE FUNCTION error_kept(org uuid, project uuid) RETURNS bigint
    LANGUAGE sql STABLE STRICT PARALLEL SAFE
    RETURN (SELECT coalesce(sum(w.bytes), 0)::bigint FROM error_week w WHERE w.org_id = org AND w.project_id = project);
