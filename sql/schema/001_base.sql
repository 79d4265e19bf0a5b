-- Functions and types that every room may use.
--
-- The comment of every table names the owner of its rows. COMMENT ON TABLE task IS 'owner_id: ...' names the column,
-- uuid NOT NULL, with which all keys of the table begin. 'directory: ...' marks a table whose rows belong to no person,
-- organization or club, and says why. t/db/catalog.c reads the comments.
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

-- The text without case and accents, the form that searches and sorts by title use:
-- 'Reunião' and 'REUNIAO' become 'reuniao'. ICU's root locale gives the same result on every
-- cluster, whatever the cluster's locale. unaccent() is only STABLE because its dictionary
-- could change; since we name the dictionary, IMMUTABLE is true.
CREATE FUNCTION fold(value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN lower(public.unaccent('public.unaccent'::regdictionary, value) COLLATE "und-x-icu");

-- A LIKE pattern for texts that contain `value`, taken literally.
CREATE FUNCTION contains_pattern(value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN '%' || replace(replace(replace(fold(value), '\', '\\'), '%', '\%'), '_', '\_') || '%';

-- `balcao migrate` makes this table before it applies the first migration.
COMMENT ON TABLE migration IS
    'directory: The migrations that this database has had, each with the SHA-256 of its text.';
