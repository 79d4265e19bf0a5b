-- What every room may use.
--
-- Every table says in its comment whose its rows are. COMMENT ON TABLE task IS 'owner_id: ...' names the column,
-- uuid NOT NULL, that stands first in all keys of the table. 'directory: ...' is for rows that belong to no person,
-- organization or club, and says why. t/db/catalog.c reads the comments.
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

-- A text without case and accents, the form that searches and sorts by title use:
-- 'Reunião' and 'REUNIAO' become 'reuniao'. ICU's root locale gives the same on every
-- cluster, whatever locale it was made with. unaccent() is only STABLE because its
-- dictionary could be changed; naming the dictionary makes our promise true.
CREATE FUNCTION fold(value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN lower(public.unaccent('public.unaccent'::regdictionary, value) COLLATE "und-x-icu");

-- The LIKE pattern of what contains `value`, taken literally.
CREATE FUNCTION contains_pattern(value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN '%' || replace(replace(replace(fold(value), '\', '\\'), '%', '\%'), '_', '\_') || '%';

-- `balcao migrate` makes this table before it applies the first migration.
COMMENT ON TABLE migration IS
    'directory: The migrations that this database has had, each with the SHA-256 of its text.';
