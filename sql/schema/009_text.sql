-- Texts in one form: normalization form C, trimmed, visible, and in one line where a field has one line. Searches find
-- all words in any order.

-- --- the form in which searches compare ---

-- The functions of this file name characters by their properties in Unicode 15 (UAX #44). PostgreSQL 15 has no classes
-- for them.

-- The text without characters that are invisible: Default_Ignorable_Code_Point, and the general category Cf.
CREATE FUNCTION without_invisible(value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN regexp_replace(value, '[\u00AD\u034F\u0600-\u0605\u061C\u06DD\u070F\u0890\u0891\u08E2\u115F\u1160'
                          '\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\u3164\uFE00-\uFE0F'
                          '\uFEFF\uFFA0\uFFF0-\uFFFB\U000110BD\U000110CD\U00013430-\U0001343F\U0001BCA0-\U0001BCA3'
                          '\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]+', '', 'g');

-- The text with one blank in place of each run of White_Space.
CREATE FUNCTION with_single_blanks(value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN regexp_replace(value, '[\u0009-\u000D \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]+',
                          ' ', 'g');

-- The text without case, accents and invisible characters, and with single blanks. NFKD comes first, so that
-- equivalent texts have one form, and a ligature or a full-width letter is what people type; the combining marks of
-- Latin, Greek and Cyrillic go; unaccent() does what Unicode does not decompose ('ß' becomes 'ss', 'ø' becomes 'o'),
-- and knows some letters only in lower case, for which it gives capitals. ICU writes a sigma at the end of a word
-- differently, which a part of a word could not know. Folding twice gives the same as folding once.
CREATE OR REPLACE FUNCTION fold(value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN btrim(with_single_blanks(translate(lower(public.unaccent('public.unaccent'::regdictionary, lower(
        regexp_replace(without_invisible(normalize(value, NFKD)),
                       '[\u0300-\u036F\u1AB0-\u1AFF\u1DC0-\u1DFF\u20D0-\u20FF\uFE20-\uFE2F]+', '', 'g')
        COLLATE "und-x-icu")) COLLATE "und-x-icu"), 'ς', 'σ')));

-- A word of a search without the punctuation that stands beside it in a sentence: 'Assis, Machado'. One that is
-- nothing else keeps it.
CREATE FUNCTION bare_word(word text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN coalesce(nullif(btrim(word, '.,;:!?"''()'), ''), word);

-- The words of a search as LIKE patterns, the longest first, each once; none if the search folds to nothing. Words
-- beyond the nineteenth count as one that has blanks in it, so that nobody can make PostgreSQL look for a hundred.
CREATE FUNCTION word_patterns(q text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN ARRAY(SELECT contains_pattern(word)
                   FROM (SELECT string_to_array(fold(q), ' ') AS words) AS folded,
                        unnest(words[:19] || array_to_string(words[20:], ' ')) AS written,
                        bare_word(written) AS word
                  WHERE word <> ''
                  GROUP BY word
                  ORDER BY length(word) DESC, word COLLATE "C");

-- Whether a folded text has all the words; not true if there are none. PostgreSQL writes the body into the statement
-- and knows the patterns, because such statements are planned with their value. So the conditions for words that are
-- not there vanish, and a trigram index, whose collation is "C", finds the texts that have the three longest words.
CREATE FUNCTION finds(folded text, patterns text[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN folded COLLATE "C" LIKE patterns[1]
       AND (patterns[2] IS NULL OR folded COLLATE "C" LIKE patterns[2])
       AND (patterns[3] IS NULL OR folded COLLATE "C" LIKE patterns[3])
       AND (patterns[4] IS NULL OR folded COLLATE "C" LIKE ALL (patterns[4:]));

-- The same for two texts: each word must be in one of them. No word has a newline in it.
CREATE FUNCTION finds_in_either(folded text, other text, patterns text[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (folded COLLATE "C" LIKE patterns[1] OR other COLLATE "C" LIKE patterns[1])
       AND (patterns[2] IS NULL OR folded COLLATE "C" LIKE patterns[2] OR other COLLATE "C" LIKE patterns[2])
       AND (patterns[3] IS NULL OR folded COLLATE "C" LIKE patterns[3] OR other COLLATE "C" LIKE patterns[3])
       AND (patterns[4] IS NULL OR (folded || E'\n' || other) COLLATE "C" LIKE ALL (patterns[4:]));

-- PostgreSQL would not recognise the expression of the old index in a call of finds().
DROP INDEX account_search;
ALTER TABLE account ADD COLUMN search_folded text COLLATE "C" NOT NULL
    GENERATED ALWAYS AS (fold(username || ' ' || email || ' ' || coalesce(display_name, ''))) STORED;
CREATE INDEX account_search ON account USING gin (search_folded gin_trgm_ops);
-- An index of an expression has the values of the old function.
DROP INDEX project_name;
CREATE INDEX project_name ON project (org_id, fold(name), id);

-- --- rows that were made before ---

CREATE FUNCTION pg_temp.trimmed(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT
    RETURN btrim(value, E'\t\n\x0B\f\r \u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008'
                        '\u2009\u200A\u2028\u2029\u202F\u205F\u3000');

-- The form of a text with several lines, of at most `most` characters; null if it shows nothing.
CREATE FUNCTION pg_temp.lines(value text, most integer) RETURNS text LANGUAGE sql IMMUTABLE STRICT
    RETURN CASE WHEN value = '' OR with_single_blanks(without_invisible(value)) NOT IN ('', ' ')
                THEN pg_temp.trimmed(left(normalize(pg_temp.trimmed(value), NFC), most)) END;

-- The form of a text with one line: each run of line breaks and tabs becomes a blank.
CREATE FUNCTION pg_temp.line(value text, most integer) RETURNS text LANGUAGE sql IMMUTABLE STRICT
    RETURN pg_temp.lines(regexp_replace(value, '[\u0009-\u000D\u0085\u2028\u2029]+', ' ', 'g'), most);

-- A list of such texts: those that show nothing are left out, and so are those that are equal to an earlier one.
CREATE FUNCTION pg_temp.list(texts text[], most integer) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT
    RETURN ARRAY(SELECT form
                   FROM (SELECT pg_temp.line(item, most) AS form, min(nth) AS nth
                           FROM unnest(texts) WITH ORDINALITY AS u (item, nth)
                          GROUP BY 1) AS forms
                  WHERE form IS NOT NULL
                  ORDER BY nth);

-- Whether a text certainly has the form: it consists of visible characters of ASCII and Latin, which have no other
-- form, with blanks, newlines and tabs only between them. Most texts do, and making their form takes much longer.
CREATE FUNCTION pg_temp.is_plain(value text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT
    RETURN value ~ ('^([!-~\u00A1-\u00AC\u00AE-\u02FF]'
                    '([\t\n -~\u00A1-\u00AC\u00AE-\u02FF]*[!-~\u00A1-\u00AC\u00AE-\u02FF])?)?$');

CREATE FUNCTION pg_temp.is_plain_line(value text) RETURNS boolean LANGUAGE sql IMMUTABLE
    RETURN value !~ '[\t\n]' AND pg_temp.is_plain(value);

-- Brings the columns that people fill to the form, in the rows that are not in it, and makes a new version of each
-- such row. A name or title that shows nothing becomes a dash. A writer waits until the migration ends, because a row
-- that it wrote meanwhile would be folded by the old function.
DO $$
DECLARE
    form record;
BEGIN
    FOR form IN
        SELECT of, string_agg(name, ', ') AS names, string_agg(format(rule, name), ', ') AS rules,
               string_agg(format(CASE
                   WHEN rule ~ '[.]lines' THEN 'NOT pg_temp.is_plain(%1$I)'
                   WHEN rule ~ '[.]list' THEN 'NOT pg_temp.is_plain_line(array_to_string(%1$I, ''+''))'
                   ELSE 'NOT pg_temp.is_plain_line(%1$I)' END, name), ' OR ') AS odd,
               (SELECT ', version = version + 1' FROM pg_attribute
                 WHERE attrelid = of::regclass AND attname = 'version') AS version
          FROM (VALUES
               ('account', 'display_name', 'pg_temp.line(%I, 100)'),
               ('account', 'email', 'normalize(%I, NFC)'),
               ('organization', 'name', 'coalesce(pg_temp.line(%I, 200), ''—'')'),
               ('project', 'name', 'coalesce(pg_temp.line(%I, 200), ''—'')'),
               ('project', 'platform', 'pg_temp.line(%I, 64)'),
               ('project_key', 'name', 'coalesce(pg_temp.line(%I, 200), ''—'')'),
               ('task', 'title', 'coalesce(pg_temp.line(%I, 200), ''—'')'),
               ('task', 'description', 'pg_temp.lines(%I, 10000)'),
               ('task', 'labels', 'pg_temp.list(%I, 50)'),
               ('customer', 'name', 'coalesce(pg_temp.line(%I, 200), ''—'')'),
               ('customer', 'email', 'normalize(%I, NFC)'),
               ('customer', 'street', 'pg_temp.line(%I, 200)'),
               ('customer', 'district', 'pg_temp.line(%I, 100)'),
               ('customer', 'number', 'pg_temp.line(%I, 20)'),
               ('customer', 'complement', 'pg_temp.line(%I, 100)'),
               ('book', 'title', 'coalesce(pg_temp.line(%I, 300), ''—'')'),
               ('book', 'authors', 'pg_temp.list(%I, 200)'),
               ('book', 'language', 'pg_temp.line(%I, 35)'),
               ('review', 'text', 'pg_temp.lines(%I, 10000)'),
               ('club', 'name', 'coalesce(pg_temp.line(%I, 100), ''—'')'),
               ('club', 'description', 'pg_temp.lines(%I, 2000)'),
               ('meeting', 'title', 'coalesce(pg_temp.line(%I, 200), ''—'')'),
               ('meeting', 'place', 'pg_temp.line(%I, 300)'),
               ('meeting', 'url', 'normalize(%I, NFC)'),
               ('topic', 'title', 'coalesce(pg_temp.line(%I, 200), ''—'')'),
               ('post', 'text', 'coalesce(pg_temp.lines(%I, 10000), ''—'')')) AS form (of, name, rule)
         GROUP BY of
         ORDER BY of
    LOOP
        EXECUTE format('LOCK TABLE %I IN SHARE ROW EXCLUSIVE MODE', form.of);
        EXECUTE format('UPDATE %1$I SET (%2$s) = ROW (%3$s)%4$s'
                       ' WHERE (%5$s) AND ROW (%2$s) IS DISTINCT FROM ROW (%3$s)',
                       form.of, form.names, form.rules, form.version, form.odd);
    END LOOP;
END $$;

-- Folds anew, where the new function gives another text. An UPDATE of a column computes what is generated from it.
UPDATE task SET title = title WHERE title_folded IS DISTINCT FROM fold(title);
UPDATE club SET name = name WHERE name_folded IS DISTINCT FROM fold(name);
UPDATE book SET title = title
 WHERE (title_folded, search_folded) IS DISTINCT FROM (fold(title), fold(title || ' ' || join_texts(authors)));
UPDATE customer SET name = name, city = city
 WHERE (name_folded, city_folded) IS DISTINCT FROM (fold(name), fold(city));

-- The error center. Events stay as they were reported. The texts that searches compare are folded anew: titles and
-- origins now, logs by the jobs process, which takes some time.
LOCK TABLE error_text, error_place, error_hour, error_level_hour IN SHARE ROW EXCLUSIVE MODE;
UPDATE error_text t SET title = fold(g.title), origin = fold(g.origin)
  FROM error_group g
 WHERE g.org_id = t.org_id AND g.id = t.group_id
   AND (t.title, t.origin) IS DISTINCT FROM (fold(g.title), fold(g.origin));
INSERT INTO error_stale (org_id, group_id, due)
SELECT org_id, group_id, now() FROM error_log WHERE octet_length(details) <> char_length(details)
    ON CONFLICT DO NOTHING;

-- The environments that filters compare. Two that become equal are counted together.
WITH odd AS (
    DELETE FROM error_place WHERE environment IS NOT NFC NORMALIZED RETURNING org_id, group_id, environment)
INSERT INTO error_place (org_id, group_id, environment)
SELECT DISTINCT org_id, group_id, normalize(environment, NFC) FROM odd
    ON CONFLICT DO NOTHING;
WITH odd AS (
    DELETE FROM error_hour WHERE environment IS NOT NFC NORMALIZED
    RETURNING org_id, group_id, environment, hour, events)
INSERT INTO error_hour AS h (org_id, group_id, environment, hour, events)
SELECT org_id, group_id, normalize(environment, NFC), hour, sum(events) FROM odd GROUP BY 1, 2, 3, 4
    ON CONFLICT (org_id, group_id, environment, hour) DO UPDATE SET events = h.events + excluded.events;
WITH odd AS (
    DELETE FROM error_level_hour WHERE environment IS NOT NFC NORMALIZED
    RETURNING org_id, project_id, environment, hour, level, events)
INSERT INTO error_level_hour AS h (org_id, project_id, environment, hour, level, events)
SELECT org_id, project_id, normalize(environment, NFC), hour, level, sum(events) FROM odd GROUP BY 1, 2, 3, 4, 5
    ON CONFLICT (org_id, project_id, environment, hour, level) DO UPDATE SET events = h.events + excluded.events;
