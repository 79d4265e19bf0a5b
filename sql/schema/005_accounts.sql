-- Memberships that are judged when they are used, refresh tokens that end by themselves, failures
-- counted so that strangers can't keep anyone out.

-- The position of a role in viewer < editor < admin < owner.
CREATE FUNCTION role_rank(role text) RETURNS integer
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN array_position(ARRAY['viewer', 'editor', 'admin', 'owner'], role);

-- The moment in a UUIDv7 (RFC 9562, 5.7), and the least UUID of a moment.
CREATE FUNCTION uuid_time(id uuid) RETURNS timestamptz
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN to_timestamp(('x' || replace(left(id::text, 13), '-', ''))::bit(48)::bigint / 1000.0);
CREATE FUNCTION uuid_floor(moment timestamptz) RETURNS uuid
    LANGUAGE sql STABLE STRICT PARALLEL SAFE
    RETURN (lpad(to_hex(greatest(0, ceil(extract(epoch FROM moment) * 1000))::bigint), 12, '0')
            || repeat('0', 20))::uuid;

-- When an access token was last given out for this membership: only then need its end be told to the workers.
ALTER TABLE membership ADD COLUMN last_token_at timestamptz(3) DEFAULT now();
ALTER TABLE membership ALTER COLUMN last_token_at DROP DEFAULT;
DROP TRIGGER membership_changed ON membership;
DROP TRIGGER membership_ended ON membership;
CREATE TRIGGER membership_changed AFTER UPDATE OF role ON membership
    FOR EACH ROW WHEN (OLD.role <> NEW.role AND OLD.last_token_at > now() - interval '1 day')
    EXECUTE FUNCTION membership_changed();
CREATE TRIGGER membership_ended AFTER DELETE ON membership
    FOR EACH ROW WHEN (OLD.last_token_at > now() - interval '1 day')
    EXECUTE FUNCTION membership_changed();

-- An organization shows one's role, so a new role is a new version.
CREATE FUNCTION organization_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE organization SET version = version + 1 WHERE org_id = OLD.org_id;
    RETURN NULL;
END $$;
CREATE TRIGGER organization_changed AFTER UPDATE OF role ON membership
    FOR EACH ROW WHEN (OLD.role <> NEW.role) EXECUTE FUNCTION organization_changed();
CREATE TRIGGER organization_left AFTER DELETE ON membership
    FOR EACH ROW EXECUTE FUNCTION organization_changed();

-- Each refresh token ends by itself, used or not; how many a session got lately goes by when they were issued.
ALTER TABLE refresh_token ADD COLUMN issued_at timestamptz(3), ADD COLUMN expires_at timestamptz(3);
UPDATE refresh_token t SET issued_at = s.created_at, expires_at = s.expires_at
  FROM session s WHERE s.user_id = t.user_id AND s.id = t.session_id;
ALTER TABLE refresh_token ALTER COLUMN issued_at SET NOT NULL, ALTER COLUMN expires_at SET NOT NULL;
CREATE INDEX refresh_token_expiry ON refresh_token (expires_at);
CREATE INDEX refresh_token_issued ON refresh_token (user_id, session_id, issued_at);
DROP INDEX refresh_token_of_session;

-- What one client is taken for: an IPv4 address, or the /64 of an IPv6 address, which is what a customer
-- gets at the least (RFC 6177).
CREATE FUNCTION client_block(address text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE WHEN address ~* '^::ffff:\d+[.]' THEN substr(address, 8)
                WHEN address ~* '^[0-9a-f]*:[0-9a-f:.]+$' THEN network(set_masklen(address::inet, 64))::text
                ELSE address END;

-- `who`: the name that was typed, without case, whether or not anybody has it.
CREATE OR REPLACE FUNCTION login_subject(kind text, who text, address text) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN sha256(convert_to(kind || ' ' || CASE kind WHEN 'address' THEN '' ELSE who END || ' '
                             || CASE kind WHEN 'account' THEN '' ELSE client_block(address) END, 'UTF8'));
DELETE FROM login_failure;

-- The name alone, so that whoever may can forgive it from wherever it was tried; null: the row is an address's.
CREATE FUNCTION login_name(who text) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN sha256(convert_to(who, 'UTF8'));
ALTER TABLE login_failure ADD COLUMN name bytea CHECK (octet_length(name) = 32);
CREATE INDEX login_failure_name ON login_failure (name);

-- Milliseconds until the next try: none for the free ones, then doubling from one second to `most` seconds.
DROP FUNCTION login_delay(integer, timestamptz, timestamptz);
CREATE FUNCTION login_delay(excess integer, last_at timestamptz, now timestamptz, most integer) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN excess < 0 THEN 0 ELSE
        greatest(0, 1000 * (extract(epoch FROM last_at - now) + least(most, power(2, least(excess, 20)))))::bigint END;

CREATE INDEX activity_of_actor_action ON activity (actor, action, id);
CREATE INDEX account_status ON account (status, id);
CREATE INDEX account_status_name ON account (status, username);
-- Counts the passwords: another hash of the same one is no other version.
ALTER TABLE account ADD COLUMN password_version bigint NOT NULL DEFAULT 1;

-- yescrypt's cost of a hash, 1 to 11, as crypt_gensalt(3) of libxcrypt writes it; null: another method.
CREATE FUNCTION password_cost(hash text) RETURNS integer
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN array_position(ARRAY['j75', 'j85', 'j7T', 'j8T', 'j9T', 'jAT', 'jBT', 'jCT', 'jDT', 'jET', 'jFT'],
                          substring(hash FROM '^[$]y[$]([^$]+)[$]'));
CREATE INDEX account_password_cost ON account (password_cost(password_hash));


-- Whatever the search path of who changes a row.
ALTER FUNCTION revocation_notify() SET search_path = pg_catalog, public;
ALTER FUNCTION session_ended() SET search_path = pg_catalog, public;
ALTER FUNCTION membership_changed() SET search_path = pg_catalog, public;
ALTER FUNCTION organization_changed() SET search_path = pg_catalog, public;
ALTER FUNCTION account_stopped() SET search_path = pg_catalog, public;
ALTER FUNCTION organization_keeps_owner() SET search_path = pg_catalog, public;

-- TRUNCATE would end sessions without a word to the workers.
CREATE FUNCTION refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'use DELETE: access tokens of truncated rows would go on';
END $$;
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON account EXECUTE FUNCTION refuse_truncate();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON membership EXECUTE FUNCTION refuse_truncate();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON session EXECUTE FUNCTION refuse_truncate();
