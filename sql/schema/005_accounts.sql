-- Memberships are checked when they are used, refresh tokens expire by themselves, and failures are
-- counted so that strangers can't lock anyone out.

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

-- The latest expiry of the access tokens issued for a session, and for a membership since its last change of
-- role; null: no token was issued. Workers need to learn of an end only until that time.
ALTER TABLE session ADD COLUMN token_until timestamptz(3) NOT NULL DEFAULT now() + interval '1 day';
ALTER TABLE session ALTER COLUMN token_until DROP DEFAULT;
ALTER TABLE membership ADD COLUMN token_until timestamptz(3) DEFAULT now() + interval '1 day';
ALTER TABLE membership ALTER COLUMN token_until DROP DEFAULT;

-- The latest expiry of the revoked tokens.
ALTER TABLE revocation ADD COLUMN until timestamptz(3);
UPDATE revocation SET until = at + interval '1 day';
ALTER TABLE revocation ALTER COLUMN until SET NOT NULL;
CREATE INDEX revocation_until ON revocation (until);
DROP INDEX revocation_at;

-- "user session organization" with "-" for an absent id, the millisecond up to which tokens were issued, and the
-- milliseconds for which they still live. A duration, so that a worker's clock may differ.
CREATE OR REPLACE FUNCTION revocation_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('revocation', concat_ws(' ', NEW.user_id, coalesce(NEW.session_id::text, '-'),
        coalesce(NEW.org_id::text, '-'), floor(extract(epoch FROM NEW.at) * 1000)::bigint,
        ceil(extract(epoch FROM NEW.until - clock_timestamp()) * 1000)::bigint));
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION session_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO revocation (user_id, session_id, until) VALUES (OLD.user_id, OLD.id, OLD.token_until);
    RETURN NULL;
END $$;
DROP TRIGGER session_ended ON session;
CREATE TRIGGER session_ended AFTER DELETE ON session
    FOR EACH ROW WHEN (OLD.token_until > now()) EXECUTE FUNCTION session_ended();

CREATE OR REPLACE FUNCTION membership_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO revocation (user_id, org_id, until) VALUES (OLD.user_id, OLD.org_id, OLD.token_until);
    RETURN NULL;
END $$;
DROP TRIGGER membership_changed ON membership;
DROP TRIGGER membership_ended ON membership;
CREATE TRIGGER membership_changed AFTER UPDATE OF role ON membership
    FOR EACH ROW WHEN (OLD.role <> NEW.role AND OLD.token_until > now()) EXECUTE FUNCTION membership_changed();
CREATE TRIGGER membership_ended AFTER DELETE ON membership
    FOR EACH ROW WHEN (OLD.token_until > now()) EXECUTE FUNCTION membership_changed();

-- All tokens of a user belong to sessions. Deleting an account deletes its sessions, and the trigger of each
-- session writes a revocation.
CREATE OR REPLACE FUNCTION account_stopped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO revocation (user_id, until)
    SELECT OLD.id, max(token_until) FROM session WHERE user_id = OLD.id HAVING max(token_until) > now();
    RETURN NULL;
END $$;
DROP TRIGGER account_deleted ON account;

-- A new role makes a new version. The tokens of the old role are revoked now, so a later change need not revoke them.
ALTER TABLE membership ADD COLUMN version bigint NOT NULL DEFAULT 1;
CREATE FUNCTION membership_role() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := OLD.version + 1;
    NEW.token_until := NULL;
    RETURN NEW;
END $$;
CREATE TRIGGER membership_role BEFORE UPDATE OF role ON membership
    FOR EACH ROW WHEN (OLD.role <> NEW.role) EXECUTE FUNCTION membership_role();

-- An organization shows the caller's role, so a new role makes a new version of it.
CREATE FUNCTION organization_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE organization SET version = version + 1 WHERE org_id = OLD.org_id;
    RETURN NULL;
END $$;
CREATE TRIGGER organization_changed AFTER UPDATE OF role ON membership
    FOR EACH ROW WHEN (OLD.role <> NEW.role) EXECUTE FUNCTION organization_changed();
CREATE TRIGGER organization_left AFTER DELETE ON membership
    FOR EACH ROW EXECUTE FUNCTION organization_changed();

-- Each refresh token expires by itself, used or not. Times of issue count the recent tokens of a session.
ALTER TABLE refresh_token ADD COLUMN issued_at timestamptz(3), ADD COLUMN expires_at timestamptz(3);
UPDATE refresh_token t SET issued_at = s.created_at, expires_at = s.expires_at
  FROM session s WHERE s.user_id = t.user_id AND s.id = t.session_id;
