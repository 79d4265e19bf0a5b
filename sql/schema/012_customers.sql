-- Customers are found by the last digits of a phone and the first characters of an e-mail, the domains of e-mails are
-- stored in their canonical form, and streets of the cache lose the range of numbers behind their names.

-- Reversed, so that a search by last digits reads a piece of the index. A whole number is found by it, too.
DROP INDEX customer_phone;
CREATE INDEX customer_phone_end ON customer (org_id, (reverse(phone) COLLATE "C"), id);
CREATE INDEX customer_email_start ON customer (org_id, lower(email COLLATE "C"), id);

-- The address with the canonical form of its domain. The key has the domain in its ASCII form, which is canonical, too.
-- That form takes the place of a domain with other characters than letters, which only IDNA could map, and PostgreSQL
-- doesn't know IDNA.
CREATE FUNCTION canonical_email(email text, email_key text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
    typed text := substring(email FROM '[^@]*$');
    plain text := lower(normalize(lower(typed COLLATE "und-x-icu"), NFKC) COLLATE "und-x-icu");
BEGIN
    IF plain COLLATE "und-x-icu" !~ '^[[:alnum:].-]+$' THEN
        plain := substring(email_key FROM '[^@]*$');
    END IF;
    RETURN left(email, -char_length(typed)) || plain;
END $$;

UPDATE account SET email = canonical_email(email, email_key), version = version + 1
 WHERE email <> canonical_email(email, email_key);
UPDATE customer SET email = canonical_email(email, email_key), version = version + 1
 WHERE email <> canonical_email(email, email_key);
DROP FUNCTION canonical_email;

-- The forms that src/customers/street.h names, in the spellings of the Correios. Streets of customers stay: what a
-- person has seen and saved is theirs to change.
CREATE FUNCTION without_range(street text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT
    RETURN regexp_replace(street,
        '^(.*?[^ ,(–-])( *[-–,(]+ *('
        || '(at[eé]|d[eo] (km )?[0-9][0-9.,/]* (ao?|at[eé])) ((o )?fim|(km )?[0-9][0-9.,/]*)|lado ([ií]m)?par'
        || ')\)?)+$', '\1', 'i');

UPDATE cep_cache SET street = without_range(street) WHERE street <> without_range(street);
DROP FUNCTION without_range;