ALTER TABLE refresh_token ALTER COLUMN issued_at SET NOT NULL, ALTER COLUMN expires_at SET NOT NULL;
CREATE INDEX refresh_token_expiry ON refresh_token (expires_at);
CREATE INDEX refresh_token_issued ON refresh_token (user_id, session_id, issued_at);
DROP INDEX refresh_token_of_session;

-- What counts as one client: an IPv4 address, or the /64 of an IPv6 address, the smallest block that a customer
-- gets (RFC 6177).
CREATE FUNCTION client_block(address text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE WHEN address ~* '^::ffff:\d+[.]' THEN substr(address, 8)
                WHEN address ~* '^[0-9a-f]*:[0-9a-f:.]+$' THEN network(set_masklen(address::inet, 64))::text
                ELSE address END;

-- `who`: the typed name without case, whether or not an account has it.
CREATE OR REPLACE FUNCTION login_subject(kind text, who text, address text) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN sha256(convert_to(kind || ' ' || CASE kind WHEN 'address' THEN '' ELSE who END || ' '
                             || CASE kind WHEN 'account' THEN '' ELSE client_block(address) END, 'UTF8'));
DELETE FROM login_failure;

-- The name alone, so that its rows can be cleared for all addresses; null: the row is an address's.
CREATE FUNCTION login_name(who text) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN sha256(convert_to(who, 'UTF8'));
ALTER TABLE login_failure ADD COLUMN name bytea CHECK (octet_length(name) = 32);
CREATE INDEX login_failure_name ON login_failure (name);

-- Milliseconds until the next try: 0 for the free tries, then doubling from one second to `most` seconds.
DROP FUNCTION login_delay(integer, timestamptz, timestamptz);
CREATE FUNCTION login_delay(excess integer, last_at timestamptz, now timestamptz, most integer) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN excess < 0 THEN 0 ELSE
        greatest(0, 1000 * (extract(epoch FROM last_at - now) + least(most, power(2, least(excess, 20)))))::bigint END;

-- For the actions of a user in the logs of others; the user's own log is a log like any other.
CREATE INDEX activity_elsewhere ON activity (actor, id) WHERE org_id <> actor;
CREATE INDEX activity_elsewhere_action ON activity (actor, action, id) WHERE org_id <> actor;
DROP INDEX activity_actor;
CREATE INDEX account_status ON account (status, id);
CREATE INDEX account_status_name ON account (status, username);

-- Counts the passwords: renewing the hash of the same password does not change it.
ALTER TABLE account ADD COLUMN password_version bigint NOT NULL DEFAULT 1;

-- yescrypt's cost of a hash, 1 to 11, as crypt_gensalt(3) of libxcrypt writes it; null: another method.
CREATE FUNCTION password_cost(hash text) RETURNS integer
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN array_position(ARRAY['j75', 'j85', 'j7T', 'j8T', 'j9T', 'jAT', 'jBT', 'jCT', 'jDT', 'jET', 'jFT'],
                          substring(hash FROM '^[$]y[$]([^$]+)[$]'));
CREATE INDEX account_password_cost ON account (password_cost(password_hash));

-- Locks the user, and returns their oldest organization; null: there is none, and none can appear before the
-- transaction ends. It is a function because its second statement must see the changes that the first waited for.
CREATE FUNCTION home_of(person uuid) RETURNS uuid LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM account WHERE id = person FOR NO KEY UPDATE;
    RETURN (SELECT org_id FROM membership WHERE user_id = person ORDER BY created_at, org_id LIMIT 1);
END $$;

-- The trigger must not depend on the caller's search path.
ALTER FUNCTION revocation_notify() SET search_path = pg_catalog, public;
ALTER FUNCTION session_ended() SET search_path = pg_catalog, public;
ALTER FUNCTION membership_changed() SET search_path = pg_catalog, public;
ALTER FUNCTION organization_changed() SET search_path = pg_catalog, public;
ALTER FUNCTION account_stopped() SET search_path = pg_catalog, public;
ALTER FUNCTION membership_role() SET search_path = pg_catalog, public;
ALTER FUNCTION organization_keeps_owner() SET search_path = pg_catalog, public;

-- TRUNCATE runs no row triggers, so it would end sessions without notifying the workers.
CREATE FUNCTION refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'use DELETE: access tokens of truncated rows would go on';
END $$;
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON account EXECUTE FUNCTION refuse_truncate();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON membership EXECUTE FUNCTION refuse_truncate();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON session EXECUTE FUNCTION refuse_truncate();
